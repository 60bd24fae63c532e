"""Signed-in browsers: the cookie holds a token, the row behind it can be ended from anywhere."""

import secrets
from datetime import datetime, timedelta

from flask import Flask, Request, g, request, session
from flask_login import LoginManager, UserMixin
from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager

from grants import clock
from grants.account.rules import HALF_SIGNED_IN_LASTS, needs_second_factor
from grants.actor import ANONYMOUS, load_actor
from grants.crypto import token_hash
from grants.domain.calendar import to_london
from grants.models import Account, WebSession
from grants.web.request import db, end_reading, house, settings

IDLE_STAFF = timedelta(minutes=30)
IDLE_APPLICANT = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
# The cookie outlives the session, whose row is what counts, so that what is sent after its end is known to be theirs.
COOKIE_LASTS = timedelta(days=7)
TOUCH_EVERY = timedelta(minutes=1)


def init_session(app: Flask, *, secure: bool) -> None:
    """Name the cookie, and find out who is asking before each request."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-grants" if secure else "grants",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=COOKIE_LASTS,
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    app.before_request(recognise)
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(visitor)


class Visitor(UserMixin):
    """The person asking, in the shape Flask-Login's `current_user` has in templates."""

    def __init__(self, name: str) -> None:
        self.name = name


def visitor(_: Request) -> Visitor | None:
    """Flask-Login's view of the session we keep ourselves."""
    person = g.get("actor", ANONYMOUS)
    return Visitor(person.name) if person.signed_in else None


def recognise() -> None:
    """Put the actor behind the cookie in place; an ended, idle or too old session is nobody."""
    g.request_id = secrets.token_hex(8)
    g.actor, g.web_session_id, g.half_session, g.past_account_id = ANONYMOUS, None, None, None
    token = session.get("token")
    if not token or request.endpoint == "static":
        return
    found = session_behind(token)
    now = clock.now()
    g.past_account_id = found.account_id if found is not None else None
    if found is None or not is_live(found, now):
        g.session_has_ended = found is None or found.ended_why != "signed_out"
        return
    if is_half(found):
        g.half_session = found
        return
    g.web_session_id = found.id
    g.actor = load_actor(db(), found.account, today=to_london(now).date(), request_id=g.request_id)
    if now - found.last_seen_at >= TOUCH_EVERY:
        touch(found.id, now)
        g.session_ends_at = ends_at(found, seen=now)
    else:
        g.session_ends_at = ends_at(found, seen=found.last_seen_at)


def session_behind(token: str) -> WebSession | None:
    """The row behind a cookie's token, with its account and person, ended or not."""
    return (
        db()
        .scalars(
            select(WebSession)
            .join(WebSession.account)
            .join(Account.person)
            .options(contains_eager(WebSession.account).contains_eager(Account.person))
            .where(WebSession.token_hash == token_hash(token))
        )
        .one_or_none()
    )


def is_half(row: WebSession) -> bool:
    """Whether the second factor is still missing: such a session opens nothing but the page that asks for it."""
    account = row.account
    needed = needs_second_factor(is_staff=account.is_staff, email=account.email, demo=settings().demo)
    return needed and row.second_factor_at is None


def idle_limit(row: WebSession) -> timedelta:
    """How long a session may go unused."""
    if is_half(row):
        return HALF_SIGNED_IN_LASTS
    return IDLE_STAFF if row.account.is_staff else IDLE_APPLICANT


def ends_at(row: WebSession, *, seen: datetime) -> datetime:
    """When a session last used at `seen` will end by itself."""
    return min(seen + idle_limit(row), row.created_at + LONGEST)


def is_live(row: WebSession, now: datetime) -> bool:
    """Whether a session may still be used: not ended, not idle too long, not too old, the account not disabled."""
    return (
        row.ended_at is None
        and row.account.disabled_at is None
        and row.created_at <= now <= ends_at(row, seen=row.last_seen_at)
    )


def touch(session_id: int, now: datetime) -> None:
    """Note that the session is in use; at most once a minute, so that reading a page hardly ever writes."""
    end_reading()
    with house().database.writing() as writing:
        writing.execute(update(WebSession).where(WebSession.id == session_id).values(last_seen_at=now))
        writing.commit()


def carry(token: str) -> None:
    """Put a new session's token in the cookie. Whatever was in the cookie before is dropped: no fixation."""
    session.clear()
    g.pop("csrf_token", None)  # made for the session before; a page shown now needs one for this session
    session.permanent = True
    session["token"] = token


def drop() -> None:
    """Forget all but the ended session's token: it opens nothing, but tells whose words a page left open holds."""
    token = session.get("token")
    session.clear()
    if token:
        session.permanent = True
        session["token"] = token
