"""What anyone may read and check before they have an account."""
