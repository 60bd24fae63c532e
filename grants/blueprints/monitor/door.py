"""The blueprint that the pages of monitoring hang on."""

from flask import Blueprint

from grants.domain.errors import NotPermitted
from grants.domain.workflow import Refused, Verdict
from grants.web.uploads import room_for_uploads

door = Blueprint("monitor", __name__)
room_for_uploads(door, "evidence")


def allowed(verdict: Verdict) -> None:
    """A page that only shows a form refuses as its command would."""
    if isinstance(verdict, Refused):
        raise NotPermitted(verdict.reason)
