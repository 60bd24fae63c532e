"""Staff: who there is, roles by fund and date, confirming them, and the access review."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from grants import clock
from grants.admin import queries
from grants.admin.commands.add_staff import add_staff
from grants.admin.commands.confirm_role import confirm_role
from grants.admin.commands.grant_role import grant_role
from grants.admin.commands.send_password_link import send_password_link
from grants.admin.policy import can_manage, can_manage_person
from grants.blueprints.admin import reasons
from grants.blueprints.admin.door import door, today
from grants.blueprints.admin.forms import ALL_FUNDS, AddStaffForm, GrantRoleForm
from grants.domain.errors import NotFound
from grants.web.access import access
from grants.web.forms import Form
from grants.web.request import actor, db, shown_on, working

__all__ = ["door", "reasons"]


@door.get("/admin")
@access("admin", "auditor")
def people() -> Any:
    """Everyone on the staff, with what they may do; what waits for a second administrator comes first."""
    everyone = queries.staff(db(), actor(), today=today())
    waiting = [(who, each) for who in everyone for each in who.held if each.state == queries.WAITING]
    return render_template("admin/people.html", people=everyone, waiting=waiting, can_manage=bool(can_manage(actor())))


@door.get("/admin/access-review")
@access("admin", "auditor")
def access_review() -> Any:
    """Every open role, with what a reviewer should ask about."""
    lines = queries.access_review(db(), actor(), now=clock.now(), today=today())
    return render_template("admin/access_review.html", lines=lines, today=today())


@door.get("/admin/people/new")
@access("admin")
def new_person() -> Any:
    """Ask who is new."""
    return render_template("admin/new_person.html", form=AddStaffForm())


@door.post("/admin/people/new")
@access("admin")
def add_person() -> Any:
    """Make the account and mail the link."""
    form = AddStaffForm()
    if form.validate_on_submit():
        with shown_on(form), working(form) as work:
            account_id = add_staff(work, name=str(form.name.data), email=str(form.email.data))
            work.outcome = {"location": url_for("admin.person", account_id=account_id)}
        if not form.errors:
            flash(_("The account is made. A link to choose a password is on its way."), "success")
            return redirect(url_for("admin.person", account_id=account_id), 303)
    return render_template("admin/new_person.html", form=form), 422


@door.get("/admin/people/<int:account_id>")
@access("admin", "auditor")
def person(account_id: int) -> Any:
    """One person: their roles, and what an administrator can do."""
    return person_page(account_id, role_form())


def person_page(account_id: int, form: GrantRoleForm) -> Any:
    found = queries.staff(db(), actor(), today=today(), account_id=account_id)
    if not found:
        raise NotFound
    manages = bool(can_manage(actor()))
    body = render_template(
        "admin/person.html",
        who=found[0],
        form=form,
        plain=Form(),
        can_manage=manages and bool(can_manage_person(actor(), found[0].person_id)),
        can_end=manages,
    )
    return body, 422 if form.errors else 200


def role_form() -> GrantRoleForm:
    """The form with the funds there are."""
    form = GrantRoleForm(starts_on=today())
    choices = [(ALL_FUNDS, _("All funds")), *((str(id_), title) for id_, title in queries.funds(db()))]
    form.fund_id.choices = [SelectChoice(value, words) for value, words in choices]
    return form


@door.post("/admin/people/<int:account_id>/roles")
@access("admin")
def give_role(account_id: int) -> Any:
    """Give the role."""
    form = role_form()
    to = url_for("admin.person", account_id=account_id)
    if form.validate_on_submit():
        with shown_on(form), working(form) as work:
            grant_role(
                work,
                account_id,
                role=form.role.data,
                fund_id=form.fund,
                starts_on=form.starts_on.data or today(),
                ends_on=form.ends_on.data,
            )
            work.outcome = {"location": to}
        if not form.errors:
            flash(_("The role is given. If it needs confirming, another administrator has been told."), "success")
            return redirect(to, 303)
    return person_page(account_id, form)


@door.post("/admin/people/<int:account_id>/password-link")
@access("admin")
def password_link(account_id: int) -> Any:
    """Mail a link to choose a password."""
    form = Form()
    form.validate_on_submit()
    to = url_for("admin.person", account_id=account_id)
    with working(form, lands=to) as work:
        send_password_link(work, account_id)
    flash(_("The link is on its way."), "success")
    return redirect(to, 303)


@door.post("/admin/people/<int:account_id>/roles/<int:grant_id>/confirm")
@access("admin")
def confirm(account_id: int, grant_id: int) -> Any:
    """Confirm what another administrator gave."""
    form = Form()
    form.validate_on_submit()
    to = url_for("admin.person", account_id=account_id)
    with working(form, lands=to) as work:
        confirm_role(work, account_id, grant_id=grant_id)
    flash(_("The role is confirmed and held from now on."), "success")
    return redirect(to, 303)
