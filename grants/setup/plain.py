"""A scheme's parts as the JSON that a round keeps: every setting spelled out, every text by language."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from grants.questions.conditions import When
from grants.questions.form import Form
from grants.questions.text import Text


def spelled_out(value: object) -> Any:
    """Unlike a scheme's digest, what a round keeps names defaults too: a later default must not change it."""
    if isinstance(value, Text):
        return {"en": value.en, **dict(value.others)}
    if isinstance(value, When):
        return value.to_dict()
    if isinstance(value, Form):
        return value.to_dict()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [spelled_out(item) for item in value]
    if is_dataclass(value):
        return {field.name: spelled_out(getattr(value, field.name)) for field in fields(value)}
    return value
