"""Funds, sources, rounds and forms: what is set up before anyone can apply."""
