"""An assessor's own pile: what was given to them, what is done, and nothing of anybody else."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor
from grants.domain.errors import NotFound
from grants.models import Application, Assessment, Assignment, Fund, Interest, Organisation, Round
from grants.scope import in_scope, no_interest, scoped
from grants.sight import HIDDEN, identity_shown


@dataclass(frozen=True)
class Piece:
    """One application of the pile. Who applied is HIDDEN in an anonymous round."""

    application_id: int
    reference: str
    organisation: Any
    title: Any
    fund: Any
    round_id: int
    round_title: Any
    due_on: date | None
    application_status: str
    assessment: str
    total: int | None
    declared: bool

    @property
    def is_open(self) -> bool:
        return self.application_status == "assessing" and self.assessment != "submitted"


def pile(session: Session, actor: Actor, *, only_round: int | None = None) -> list[Piece]:
    """Everything given to this person, what is still to do first, in the order it was given. One statement."""
    named = identity_shown(actor)
    own = and_(
        Assessment.application_id == Application.id,
        Assessment.person_id == actor.person_id,
        Assessment.status != "withdrawn",
    )
    declared = exists().where(
        Interest.person_id == actor.person_id,
        Interest.round_id == Application.round_id,
        Interest.declared_at >= Application.submitted_at,
    )
    submitted = case((Assessment.status == "submitted", 1), else_=0)
    wanted = (
        select(
            Application.id,
            Application.reference,
            case((named, Organisation.name), else_=None),
            case((named, Application.title), else_=None),
            Fund.title,
            Round.id,
            Round.title,
            Round.decision_expected_on,
            Application.status,
            func.coalesce(Assessment.status, ""),
            Assessment.total,
            declared,
            named,
        )
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Round, Round.id == Application.round_id)
        .join(Fund, Fund.id == Application.fund_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Assessment, own)
        .where(
            Assignment.person_id == actor.person_id,
            Assignment.ended_at.is_(None),
            no_interest(actor),
            in_scope(actor, Application),
        )
        .order_by(submitted, Round.closes_at, Assignment.id)
    )
    if only_round is not None:
        wanted = wanted.where(Application.round_id == only_round)
    return [_piece(row) for row in session.execute(wanted)]


def _piece(row: Any) -> Piece:
    *facts, named = row
    piece = Piece(*facts)
    return piece if named else replace(piece, organisation=HIDDEN, title=HIDDEN)


def given_application(session: Session, actor: Actor, reference: str) -> Application:
    """The application, if it was given to this person to score; NotFound otherwise."""
    given = exists().where(
        Assignment.application_id == Application.id,
        Assignment.person_id == actor.person_id,
        Assignment.ended_at.is_(None),
    )
    found: Application | None = (
        session.scalars(
            scoped(actor, Application)
            .where(Application.reference == reference, given)
            .options(
                joinedload(Application.round).options(joinedload(Round.fund), joinedload(Round.criteria)),
                joinedload(Application.organisation),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return found
