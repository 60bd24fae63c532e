"""Grants to voluntary, community and social enterprise organisations."""
