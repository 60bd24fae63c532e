"""The room of organisations and their applications."""
