"""Remembers, in a signed cookie, that a visitor may apply to a round: an account comes later, the check does not."""

from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from grants import clock

LASTS_SECONDS = 60 * 24 * 60 * 60
MOST_ROUNDS = 5
Passes = dict[str, dict[str, Any]]


def remember_pass(response: Response, *, round_id: int, answers: dict[str, Any], form_digest: str) -> None:
    """Add a passed check to the visitor's cookie; the oldest falls out after a few."""
    passed = {"answers": answers, "form": form_digest, "passed_at": clock.now().isoformat(timespec="seconds")}
    kept = list(_passes().items())[-MOST_ROUNDS + 1 :]
    value = {**{key: each for key, each in kept if key != str(round_id)}, str(round_id): passed}
    response.set_cookie(
        _name(),
        _serializer().dumps(value),
        max_age=LASTS_SECONDS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
        path="/",
    )


def pass_for(round_id: int, form_digest: str | None) -> dict[str, Any] | None:
    """The check this visitor passed for a round, if its questions are still the same."""
    found = _passes().get(str(round_id))
    return found if found is not None and found.get("form") == form_digest else None


def _passes() -> Passes:
    try:
        value = _serializer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return {}
    return value if isinstance(value, dict) else {}


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="eligibility")


def _name() -> str:
    return "__Host-eligible" if current_app.config["SESSION_COOKIE_SECURE"] else "eligible"
