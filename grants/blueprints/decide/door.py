"""The blueprint that the pages of this door share, and who may come to them."""

from flask import Blueprint, request

from grants.actor import APPROVERS

door = Blueprint("decide", __name__)
READERS = ("officer", "manager", *APPROVERS, "auditor")
DECIDERS = ("manager", *APPROVERS)


def version_of(reference: str) -> int | None:
    """The version of an item of a batch as the page showed it."""
    value = request.form.get(f"version-{reference}", "")
    return int(value) if value.isdecimal() else None
