"""Turns each kind of refusal into one kind of page, once for the whole application."""

from traceback import extract_tb
from typing import Any

import structlog
from flask import Flask, current_app, g, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from grants.domain.errors import NotFound, NotPermitted, RulesBroken, Stale, WrongState
from grants.web.presentation import render_alone
from grants.web.request import UNSIGNED_FIELDS, end_reading
from grants.work import KeyReused, Repeated

log = structlog.get_logger()
PAGES = (400, 403, 404, 409, 413, 429, 500, 503)
EASY_TO_TYPE_AGAIN = 40


def init_errors(app: Flask) -> None:
    """Register the pages for refusals and failures."""
    app.register_error_handler(NotFound, lambda _: page(404))
    app.register_error_handler(NotPermitted, lambda error: page(403, error.message))
    app.register_error_handler(WrongState, lambda error: page(409, error.message))
    app.register_error_handler(Stale, lambda error: page(409, error.message))
    app.register_error_handler(RulesBroken, lambda error: page(409, " ".join(m for _, m in error.problems)))
    app.register_error_handler(KeyReused, lambda error: page(422, error.message))
    app.register_error_handler(Repeated, repeated)
    app.register_error_handler(CSRFError, lambda _: token_gone())
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(PoolTimeout, database_away)
    app.register_error_handler(SecurityError, lambda _: wrong_host())
    app.register_error_handler(HTTPException, lambda error: page(error.code or 500))
    app.register_error_handler(Exception, broken)


SESSION_CHANGED = "Your session changed while this page was open. Go back, reload the page and send it again."


def token_gone() -> Any:
    """The page's token is of a session that is over: what was typed is kept for the same person, where that is safe."""
    keep = current_app.extensions.get("grants_keep_untokened")
    kept = keep() if keep is not None else None
    return kept if kept is not None else page(400, SESSION_CHANGED)


def wrong_host() -> Any:
    """Asked for by a name that is not ours, so no page with links can be made."""
    return "This is not the address of this service.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def repeated(error: Repeated) -> Any:
    """The same form again: go where the first one went."""
    outcome = error.outcome if isinstance(error.outcome, dict) else {}
    return redirect(outcome.get("location", request.path), 303)


def page(code: int, message: str = "") -> Any:
    """The page for a status, with what to do next."""
    end_reading()
    name = code if code in PAGES else (400 if code < 500 else 500)
    shown = {"message": message, "request_id": g.get("request_id", ""), "typed": typed(), "nearest": nearest()}
    return render_template(f"errors/{name}.html", **shown), code


def typed() -> list[str]:
    """The longer things somebody typed on a page of ours and that were not kept, to be copied from the answer."""
    if not g.get("csrf_valid", False):
        return []
    shown = ((name, value.strip()) for name, value in request.form.items(multi=True) if "password" not in name)
    return [value for name, value in shown if name not in UNSIGNED_FIELDS and len(value) > EASY_TO_TYPE_AGAIN]


def nearest() -> str:
    """The page a refused form was on, or else the one above it: where to see how things stand now."""
    adapter = current_app.create_url_adapter(request)
    path = request.path if request.method == "POST" else up(request.path)
    while adapter is not None and path and not adapter.test(path, "GET"):
        path = up(path)
    return path


def up(path: str) -> str:
    return path.rpartition("/")[0]


def database_away(error: Exception) -> Any:
    """The database did not answer in time: say so without asking it anything."""
    end_reading()
    log.error("database_away", error=type(error).__name__)
    return alone(503), 503, {"Retry-After": "10"}


def broken(error: Exception) -> Any:
    """Our own fault: log it under the request's id, and show that id."""
    end_reading()
    log.error("unexpected", request_id=g.get("request_id", "-"), error=type(error).__name__, where=where(error))
    return alone(500), 500


def alone(code: int) -> str:
    return render_alone(f"errors/{code}.html", message="", request_id=g.get("request_id", ""), typed=typed())


def where(error: Exception) -> list[str]:
    """The places an error went through: files and lines only, since its words may hold what somebody typed."""
    return [f"{each.filename}:{each.lineno} {each.name}" for each in extract_tb(error.__traceback__)[-12:]]
