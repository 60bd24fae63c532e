"""The door itself, and what all its pages share."""

from flask import Blueprint
from flask_babel import get_locale

from grants.domain.errors import NotPermitted
from grants.domain.workflow import Refused, Verdict
from grants.web.uploads import room_for_uploads

door = Blueprint("apply", __name__)
room_for_uploads(door, "files")


def language() -> str:
    """The language this reader has chosen."""
    return str(get_locale() or "en")


def allowed(verdict: Verdict) -> None:
    """A page that only shows a form refuses as its command would."""
    if isinstance(verdict, Refused):
        raise NotPermitted(verdict.reason)
