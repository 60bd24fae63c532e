"""Who may come to each address. A view that does not say so keeps the application from starting."""

import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, redirect, request, url_for

from grants.models.people import ROLES
from grants.web.request import actor

View = TypeVar("View", bound=Callable[..., Any])
WORDS = ("public", "signed_in", "applicant", "staff")
# Flask's own static view serves files that hold nothing about anybody.
OPEN_ENDPOINTS = ("static",)
LARGEST_NUMBER = 2**63 - 1


class UndeclaredAccess(Exception):
    """A view without @access, or with a word nobody knows. The application does not start."""


def access(*who: str) -> Callable[[View], View]:
    """Declare who may come: "public", "signed_in", "applicant" (an outside account), "staff", or staff roles."""
    unknown = [word for word in who if word not in (*WORDS, *ROLES)]
    if unknown or not who:
        raise UndeclaredAccess(f"@access does not know {unknown or 'an empty list'}")

    def declare(view: View) -> View:
        view.__dict__["access"] = who
        return view

    return declare


def declared_access(app: Flask) -> dict[str, tuple[str, ...]]:
    """What every endpoint declares; raises UndeclaredAccess naming those that declare nothing."""
    missing = [e for e, view in app.view_functions.items() if e not in OPEN_ENDPOINTS and not hasattr(view, "access")]
    if missing:
        raise UndeclaredAccess(f"these views do not declare who may come: {', '.join(sorted(missing))}")
    return {e: getattr(view, "access", ("public",)) for e, view in app.view_functions.items()}


def init_access(app: Flask) -> None:
    """Check every declaration now, and every request from now on."""
    app.extensions["grants_access"] = declared_access(app)
    app.before_request(refuse_unwritable)
    app.before_request(refuse_strangers)


def refuse_unwritable() -> None:
    """An address with control characters or a number too large for any column names nothing that is stored (404)."""
    if not all(could_be_stored(value) for value in (request.view_args or {}).values()):
        abort(404)


def could_be_stored(value: Any) -> bool:
    """Whether a part of an address could be the name or the number of anything."""
    if isinstance(value, int):
        return value <= LARGEST_NUMBER
    return not any(unicodedata.category(symbol) == "Cc" for symbol in str(value))


def refuse_strangers() -> Response | None:
    """Send people who are not signed in to sign in; refuse those without the role."""
    who = current_app.extensions["grants_access"].get(request.endpoint, ("public",))
    if "public" in who:
        return None
    if not actor().signed_in:
        if request.method == "POST":
            return kept_for_sign_in()
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), 303)  # type: ignore[return-value]
    if not may_come(who):
        abort(403)
    return None


def may_come(who: tuple[str, ...]) -> bool:
    """Whether the person now signed in is one of those."""
    person = actor()
    return (
        "signed_in" in who
        or ("applicant" in who and not person.is_staff)
        or ("staff" in who and person.is_staff)
        or bool(person.holds(*who))
    )


def kept_for_sign_in() -> Response:
    """Keep what was typed by somebody whose session has ended, then ask them to sign in."""
    keep = current_app.extensions.get("grants_keep_post")
    if keep is None:
        return redirect(url_for("account.sign_in", next=request.path), 303)  # type: ignore[return-value]
    response: Response = keep()
    return response
