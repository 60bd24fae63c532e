"""The doors of monitoring."""
