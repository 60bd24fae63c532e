"""Rules shared by every room, free of Flask, the database and the outside world."""
