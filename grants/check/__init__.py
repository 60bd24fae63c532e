"""The room of checks before an application is assessed."""
