"""The room of instalments, payment runs and the finance system."""
