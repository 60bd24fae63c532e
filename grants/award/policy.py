"""May this person release a decision, accept an offer, or say where the money goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import object_session

from grants.actor import Actor
from grants.award import states
from grants.decide.policy import has_interest
from grants.domain.calendar import to_london
from grants.domain.workflow import Allowed, Refused, Transition, Verdict
from grants.models import Acceptance, Application, Award, BankAccount, Letter, Organisation
from grants.models.base import Base

TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = (
    (Application, states.APPLICATION),
    (Award, states.AWARD),
    (BankAccount, states.BANK_ACCOUNT),
)
AUTHORISED = ("lead", "signatory")


def can_release(actor: Actor, application: Application, now: datetime) -> Verdict:
    """A manager or officer of the fund tells applicants what was decided, once it has been."""
    role = actor.holds("manager", "officer", fund_id=application.fund_id)
    if not role:
        return Refused("Only a manager or officer of this fund can release decisions.")
    session = object_session(application)
    if session is not None and has_interest(session, actor, application):
        return Refused("You declared an interest in this organisation, so somebody else must release this.")
    return Allowed(role)


def can_accept(actor: Actor, award: Award, now: datetime) -> Verdict:
    """A lead or signatory of the organisation who has not accepted yet, while the offer stands."""
    if award.organisation_id not in actor.organisations(*AUTHORISED):
        return Refused("Only a lead or a signatory of your organisation can accept a grant.")
    if to_london(now).date() > award.accept_by:
        return Refused("The offer has ended. Ring your grant officer: they can tell you what can be done.")
    letter = offer_letter(award)
    if letter is None:
        return Refused("The letter is still being made. Try again in a few minutes.")
    if actor.person_id in accepted_by(award):
        return Refused("You have already accepted. Now somebody else who may sign must accept too.")
    return Allowed("applicant")


def offer_letter(award: Award) -> Letter | None:
    """The letter that is on offer: the latest that was issued."""
    session = object_session(award)
    if session is None:
        return None
    return session.scalars(
        select(Letter)
        .where(Letter.award_id == award.id, Letter.issued_at.is_not(None))
        .order_by(Letter.number.desc())
        .limit(1)
    ).one_or_none()


def accepted_by(award: Award) -> list[int]:
    """The persons who have accepted what is on offer."""
    session, letter = object_session(award), offer_letter(award)
    if session is None or letter is None:
        return []
    return list(session.scalars(select(Acceptance.accepted_by).where(Acceptance.letter_id == letter.id)))


def can_lapse(actor: Actor, award: Award, now: datetime) -> Verdict:
    """The system's clock, and nobody else, ends an offer after its last day."""
    if not actor.is_system:
        return Refused("An offer ends by itself after its last day.")
    if to_london(now).date() <= award.accept_by:
        return Refused("The offer still stands.")
    return Allowed("system")


def can_propose_bank_account(actor: Actor, thing: BankAccount | Organisation, now: datetime) -> Verdict:
    """A lead or signatory of the organisation."""
    organisation_id = thing.organisation_id if isinstance(thing, BankAccount) else thing.id
    if organisation_id not in actor.organisations(*AUTHORISED):
        return Refused("Only a lead or a signatory of your organisation can give bank details.")
    return Allowed("applicant")


def can_meet_condition(actor: Actor, award: Award, now: datetime) -> Verdict:
    """An officer or manager of the fund, on evidence."""
    role = actor.holds("officer", "manager", fund_id=award.fund_id)
    return Allowed(role) if role else Refused("Only an officer or manager of this fund can do this.")
