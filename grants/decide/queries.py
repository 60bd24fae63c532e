"""What the pages of decision list: rounds with their counts, and what is asked of me."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from grants.actor import Actor
from grants.decide.policy import may_approve
from grants.decide.standing import standing
from grants.domain.workflow import Verdict
from grants.models import Application, Fund, Round
from grants.scope import in_scope, scoped
from grants.sight import scoring_open


@dataclass(frozen=True)
class RoundRow:
    """A round with how many of its applications stand where."""

    id: int
    fund: str
    title: str
    financial_year: str
    waiting: int
    recommending: int
    approving: int
    decided: int
    released: int


def all_rounds(session: Session, actor: Actor) -> list[RoundRow]:
    """Every published round of this person's funds, newest first."""
    found = session.execute(
        select(Round.id, Fund.title, Round.title, Round.financial_year)
        .join(Fund)
        .where(in_scope(actor, Round), Round.status != "draft")
        .order_by(Round.opens_at.desc(), Round.id.desc())
    ).all()
    counts: dict[tuple[int, str], int] = {
        (row[0], row[1]): row[2]
        for row in session.execute(
            select(Application.round_id, Application.status, func.count())
            .where(in_scope(actor, Application))
            .group_by(Application.round_id, Application.status)
        )
    }

    def count(round_id: int, *states: str) -> int:
        return sum(counts.get((round_id, state), 0) for state in states)

    return [
        RoundRow(
            id=id_,
            fund=fund["en"],
            title=title["en"],
            financial_year=year,
            waiting=count(id_, "checking", "assessing", "moderating", "panel"),
            recommending=count(id_, "recommending"),
            approving=count(id_, "approving"),
            decided=count(id_, "decided"),
            released=count(id_, "awarded", "declined"),
        )
        for id_, fund, title, year in found
    ]


@dataclass(frozen=True)
class Asked:
    """One recommendation that waits for approval, and whether it is this person's turn."""

    reference: str
    version: int
    organisation: str
    fund: str
    round: str
    requested: int
    recommended: int
    outcome: str
    recommended_at: datetime
    due_on: date | None
    role: str
    source: str
    step: str
    verdict: Verdict


def all_asked(session: Session, actor: Actor) -> list[Asked]:
    """Everything that waits for approval in this person's funds; the verdict says whether for them, or why not."""
    found = session.scalars(
        scoped(actor, Application)
        .where(Application.status == "approving", ~scoring_open(actor))
        .options(*CASE)
        .order_by(Application.status_at, Application.id)
    ).unique()
    return [_asked(session, actor, each) for each in found]


CASE = (
    joinedload(Application.organisation),
    joinedload(Application.fund),
    joinedload(Application.invitation),
    joinedload(Application.round).options(selectinload(Round.delegation), selectinload(Round.criteria)),
)


def _asked(session: Session, actor: Actor, application: Application) -> Asked:
    at = standing(session, application)
    recommendation = at.recommendation
    if recommendation is None:
        raise LookupError("an application in approval has a recommendation")
    return Asked(
        reference=application.reference,
        version=application.version,
        organisation=application.organisation.name,
        fund=application.fund.title["en"],
        round=application.round.title["en"],
        requested=application.requested or 0,
        recommended=recommendation.amount,
        outcome=recommendation.outcome,
        recommended_at=recommendation.recommended_at,
        due_on=application.round.decision_expected_on,
        role=at.next_role,
        source=at.step.source if at.step else "",
        step=f"{len(at.approvals) + 1} of {len(at.roles)}",
        verdict=may_approve(actor, application, at),
    )
