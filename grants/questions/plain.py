"""A frozen dataclass as canonical JSON: what is hashed, stored and read again."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

from grants.questions.conditions import When
from grants.questions.text import Text


def as_plain(value: object) -> Any:
    """What was left at its default is left out, so that adding a setting changes no older hash."""
    if isinstance(value, (Text, When)):
        return value.to_dict()
    if isinstance(value, date):  # a moment is a date too
        return value.isoformat()
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if not is_dataclass(value):
        return value
    kept = ((f, getattr(value, f.name)) for f in fields(value))
    return {f.name: as_plain(item) for f, item in kept if f.default is MISSING or item != f.default}
