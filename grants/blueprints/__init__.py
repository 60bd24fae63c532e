"""The doors: a folder per room. Each has a `routes.py` with a blueprint called `door`."""

from importlib import import_module
from pathlib import Path

from flask import Blueprint


def doors() -> list[Blueprint]:
    """Every room's blueprint, found by folder so that a new room needs no list."""
    folders = sorted(path.parent.name for path in Path(__file__).parent.glob("*/routes.py"))
    return [import_module(f"grants.blueprints.{folder}.routes").door for folder in folders]
