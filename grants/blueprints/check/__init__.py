"""Checks of an application before it is scored, and stopping it under a published rule."""
