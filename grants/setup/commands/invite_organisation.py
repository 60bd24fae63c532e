"""Invite an organisation to a round that goes by invitation."""

from sqlalchemy import select

from grants.domain.errors import RulesBroken, WrongState
from grants.models import Invitation, Organisation, Round
from grants.setup.policy import can_invite
from grants.work import Work


def invite_organisation(
    work: Work, round_id: int, *, organisation_reference: str, reason: str, amount: int | None
) -> Invitation:
    """An officer or manager, while the round is published. Records `invited` on the fund with the reason.

    A direct award also needs an approver's agreement before the organisation can apply. Refuses without a reason,
    an amount over the round's maximum, or a second invitation.
    """
    round_ = work.load(Round, round_id)
    role = work.may(can_invite(work.actor, round_))
    if round_.route not in ("invitation", "direct"):
        raise WrongState("Anyone who is eligible can apply to this round: nobody needs an invitation.")
    organisation = work.session.scalars(
        select(Organisation).where(Organisation.reference == organisation_reference)
    ).one_or_none()
    problems = _problems(work, round_, organisation=organisation, reason=reason, amount=amount)
    if problems or organisation is None:
        raise RulesBroken(problems)
    invitation = work.add(
        Invitation(
            round_id=round_.id,
            organisation_id=organisation.id,
            reason=reason.strip(),
            amount=amount,
            invited_by=work.actor.person_id,
            invited_at=work.now,
        )
    )
    work.record(
        "invited",
        round_,
        role=role,
        detail={"reason": reason},
        subjects=[("organisation", organisation.id)],
        organisation=organisation.id,
        pence=amount,
    )
    return invitation


def _problems(
    work: Work, round_: Round, *, organisation: Organisation | None, reason: str, amount: int | None
) -> list[tuple[str, str]]:
    problems = []
    if organisation is None:
        problems.append(("organisation", "Enter the reference of an organisation that has registered"))
    elif work.session.scalar(
        select(Invitation.id).where(Invitation.round_id == round_.id, Invitation.organisation_id == organisation.id)
    ):
        problems.append(("organisation", f"{organisation.name} has already been invited"))
    if not reason.strip():
        problems.append(("reason", "Enter the reason for inviting this organisation"))
    most = _most(round_, organisation)
    if amount is not None and most is not None and amount > most:
        problems.append(("amount", "The amount is more than the most this round can award"))
    return problems


def _most(round_: Round, organisation: Organisation | None) -> int | None:
    """The round's maximum, or more where the round names this organisation as its exception."""
    named = [
        each["amount"]
        for each in round_.plan["above_maximum"]
        if organisation and each["organisation"] == organisation.name
    ]
    return max([round_.max_award, *named]) if round_.max_award is not None else None
