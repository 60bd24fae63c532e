"""What each part in an organisation may do: lead, contributor, signatory, viewer."""

from collections.abc import Sequence
from datetime import datetime

from grants.actor import Actor
from grants.apply import states
from grants.domain.workflow import Allowed, Refused, Transition, Verdict
from grants.models import Application, Organisation
from grants.models.base import Base

TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = ((Application, states.APPLICATION),)
WRITERS = ("lead", "contributor")


def part_in(actor: Actor, organisation_id: int) -> str:
    """The person's part in an organisation, or an empty string."""
    return next((m.role for m in actor.memberships if m.organisation_id == organisation_id), "")


def _one_of(actor: Actor, organisation_id: int, parts: Sequence[str], refusal: str) -> Verdict:
    part = part_in(actor, organisation_id)
    return Allowed(part) if part in parts else Refused(refusal)


def can_start(actor: Actor, organisation: Organisation, now: datetime) -> Verdict:
    """Leads and contributors start applications."""
    return _one_of(actor, organisation.id, WRITERS, "Only the lead or a contributor can start an application.")


def can_edit(actor: Actor, application: Application, now: datetime) -> Verdict:
    """Leads and contributors answer the questions."""
    refusal = "Only the lead or a contributor can change the answers. You can read them."
    return _one_of(actor, application.organisation_id, WRITERS, refusal)


def can_sign(actor: Actor, application: Application, now: datetime) -> Verdict:
    """A signatory signs; a person has one part, so the signatory is never the lead who submits."""
    refusal = "Only a signatory of the organisation can sign the declaration."
    return _one_of(actor, application.organisation_id, ("signatory",), refusal)


def can_submit(actor: Actor, application: Application, now: datetime) -> Verdict:
    """The lead submits, and did not sign."""
    if application.round.signatory_required and application.signed_by == actor.person_id:
        return Refused("You signed the declaration, so somebody else must submit.")
    return _one_of(actor, application.organisation_id, ("lead",), "Only the lead can submit the application.")


def can_withdraw(actor: Actor, application: Application, now: datetime) -> Verdict:
    """The lead withdraws."""
    return _one_of(actor, application.organisation_id, ("lead",), "Only the lead can withdraw the application.")


def can_manage(actor: Actor, organisation: Organisation, now: datetime) -> Verdict:
    """The lead keeps the organisation's details and people."""
    return _one_of(actor, organisation.id, ("lead",), "Only the lead can change the organisation’s details and people.")
