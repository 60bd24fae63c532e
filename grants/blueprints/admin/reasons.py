"""What an administrator does to an account or a role for a reason they give: end, disable, enable, reset."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for

from grants.admin import queries
from grants.admin.commands.disable_account import disable_account
from grants.admin.commands.enable_account import enable_account
from grants.admin.commands.end_role import end_role
from grants.admin.commands.reset_second_factor import reset_second_factor
from grants.blueprints.admin.door import door, today
from grants.blueprints.admin.forms import ReasonForm
from grants.domain.errors import NotFound
from grants.web.access import access
from grants.web.request import actor, db, shown_on, working


@dataclass(frozen=True)
class Step:
    """Something done to an account for a reason: its words and its command."""

    title: str
    says: str
    button: str
    done: str
    command: Callable[..., None]


STEPS = {
    "disable": Step(
        "Disable the account",
        "Every session ends and nobody can sign in to it. What the person did stays on the record.",
        "Disable the account",
        "The account is disabled.",
        disable_account,
    ),
    "enable": Step(
        "Enable the account",
        "The person can sign in again and holds the roles that are still open.",
        "Enable the account",
        "The account is enabled.",
        enable_account,
    ),
    "reset-second-factor": Step(
        "Reset the second factor",
        "Make sure first who asks, in person or on a number you know. They set up a new app when they next sign in.",
        "Reset the second factor",
        "The second factor is reset.",
        reset_second_factor,
    ),
}


@door.get("/admin/people/<int:account_id>/<any(disable, enable, 'reset-second-factor'):step>")
@access("admin")
def ask_reason(account_id: int, step: str) -> Any:
    """Ask why."""
    return reason_page(account_id, STEPS[step], ReasonForm())


@door.post("/admin/people/<int:account_id>/<any(disable, enable, 'reset-second-factor'):step>")
@access("admin")
def do_step(account_id: int, step: str) -> Any:
    """Do it."""
    return done_with_reason(account_id, STEPS[step])


END = Step(
    "End the role",
    "The person can’t do what the role allows from their next click on.",
    "End the role",
    "The role is ended.",
    end_role,
)


@door.get("/admin/people/<int:account_id>/roles/<int:grant_id>/end")
@access("admin")
def ask_end_role(account_id: int, grant_id: int) -> Any:
    """Ask why the role ends."""
    return reason_page(account_id, END, ReasonForm(), grant_id=grant_id)


@door.post("/admin/people/<int:account_id>/roles/<int:grant_id>/end")
@access("admin")
def end(account_id: int, grant_id: int) -> Any:
    """End it."""
    return done_with_reason(account_id, END, grant_id=grant_id)


def done_with_reason(account_id: int, step: Step, **subject: int) -> Any:
    """Do a step with its reason, or show its page again."""
    form = ReasonForm()
    to = url_for("admin.person", account_id=account_id)
    if form.validate_on_submit():
        with shown_on(form), working(form) as work:
            step.command(work, account_id, reason=str(form.reason.data), **subject)
            work.outcome = {"location": to}
        if not form.errors:
            flash(step.done, "success")
            return redirect(to, 303)
    return reason_page(account_id, step, form, **subject)


def reason_page(account_id: int, step: Step, form: ReasonForm, grant_id: int | None = None) -> Any:
    found = queries.staff(db(), actor(), today=today(), account_id=account_id)
    if not found or (grant_id is not None and queries.open_grant_of(found[0], grant_id) is None):
        raise NotFound
    return render_template("admin/reason.html", who=found[0], step=step, form=form), 422 if form.errors else 200
