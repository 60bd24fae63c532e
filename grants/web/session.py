"""Signed-in browsers: the cookie holds a token, the row behind it can be ended from anywhere."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, g, request, session
from flask_login import LoginManager, UserMixin
from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import joinedload

from grants import clock
from grants.account.rules import HALF_SIGNED_IN_LASTS, needs_second_factor
from grants.actor import ANONYMOUS, Actor, HeldMembership, HeldRole, membership_stands, role_stands
from grants.crypto import token_hash
from grants.domain.calendar import to_london
from grants.models import Account, Membership, Person, RoleGrant, WebSession
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
    now = clock.now()
    rows = session_behind(token, now)
    found = rows[0] if rows else None
    g.past_account_id = found.account_id if found is not None else None
    if found is None or not is_live(found, now):
        g.session_has_ended = found is None or found.ended_why != "signed_out"
        return
    if is_half(found):
        # With the account, which the pages of the second factor still ask after a write has ended the reading.
        g.half_session = db().get_one(WebSession, found.id, options=[joinedload(WebSession.account)])
        return
    g.web_session_id = found.id
    g.actor = actor_of(rows)
    if now - found.last_seen_at >= TOUCH_EVERY:
        touch(found.id, now)
        g.session_ends_at = ends_at(found, seen=now)
    else:
        g.session_ends_at = ends_at(found, seen=found.last_seen_at)


# A session with its account, its person and what they hold: one statement, since every request begins with it.
_SEEN = (
    select(
        WebSession.id,
        WebSession.account_id,
        WebSession.created_at,
        WebSession.last_seen_at,
        WebSession.second_factor_at,
        WebSession.ended_at,
        WebSession.ended_why,
        Account.email,
        Account.is_staff,
        Account.disabled_at,
        Person.id.label("person_id"),
        Person.name,
        RoleGrant.role,
        RoleGrant.fund_id,
        Membership.id.label("membership_id"),
        Membership.organisation_id,
        Membership.role.label("part"),
    )
    .join(WebSession.account)
    .join(Account.person)
    .outerjoin(RoleGrant, and_(Account.is_staff, RoleGrant.person_id == Person.id, role_stands(bindparam("today"))))
    .outerjoin(Membership, and_(~Account.is_staff, Membership.person_id == Person.id, membership_stands()))
    .where(WebSession.token_hash == bindparam("token_hash"))
    .order_by(Membership.id)
)


def session_behind(token: str, now: datetime) -> list[Any]:
    """The row behind a cookie's token, ended or not, once for each role or part the person holds today."""
    asked = {"token_hash": token_hash(token), "today": to_london(now).date()}
    return list(db().execute(_SEEN, asked))


def actor_of(rows: list[Any]) -> Actor:
    """The person of a session's rows, with what they hold."""
    row = rows[0]
    return Actor(
        person_id=row.person_id,
        name=row.name,
        account_id=row.account_id,
        email=row.email,
        is_staff=row.is_staff,
        roles=tuple(HeldRole(each.role, each.fund_id) for each in rows if each.role),
        memberships=tuple(
            HeldMembership(each.membership_id, each.organisation_id, each.part) for each in rows if each.membership_id
        ),
        request_id=g.request_id,
    )


def is_half(row: Any) -> bool:
    """Whether the second factor is still missing: such a session opens nothing but the page that asks for it."""
    needed = needs_second_factor(is_staff=row.is_staff, email=row.email, demo=settings().demo)
    return needed and row.second_factor_at is None


def idle_limit(row: Any) -> timedelta:
    """How long a session may go unused."""
    if is_half(row):
        return HALF_SIGNED_IN_LASTS
    return IDLE_STAFF if row.is_staff else IDLE_APPLICANT


def ends_at(row: Any, *, seen: datetime) -> datetime:
    """When a session last used at `seen` will end by itself."""
    begun: datetime = row.created_at
    return min(seen + idle_limit(row), begun + LONGEST)


def is_live(row: Any, now: datetime) -> bool:
    """Whether a session may still be used: not ended, not idle too long, not too old, the account not disabled."""
    return (
        row.ended_at is None
        and row.disabled_at is None
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
