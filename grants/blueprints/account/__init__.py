"""Signing in and out, registering, links by e-mail, the second factor, and one's own account."""
