"""A person's own account: where they are signed in, their password, their second factor; and staying signed in."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants import clock
from grants.account.commands.change_password import change_password as change_command
from grants.account.commands.end_other_sessions import end_other_sessions
from grants.account.commands.end_session import end_session
from grants.account.commands.renew_recovery_codes import renew_recovery_codes
from grants.account.commands.replace_second_factor import replace_second_factor
from grants.account.queries import open_sessions, unused_codes
from grants.account.rules import SHORTEST_APPLICANT, SHORTEST_STAFF, as_typed, wait_words
from grants.blueprints.account.browser import attempt, landing, signed_in_on, this_device, wanted_path
from grants.blueprints.account.door import door
from grants.blueprints.account.forms import ChangePasswordForm, CodeForm
from grants.crypto import hash_password, password_matches
from grants.models import Account
from grants.web.access import access
from grants.web.forms import Form
from grants.web.request import actor, db, end_reading, shown_on, working
from grants.web.session import LONGEST, touch

WARN_SECONDS = 120


@door.app_context_processor
def session_limits() -> dict[str, Any]:
    """When the session will end if nothing is done, for the warning on every page."""
    if not actor().signed_in or "session_ends_at" not in g:
        return {}
    left = max(1, int((g.session_ends_at - clock.now()).total_seconds()))
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    limits = {
        "idle_seconds": left,
        "warn_seconds": min(WARN_SECONDS, left),
        "extend_url": url_for("account.stay"),
        "ended_url": url_for("account.sign_in", next=back),
    }
    return {"session_limits": limits}


@door.post("/account/stay")
@access("signed_in")
def stay() -> Any:
    """Stay signed in: the script of the warning asks for nothing back; without it, back to where the person was."""
    touch(g.web_session_id, clock.now())
    if "text/html" in request.headers.get("Accept", ""):
        return redirect(wanted_path() or landing(), 303)
    return "", 204, {"Content-Type": "text/plain"}


@door.get("/account")
@access("signed_in")
def own() -> Any:
    """Who I am here, where I am signed in, and what I can change."""
    account = db().get_one(Account, actor().account_id)
    return render_template(
        "account/own.html",
        account=account,
        person=actor(),
        sessions=open_sessions(db(), account.id, this_one=g.web_session_id, since=clock.now() - LONGEST),
        has_app=account.totp_sealed is not None,
        codes_left=unused_codes(db(), account.id),
        form=Form(),
    )


@door.post("/account/sessions/<int:session_id>/end")
@access("signed_in")
def end_one(session_id: int) -> Any:
    """Sign out one other browser."""
    with working() as work:
        end_session(work, session_id)
    flash(_("That session is ended."), "success")
    return redirect(url_for("account.own"), 303)


@door.post("/account/sessions/end-others")
@access("signed_in")
def end_others() -> Any:
    """Sign out everywhere else."""
    with working() as work:
        end_other_sessions(work, g.web_session_id)
    flash(_("You are signed out everywhere else."), "success")
    return redirect(url_for("account.own"), 303)


@door.get("/account/password")
@access("signed_in")
def password() -> Any:
    """Ask for the new password."""
    return password_page(ChangePasswordForm())


@door.post("/account/password")
@access("signed_in")
def change_password() -> Any:
    """Change it; the person stays signed in here and nowhere else."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return password_page(form)
    trying = attempt("password", actor().email)
    current = db().get_one(Account, actor().account_id).password_hash
    end_reading()
    if trying.wait:
        form.current_password.errors = [f"There have been too many tries. Wait {wait_words(trying.wait)}"]
    elif not password_matches(current, as_typed(str(form.current_password.data))):
        form.current_password.errors = [_("The current password is wrong")]
    if form.errors:
        return password_page(form)
    chosen = as_typed(str(form.password.data))
    hashed, token = hash_password(chosen), ""
    with shown_on(form), working() as work:
        token = change_command(
            work,
            current_hash=current or "",
            password=chosen,
            password_hash=hashed,
            attempt_id=trying.id,
            device=this_device(),
        )
    if not token:
        return password_page(form)
    flash(_("Your password is changed. You are signed out everywhere else."), "success")
    return signed_in_on(token, url_for("account.own"))


def password_page(form: ChangePasswordForm) -> Any:
    shortest = SHORTEST_STAFF if actor().is_staff else SHORTEST_APPLICANT
    body = render_template("account/password.html", form=form, email=actor().email, shortest=shortest)
    return body, 422 if form.errors else 200


@door.get("/account/codes")
@access("staff")
def codes() -> Any:
    """Ask for a code before new recovery codes are given."""
    return with_code_page("codes", CodeForm())


@door.post("/account/codes")
@access("staff")
def renew_codes() -> Any:
    """Give new recovery codes, shown once."""
    form, fresh = CodeForm(), list[str]()
    if code_may_be_tried(form):
        with shown_on(form), working() as work:
            fresh = renew_recovery_codes(work, code=str(form.code.data))
    if not fresh:
        return with_code_page("codes", form)
    return render_template("account/recovery_codes.html", codes=fresh, to=url_for("account.own"))


@door.get("/account/new-app")
@access("staff")
def new_app() -> Any:
    """Ask for a code before the app is replaced."""
    return with_code_page("new_app", CodeForm())


@door.post("/account/new-app")
@access("staff")
def replace_app() -> Any:
    """Take the old app away and go on to set up another."""
    form, token = CodeForm(), ""
    if code_may_be_tried(form):
        with shown_on(form), working() as work:
            token = replace_second_factor(work, code=str(form.code.data), device=this_device())
    return signed_in_on(token, url_for("account.set_up")) if token else with_code_page("new_app", form)


def code_may_be_tried(form: CodeForm) -> bool:
    """Whether the form is complete and no wait is due."""
    if not form.validate_on_submit():
        return False
    trying = attempt("code", actor().email)
    if trying.wait:
        form.code.errors = [f"There have been too many tries. Wait {wait_words(trying.wait)}"]
    return not trying.wait


def with_code_page(what: str, form: CodeForm) -> Any:
    return render_template(f"account/{what}.html", form=form), 422 if form.errors else 200
