"""A believable county for the demonstration: made through the commands, under a moved clock, from one seed."""
