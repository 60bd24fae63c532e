"""Grants to voluntary, community and social enterprise organisations, from the first advert to the last penny."""
