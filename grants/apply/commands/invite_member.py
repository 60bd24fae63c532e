"""Ask a colleague to take part."""

from sqlalchemy import select

from grants.account.steps import send_link
from grants.apply.policy import can_manage
from grants.apply.rules import is_placeholder
from grants.domain.errors import RulesBroken
from grants.domain.identifiers import email as read_email
from grants.domain.text import clean, is_lure
from grants.models import Account, Membership, Organisation
from grants.work import Work

LONGEST_PERSON = 100
PARTS = ("contributor", "signatory", "viewer")


def invite_member(work: Work, reference: str, *, name: str, email: str, role: str) -> Membership:
    """The lead, at any time. Writes an open invitation and mails a link that works once.

    Records `invite_member`. Refuses an address that is invited or a member already, and one of council staff.
    """
    organisation = work.load(Organisation, reference)
    work.freshen()
    part = work.may(can_manage(work.actor, organisation, work.now))
    address, problems = _checked(name, email, role)
    problems += _taken(work, organisation, address) if address else []
    if problems:
        raise RulesBroken(problems)
    membership = work.add(
        Membership(
            organisation_id=organisation.id,
            role=role,
            invited_name=" ".join(clean(name).split()),
            invited_email=address,
            invited_by=work.actor.person_id,
            created_at=work.now,
        )
    )
    send_link(work, purpose="join", email=address, membership=membership)
    work.record("invite_member", organisation, role=part, membership=membership.id, part=role)
    return membership


def _checked(name: str, email: str, role: str) -> tuple[str, list[tuple[str, str]]]:
    problems = []
    if not name.strip() or is_placeholder(name):
        problems.append(("name", "Enter your colleague’s name"))
    elif len(name) > LONGEST_PERSON or is_lure(name):
        problems.append(("name", f"Enter a name of {LONGEST_PERSON} characters or fewer, with no web address in it"))
    if role not in PARTS:
        problems.append(("role", "Select what your colleague will do"))
    try:
        return read_email(email), problems
    except ValueError as error:
        return "", [*problems, ("email", str(error) if email.strip() else "Enter your colleague’s email address")]


def _taken(work: Work, organisation: Organisation, address: str) -> list[tuple[str, str]]:
    live = select(Membership.id).where(Membership.organisation_id == organisation.id, Membership.ended_at.is_(None))
    if work.session.scalar(live.where(Membership.person_id.is_(None), Membership.invited_email == address)) is not None:
        return [("email", "You have already invited this person. Their link is in their email")]
    member = live.join(Account, Account.person_id == Membership.person_id).where(Account.email_folded == address)
    if work.session.scalar(member) is not None:
        return [("email", "This person already belongs to your organisation")]
    return []
