"""Registers every room's transitions with Work when the application, the worker or a command starts."""

from importlib import import_module

from grants.workflow import register

# Every room whose things have states: `states.py` holds the rows, `policy.py` says in TABLES whose rows they are.
ROOMS = ("setup", "apply", "check", "assess", "decide", "award", "pay", "monitor")


def register_rooms() -> None:
    """Safe to call more than once: the same row twice is one row."""
    for room in ROOMS:
        policy = import_module(f"grants.{room}.policy")
        for model, transitions in policy.TABLES:
            register(model, transitions, policies=policy)
