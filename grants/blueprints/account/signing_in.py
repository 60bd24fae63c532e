"""Sign in with e-mail and password, and sign out."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.account.commands.sign_in import sign_in as sign_in_command
from grants.account.commands.sign_out import sign_out as sign_out_command
from grants.account.demo_people import DEMO_PASSWORD, DEMO_PEOPLE
from grants.account.queries import SignInFacts, sign_in_facts
from grants.account.rules import as_typed, wait_words
from grants.blueprints.account.browser import (
    attempt,
    device_token,
    landing,
    remember_device,
    signed_in_on,
    this_device,
    wanted_path,
)
from grants.blueprints.account.door import door
from grants.blueprints.account.forms import SignInForm
from grants.crypto import password_matches
from grants.web.access import access
from grants.web.request import actor, db, end_reading, settings, working
from grants.web.session import drop


@door.get("/sign-in")
@access("public")
def sign_in() -> Any:
    """The sign-in page; somebody who is signed in already goes on."""
    if actor().signed_in:
        return redirect(wanted_path() or landing(), 303)
    if g.half_session is not None:
        return redirect(url_for("account.second_factor", next=wanted_path() or None), 303)
    return sign_in_page(SignInForm(next=wanted_path()))


@door.post("/sign-in")
@access("public")
def send_sign_in() -> Any:
    """Try the e-mail and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return sign_in_page(form)
    email, password = str(form.email.data), as_typed(str(form.password.data))
    trying = attempt("password", email)
    if trying.wait:
        form.email.errors = [WAIT % {"wait": wait_words(trying.wait)}]
        return sign_in_page(form)
    facts = sign_in_facts(db(), email)
    end_reading()
    right = password_matches(facts.password_hash if facts else None, password)
    token = start(facts, attempt_id=trying.id) if facts and right else ""
    if not token:
        form.email.errors = [_("The email address or the password is wrong")]
        return sign_in_page(form)
    return signed_in_on(token, url_for("account.after_sign_in", next=wanted_path() or None))


WAIT = "There have been too many tries. Wait %(wait)s, or set a new password by email"


def start(facts: SignInFacts, *, attempt_id: int | None) -> str:
    """Start the session; the token that goes in the cookie."""
    with working() as work:
        return sign_in_command(
            work,
            facts.account_id,
            password_hash=facts.password_hash or "",
            attempt_id=attempt_id,
            device=this_device(),
            demo=settings().demo,
        )


def is_kept(path: str) -> bool:
    """Whether somebody signs in to get back what they sent after their session had ended."""
    return path.startswith(url_for("account.kept", token=""))


def sign_in_page(form: SignInForm) -> Any:
    """The page, with the demonstration's people when this is one."""
    device_token()
    kept = is_kept(form.next.data or "")
    page = render_template(
        "account/sign_in.html",
        form=form,
        ended=g.get("session_has_ended", False) or kept,
        kept=kept,
        people=DEMO_PEOPLE if settings().demo else (),
        demo_password=DEMO_PASSWORD if settings().demo else "",
        next=form.next.data or "",
    )
    return remember_device((page, 422 if form.errors else 200))


@door.get("/signed-in")
@access("public")
def after_sign_in() -> Any:
    """Go on to where the person was going, or to where they start; staff by way of the second factor."""
    if g.half_session is not None:
        return redirect(url_for("account.second_factor", next=wanted_path() or None), 303)
    if not actor().signed_in:
        return redirect(url_for("account.sign_in", next=wanted_path() or None), 303)
    return redirect(wanted_path() or landing(), 303)


@door.post("/sign-out")
@access("public")
def sign_out() -> Any:
    """End this session, whole or half."""
    session_id = g.web_session_id or (g.half_session.id if g.half_session is not None else None)
    if session_id is not None:
        with working() as work:
            sign_out_command(work, session_id)
    drop()
    flash(_("You are signed out."), "success")
    return redirect(url_for("account.sign_in"), 303)
