"""Commands typed at a terminal, for the people who run the system."""
