"""The room of people and how they sign in."""
