"""What an organisation has with us: applications, awards, returns, people, and what each waits for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor
from grants.apply.funds import words
from grants.apply.queries import closes_for
from grants.domain.errors import NotFound
from grants.models import Application, Award, Invitation, Membership, MonitoringReturn, Organisation, Round
from grants.models.application import ENDED_STATES
from grants.scope import scoped

PARTS = {"lead": "Lead", "contributor": "Contributor", "signatory": "Signatory", "viewer": "Viewer"}


@dataclass(frozen=True)
class ApplicationCard:
    """An application as its organisation sees it."""

    reference: str
    fund: str
    title: str
    shown_status: str
    closes_at: datetime | None
    expected_on: date | None
    requested: int | None
    ended: bool
    awarded: bool


@dataclass(frozen=True)
class Member:
    """A person, or an invitation not yet taken up."""

    id: int
    name: str
    email: str
    role: str
    joined: bool
    is_self: bool


@dataclass(frozen=True)
class Invited:
    """A round that this organisation may apply to by invitation."""

    fund_key: str
    fund: str
    round_key: str
    round: str
    closes_at: datetime | None


def organisations_of(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations this person belongs to, by name."""
    return session.scalars(scoped(actor, Organisation).order_by(Organisation.sort_name, Organisation.id)).all()


def organisation_in_scope(session: Session, actor: Actor, reference: str) -> Organisation:
    """One of them, or NotFound."""
    found: Organisation | None = session.scalars(
        scoped(actor, Organisation).where(Organisation.reference == reference)
    ).one_or_none()
    if found is None:
        raise NotFound("organisation")
    return found


def begun_in(session: Session, actor: Actor, round_id: int, organisation_ids: Collection[int]) -> Sequence[Application]:
    """What these organisations have under way in a round that takes one application from each."""
    return session.scalars(
        scoped(actor, Application)
        .join(Round, Round.id == Application.round_id)
        .where(
            Application.round_id == round_id,
            Application.organisation_id.in_(organisation_ids),
            Application.status.not_in(ENDED_STATES),
            Round.one_live_application.is_(True),
        )
        .options(joinedload(Application.organisation))
        .order_by(Application.id)
    ).all()


def applications_of(
    session: Session, actor: Actor, organisation: Organisation, *, language: str = "en"
) -> list[ApplicationCard]:
    """Its applications, the newest first."""
    rows = session.scalars(
        scoped(actor, Application)
        .where(Application.organisation_id == organisation.id)
        .options(joinedload(Application.round), joinedload(Application.fund), joinedload(Application.window))
        .order_by(Application.id.desc())
    )
    return [
        ApplicationCard(
            reference=row.reference,
            fund=words(row.fund.title, language),
            title=row.title or "",
            shown_status=row.shown_status,
            closes_at=closes_for(session, row.round, organisation.id) if row.status == "draft" else None,
            expected_on=expected_on(row),
            requested=row.requested,
            ended=row.shown_status in ENDED_STATES,
            awarded=row.shown_status == "awarded",
        )
        for row in rows
    ]


def expected_on(application: Application) -> date | None:
    """When we said we would decide: of its window in a rolling round, else of the round."""
    window = application.window.decision_expected_on if application.window is not None else None
    return window or application.round.decision_expected_on


def awards_of(session: Session, actor: Actor, organisation: Organisation) -> Sequence[Award]:
    """Its awards, the newest first."""
    return session.scalars(
        scoped(actor, Award)
        .where(Award.organisation_id == organisation.id)
        .options(joinedload(Award.fund), joinedload(Award.application))
        .order_by(Award.id.desc())
    ).all()


def returns_due(session: Session, actor: Actor, organisation: Organisation) -> Sequence[MonitoringReturn]:
    """Returns that still wait for the organisation, the first due first."""
    return session.scalars(
        scoped(actor, MonitoringReturn)
        .join(MonitoringReturn.award)
        .where(Award.organisation_id == organisation.id, MonitoringReturn.status.in_(("due", "queried")))
        .options(joinedload(MonitoringReturn.award))
        .order_by(MonitoringReturn.due_on, MonitoringReturn.id)
    ).all()


def people_of(session: Session, actor: Actor, organisation: Organisation) -> list[Member]:
    """Who takes part and who is invited, the lead first."""
    rows = session.scalars(
        select(Membership)
        .options(joinedload(Membership.person))
        .where(Membership.organisation_id == organisation.id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    people = [
        Member(
            id=membership.id,
            name=membership.person.name if membership.person else membership.invited_name or "",
            email=membership.invited_email or "",
            role=membership.role,
            joined=membership.joined_at is not None,
            is_self=membership.person_id == actor.person_id,
        )
        for membership in rows
    ]
    order = list(PARTS)
    return sorted(people, key=lambda each: (order.index(each.role), each.id))


def invitations_of(session: Session, organisation: Organisation, *, language: str = "en") -> list[Invited]:
    """Rounds this organisation is invited to and has not applied to."""
    applied = select(Application.round_id).where(
        Application.organisation_id == organisation.id, Application.status.not_in(ENDED_STATES)
    )
    rows = session.scalars(
        select(Invitation)
        .join(Invitation.round)
        .options(joinedload(Invitation.round).joinedload(Round.fund))
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.withdrawn_at.is_(None),
            Round.status == "published",
            Round.id.not_in(applied),
            (Round.route == "invitation") | Invitation.approved_at.is_not(None),
        )
        .order_by(Invitation.id)
    )
    return [
        Invited(
            fund_key=row.round.fund.key,
            fund=words(row.round.fund.title, language),
            round_key=row.round.key,
            round=words(row.round.title, language),
            closes_at=row.round.closes_at,
        )
        for row in rows
    ]
