"""What the set-up pages show."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from grants.actor import Actor
from grants.domain.errors import NotFound
from grants.domain.state_words import round_stage
from grants.models import Fund, Invitation, Round
from grants.scope import scoped
from grants.setup.policy import can_approve_invitation, can_invite, can_publish


@dataclass(frozen=True)
class ListedRound:
    """One line of the list of rounds."""

    id: int
    fund: str
    title: str
    route: str
    stage: str
    opens_at: datetime
    closes_at: datetime | None


@dataclass(frozen=True)
class InvitationLine:
    """One organisation asked to apply, and whether this person may agree to it."""

    id: int
    organisation: str
    reference: str
    reason: str
    amount: int | None
    approved_at: datetime | None
    can_approve: bool


@dataclass(frozen=True)
class RoundPage:
    """A round as those who set it up see it."""

    round: Round
    stage: str
    invitations: tuple[InvitationLine, ...]
    by_invitation: bool
    can_publish: bool
    can_invite: bool
    why_not: str


def rounds(session: Session, actor: Actor, *, now: datetime) -> list[ListedRound]:
    """Every round in this person's scope, the newest opening first."""
    found = session.scalars(
        scoped(actor, Round).options(selectinload(Round.fund)).order_by(Round.opens_at.desc(), Round.id)
    )
    return [
        ListedRound(
            id=each.id,
            fund=each.fund.title["en"],
            title=each.title["en"],
            route=each.route,
            stage=round_stage(each.status, each.opens_at, each.closes_at, now),
            opens_at=each.opens_at,
            closes_at=each.closes_at,
        )
        for each in found
    ]


def round_page(session: Session, actor: Actor, round_id: int, *, now: datetime) -> RoundPage:
    """One round with its invitations; NotFound outside this person's scope."""
    found = session.scalars(
        scoped(actor, Round)
        .where(Round.id == round_id)
        .options(selectinload(Round.fund).selectinload(Fund.lots), selectinload(Round.criteria))
    ).one_or_none()
    if found is None:
        raise NotFound("round")
    verdict = can_publish(actor, found, now)
    return RoundPage(
        round=found,
        stage=round_stage(found.status, found.opens_at, found.closes_at, now),
        invitations=tuple(_invitations(session, actor, found)),
        by_invitation=found.route in ("invitation", "direct"),
        can_publish=bool(verdict) and found.status == "draft",
        can_invite=bool(can_invite(actor, found)) and found.status == "published",
        why_not=getattr(verdict, "reason", ""),
    )


def _invitations(session: Session, actor: Actor, round_: Round) -> list[InvitationLine]:
    found = session.scalars(
        select(Invitation)
        .where(Invitation.round_id == round_.id)
        .options(selectinload(Invitation.organisation), selectinload(Invitation.round))
        .order_by(Invitation.id)
    )
    return [
        InvitationLine(
            id=each.id,
            organisation=each.organisation.name,
            reference=each.organisation.reference,
            reason=each.reason,
            amount=each.amount,
            approved_at=each.approved_at,
            can_approve=each.approved_at is None and bool(can_approve_invitation(actor, each)),
        )
        for each in found
    ]
