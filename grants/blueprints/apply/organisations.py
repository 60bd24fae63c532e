"""Pages of an organisation: home, details, people."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from grants import clock
from grants.apply.commands.create_organisation import create_organisation
from grants.apply.commands.hand_over_lead import hand_over_lead
from grants.apply.commands.invite_member import invite_member
from grants.apply.commands.remove_member import remove_member
from grants.apply.commands.update_organisation import update_organisation
from grants.apply.funds import form_label
from grants.apply.home import (
    PARTS,
    Member,
    organisation_in_scope,
    people_of,
)
from grants.apply.policy import can_manage
from grants.blueprints.apply.door import allowed, door
from grants.blueprints.apply.forms import InviteForm, LeadForm, OrganisationForm
from grants.domain.errors import NotFound, Stale
from grants.domain.identifiers import phone_shown
from grants.models import Organisation
from grants.questions.reading import ADDRESS
from grants.web.access import access
from grants.web.forms import Form
from grants.web.request import actor, db, shown_on, working

TOLD_ONCE = (
    "name", "legal_form", "charity_number", "company_number", "other_number", "postcode", "email", "phone", "website",
    "purpose",
)  # fmt: skip


@door.route("/organisations/new", methods=["GET", "POST"])
@access("applicant")
def new_organisation() -> Any:
    form = OrganisationForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form) as work:
                made = create_organisation(work, form.typed())
                url = url_for("apply.organisation", reference=made.reference)
                work.outcome = {"location": url}
            flash(_("Your organisation is here. You can now apply, and invite colleagues."), "success")
            return redirect(url, 303)
    return render_template("apply/details.html", form=form, organisation=None), 422 if form.errors else 200


@door.route("/organisations/<reference>/details", methods=["GET", "POST"])
@access("applicant")
def details(reference: str) -> Any:
    one = _managed(reference)
    form = OrganisationForm(data=_stored(one))
    if form.validate_on_submit():
        url = url_for("apply.organisation", reference=reference)
        try:
            with shown_on(form):
                with working(form, lands=url) as work:
                    update_organisation(work, reference, form.version.data or 0, form.typed())
                flash(_("The details are saved."), "success")
                return redirect(url, 303)
        except Stale:
            return _stale_details(form, reference), 409
    else:
        form.seen(one)
    return render_template("apply/details.html", form=form, organisation=one), 422 if form.errors else 200


def _stored(one: Organisation) -> dict[str, str]:
    """The details as the form shows them, where nothing was told an empty box."""
    told = {name: getattr(one, name) for name in TOLD_ONCE}
    parts = {name: one.address.get(name) for name in ADDRESS}
    told["phone"] = phone_shown(told["phone"] or "")
    return {name: value or "" for name, value in {**parts, **told}.items()}


def _stale_details(form: OrganisationForm, reference: str) -> str:
    """Both versions: what was typed stays in its box, what is stored now is beside it. A second press saves."""
    one = _managed(reference)
    form.seen(one)
    for name, now in _stored(one).items():
        if str(form[name].data or "").strip() != now:
            said = _("Somebody changed these details after you opened the page. This now says: %(now)s")
            form[name].errors = [said % {"now": form_label(now) if name == "legal_form" else now or _("nothing")}]
    return render_template("apply/details.html", form=form, organisation=one)


def _managed(reference: str) -> Organisation:
    one = organisation_in_scope(db(), actor(), reference)
    allowed(can_manage(actor(), one, clock.now()))
    return one


@door.get("/organisations/<reference>/people")
@access("applicant")
def people(reference: str) -> Any:
    one = organisation_in_scope(db(), actor(), reference)
    everyone = people_of(db(), actor(), one)
    manages = bool(can_manage(actor(), one, clock.now()))
    return render_template("apply/people.html", organisation=one, people=everyone, parts=PARTS, can_manage=manages)


@door.route("/organisations/<reference>/people/invite", methods=["GET", "POST"])
@access("applicant")
def invite(reference: str) -> Any:
    one = _managed(reference)
    form = InviteForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form) as work:
                invite_member(
                    work, reference, name=form.name.data or "", email=form.email.data or "", role=form.role.data or ""
                )
                url = url_for("apply.people", reference=reference)
                work.outcome = {"location": url}
            flash(_("We have sent an invitation by email. The link in it works once."), "success")
            return redirect(url, 303)
    return render_template("apply/invite.html", form=form, organisation=one), 422 if form.errors else 200


@door.route("/organisations/<reference>/people/<int:membership_id>/remove", methods=["GET", "POST"])
@access("applicant")
def remove_person(reference: str, membership_id: int) -> Any:
    one = _managed(reference)
    member = _member(one, membership_id)
    form = Form()
    if form.validate_on_submit():
        with working(form) as work:
            remove_member(work, reference, membership_id)
            url = url_for("apply.people", reference=reference)
            work.outcome = {"location": url}
        flash(_("%(name)s no longer has access.", name=member.name), "success")
        return redirect(url, 303)
    return render_template("apply/remove.html", form=form, organisation=one, member=member)


def _member(one: Organisation, membership_id: int) -> Member:
    found = next((each for each in people_of(db(), actor(), one) if each.id == membership_id), None)
    if found is None:
        raise NotFound("person")
    return found


@door.route("/organisations/<reference>/lead", methods=["GET", "POST"])
@access("applicant")
def lead(reference: str) -> Any:
    one = _managed(reference)
    joined = [each for each in people_of(db(), actor(), one) if each.joined and each.role != "lead"]
    form = LeadForm()
    form.membership.choices = [SelectChoice(str(each.id), f"{each.name} ({PARTS[each.role]})") for each in joined]
    if form.validate_on_submit():
        with shown_on(form):
            with working(form) as work:
                hand_over_lead(work, reference, int(form.membership.data))
                url = url_for("apply.organisation", reference=reference)
                work.outcome = {"location": url}
            flash(_("The lead has changed. You are now a contributor."), "success")
            return redirect(url, 303)
    return render_template("apply/lead.html", form=form, organisation=one, joined=joined), 422 if form.errors else 200
