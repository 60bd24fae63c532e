"""The blueprint that the pages of this door share, and who may come to them."""

from flask import Blueprint, request

from grants.actor import APPROVERS
from grants.web.forms import NEVER_SHOWN, whole

door = Blueprint("decide", __name__)
READERS = ("officer", "manager", *APPROVERS, "auditor")
DECIDERS = ("manager", *APPROVERS)


def version_of(reference: str) -> int:
    """The version of an item of a batch as the page showed it."""
    return request.form.get(f"version-{reference}", NEVER_SHOWN, type=whole)
