"""The room of figures and lists."""
