"""What the request tells of the browser: its address, its kind, and the cookie by which a known device is known."""

from typing import Any

from flask import Response, current_app, g, redirect, request, url_for

from grants.account.commands.begin_attempt import Attempt, begin_attempt
from grants.account.rules import DEVICE_KNOWN_FOR, device_name, local_path
from grants.crypto import new_token
from grants.web.request import actor, settings, working
from grants.web.session import carry


def device_cookie() -> str:
    """The cookie's name; over https browsers hold it to this site alone."""
    return "__Host-grants-device" if settings().secure else "grants-device"


def device_token() -> str:
    """The random word that stands for this browser; a new one if it has none yet."""
    if "device_token" not in g:
        g.device_token = request.cookies.get(device_cookie(), "")[:64] or new_token()
    return str(g.device_token)


def remember_device(response: Any) -> Response:
    """Let the browser keep its word, so that strangers' wrong guesses never hold up the person on it."""
    answer = current_app.make_response(response)
    answer.set_cookie(
        device_cookie(),
        device_token(),
        max_age=DEVICE_KNOWN_FOR,
        secure=settings().secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer


def this_device() -> str:
    """What the list of sessions calls this browser."""
    return device_name(request.user_agent.string)


def attempt(kind: str, email: str) -> Attempt:
    """Begin a try for this address from this browser."""
    with working() as work:
        return begin_attempt(work, kind=kind, email=email, address=request.remote_addr or "", device=device_token())


def wanted_path() -> str:
    """Where the person was going, if that is on this site."""
    return local_path(request.values.get("next", ""))


def signed_in_on(token: str, to: str = "") -> Response:
    """Put the new session in the browser, and go on."""
    carry(token)
    return remember_device(redirect(to or url_for("account.after_sign_in"), 303))


def landing() -> str:
    """Where a person starts: staff at what needs them, applicants at their organisation."""
    endpoint = "home.staff" if actor().is_staff else "apply.home"
    return url_for(endpoint) if endpoint in current_app.view_functions else "/"
