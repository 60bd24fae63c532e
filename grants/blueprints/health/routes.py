"""Tells a monitor whether the database, the files, the queue and the tables are right."""

from flask import Blueprint, Response, jsonify

from grants.web.access import access
from grants.web.health import findings

door = Blueprint("health", __name__)


@door.get("/health")
@access("public")
def health() -> tuple[Response, int]:
    """200 when everything is right, 503 with what is not."""
    found = findings()
    return jsonify(found), 200 if all(item["ok"] for item in found.values()) else 503
