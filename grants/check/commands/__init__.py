"""One public verb a file."""
