"""The room of roles and the running of the system."""
