"""What a view asks of its request: the house, one read session, who is asking, and a piece of work."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session
from wtforms import Form

from config import Settings
from grants.actor import ANONYMOUS, Actor
from grants.domain.canonical import sha256_hex
from grants.domain.errors import RulesBroken
from grants.work import House, KeyReused, Work, work_for

UNSIGNED_FIELDS = ("csrf_token", "key")
MINTED = re.compile(r"[ -~]{1,200}")


def init_request(app: Flask, *, house: House, settings: Settings) -> None:
    """Give the app its house and settings, and close the read session after each request."""
    app.extensions["grants_house"] = house
    app.extensions["grants_settings"] = settings
    app.teardown_appcontext(lambda _: end_reading())


def house() -> House:
    """The database and keys this app stands on."""
    return cast(House, current_app.extensions["grants_house"])


def settings() -> Settings:
    """The settings this app started with."""
    return cast(Settings, current_app.extensions["grants_settings"])


def db() -> Session:
    """The one read session of this request. It sees one moment and cannot write."""
    if "reading" not in g:
        g.reading = house().database.reading()
    return cast(Session, g.reading)


def end_reading() -> None:
    """Let the read session go: before a write, and at the end of the request."""
    session = g.pop("reading", None)
    if session is not None:
        session.close()


def actor() -> Actor:
    """The person asking; ANONYMOUS when nobody is signed in."""
    return cast(Actor, g.get("actor", ANONYMOUS))


@contextmanager
def working(form: Any = None, *, by: Actor | None = None, lands: str = "") -> Iterator[Work]:
    """A piece of work for this request. A form with a `key` field makes the request safe to repeat.

    A repeat lands where the first one did: on `lands`, or, where that is known only inside the block, on what it
    sets: `work.outcome = {"location": url}`.
    """
    end_reading()
    with work_for(
        house(),
        by or actor(),
        key=form_key(form),
        body=posted(),
        outcome={"location": lands} if lands else None,
    ) as work:
        yield work


def form_key(form: Any) -> str:
    """The key that came with a form; KeyReused for one that we never minted, since it names no form of ours."""
    field = getattr(form, "key", None)
    key = str(field.data or "") if field is not None else ""
    if key and not MINTED.fullmatch(key):
        raise KeyReused("This form was changed on its way to us. Open the page again before you send it.")
    return key


def posted() -> list[list[Any]]:
    """What was sent, without tokens, in one order: the same form sent twice is the same body."""
    values = [[name, request.form.getlist(name)] for name in sorted(request.form) if name not in UNSIGNED_FIELDS]
    for name in sorted(request.files):
        for file in request.files.getlist(name):
            values.append([name, sha256_hex(file.stream.read())])
            file.stream.seek(0)
    return values


@contextmanager
def shown_on(form: Form, default: str = "form") -> Iterator[None]:
    """Show rules that were broken beside the fields they name; a problem with no such field goes to the top."""
    try:
        yield
    except RulesBroken as broken:
        for name, message in broken.problems:
            field = form._fields.get(name)
            if field is None:
                form.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]
