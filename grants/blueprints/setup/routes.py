"""Funds and rounds as those who set them up see them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.blueprints.setup.forms import ApproveInvitationForm, InvitationForm, PublishForm
from grants.domain.money import parse_pounds
from grants.setup.commands.approve_invitation import approve_invitation
from grants.setup.commands.invite_organisation import invite_organisation
from grants.setup.commands.publish_round import publish_round
from grants.setup.queries import round_page, rounds
from grants.web.access import access
from grants.web.request import actor, db, shown_on, working
from grants.web.states import round_tag

door = Blueprint("setup", __name__, url_prefix="/setup")
SETTERS = ("officer", "manager", "head_of_service", "director", "cabinet_member", "auditor", "admin")


@door.get("/rounds")
@access(*SETTERS)
def list_rounds() -> Any:
    """Every round of the funds this person works on."""
    return render_template("setup/list_rounds.html", rounds=rounds(db(), actor(), now=clock.now()), tag_of=round_tag)


@door.get("/rounds/<int:round_id>")
@access(*SETTERS)
def show_round(round_id: int) -> Any:
    """One round: what it pins, whether it can be published, who was invited."""
    return _page(round_id, InvitationForm())


def _page(round_id: int, form: InvitationForm) -> Any:
    page = round_page(db(), actor(), round_id, now=clock.now())
    publish = PublishForm(formdata=None).seen(page.round)
    body = render_template(
        "setup/show_round.html",
        page=page,
        tag=round_tag(page.stage),
        form=form,
        publish=publish,
        agree=ApproveInvitationForm(formdata=None),
    )
    return body, 422 if form.errors else 200


@door.post("/rounds/<int:round_id>/publish")
@access("manager")
def publish(round_id: int) -> Any:
    """Publish the round."""
    form = PublishForm()
    here = url_for("setup.show_round", round_id=round_id)
    if form.validate_on_submit():
        with working(form, lands=here) as work:
            publish_round(work, round_id, form.version.data)
        flash(_("The round is published. People can see it now."), "success")
    return redirect(here, 303)


@door.post("/rounds/<int:round_id>/invitations")
@access("officer", "manager")
def invite(round_id: int) -> Any:
    """Invite one organisation."""
    form = InvitationForm()
    if form.validate_on_submit():
        with shown_on(form):
            try:
                amount = parse_pounds(form.amount.data) if form.amount.data else None
            except ValueError as wrong:
                form.amount.errors = [str(wrong)]
                return _page(round_id, form)
            here = url_for("setup.show_round", round_id=round_id)
            with working(form, lands=here) as work:
                reference = (form.organisation.data or "").strip().upper()
                reason = form.reason.data or ""
                invite_organisation(work, round_id, organisation_reference=reference, reason=reason, amount=amount)
            flash(_("Invitation recorded. An approver must agree to it before they can apply."), "success")
            return redirect(here, 303)
    return _page(round_id, form)


@door.post("/rounds/<int:round_id>/invitations/<int:invitation_id>/agree")
@access("head_of_service", "director", "cabinet_member")
def agree(round_id: int, invitation_id: int) -> Any:
    """Agree to an invitation."""
    form = ApproveInvitationForm()
    here = url_for("setup.show_round", round_id=round_id)
    if form.validate_on_submit():
        with working(form, lands=here) as work:
            approve_invitation(work, round_id, invitation_id)
        flash(_("Agreed. The organisation has been told that it can apply."), "success")
    return redirect(here, 303)
