"""Measures the main pieces of work against what the machine could do at best. Run: python -m bench"""
