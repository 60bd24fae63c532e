"""Scoring: interests, the pile, blind scores, who scores what, agreeing scores."""
