"""The door for people and their roles."""

from datetime import date

from flask import Blueprint

from grants import clock
from grants.domain.calendar import to_london

door = Blueprint("admin", __name__)


def today() -> date:
    """The date in London."""
    return to_london(clock.now()).date()
