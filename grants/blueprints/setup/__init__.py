"""The doors of set-up."""
