"""One file that holds the database and every stored file, signed, and the way back from it."""
