"""The doors of payment."""
