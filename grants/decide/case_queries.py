"""One case for those who recommend or approve it: its history, its scores, its checks and the money left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.actor import Actor
from grants.decide.points import points_of
from grants.decide.policy import can_recommend, may_approve
from grants.decide.queries import CASE
from grants.decide.ranking_queries import available_in
from grants.decide.rules import Limits
from grants.decide.standing import Standing, limits_of, standing
from grants.domain.errors import NotFound
from grants.domain.workflow import Verdict
from grants.models import (
    Application,
    Approval,
    Assessment,
    Decision,
    DueDiligenceCheck,
    ModeratedScore,
    Moderation,
    Person,
    Recommendation,
    Score,
)
from grants.scope import scoped
from grants.sight import scoring_open, sight


@dataclass(frozen=True)
class PastStep:
    """Something that was recommended, approved, returned, refused or decided: when, by whom, with which words."""

    at: datetime
    title: str
    who: str
    words: str
    kind: str
    amount: int | None = None


@dataclass(frozen=True)
class ScoredCriterion:
    """One criterion with the points that count and the reasons given for them."""

    key: str
    title: str
    weight: int
    points: str
    reasons: str


@dataclass(frozen=True)
class CheckDone:
    """The latest outcome of one check."""

    title: str
    outcome: str
    evidence: str
    checked_at: datetime


@dataclass(frozen=True)
class DecisionCase:
    """Everything there is to know before recommending or approving one application."""

    application: Application
    standing: Standing
    limits: Limits
    history: tuple[PastStep, ...]
    criteria: tuple[ScoredCriterion, ...]
    checks: tuple[CheckDone, ...]
    available: int
    decision: Decision | None
    may_recommend: Verdict
    may_approve: Verdict
    moderation_reason: str


def decision_case(session: Session, actor: Actor, reference: str, now: datetime) -> DecisionCase:
    """One case for the decision pages. NotFound out of scope, and to whoever's own scores are still open."""
    application = session.scalars(
        scoped(actor, Application).where(Application.reference == reference).options(*CASE)
    ).one_or_none()
    if application is None:
        raise NotFound("application")
    own = session.scalar(select(Application.id).where(Application.id == application.id, scoring_open(actor)))
    if not sight(actor, application, own_assessment_open=own is not None).recommendation:
        raise NotFound("decision")
    at = standing(session, application)
    decision = session.scalars(
        select(Decision).where(Decision.application_id == application.id, Decision.superseded_at.is_(None))
    ).one_or_none()
    reason = session.scalar(
        select(Moderation.reason).where(Moderation.application_id == application.id, Moderation.superseded_at.is_(None))
    )
    return DecisionCase(
        application=application,
        standing=at,
        limits=limits_of(application),
        history=tuple(_history(session, application)),
        criteria=tuple(_criteria(session, application)),
        checks=tuple(_checks(session, application)),
        available=available_in(session, application.round),
        decision=decision,
        may_recommend=can_recommend(actor, application, now),
        may_approve=may_approve(actor, application, at),
        moderation_reason=reason or "",
    )


def _history(session: Session, application: Application) -> list[PastStep]:
    """Every recommendation and every word on it, oldest first."""
    recommended = session.execute(
        select(Recommendation, Person.name)
        .join(Person, Person.id == Recommendation.recommended_by)
        .where(Recommendation.application_id == application.id)
    ).all()
    words = session.execute(
        select(Approval, Person.name)
        .join(Person, Person.id == Approval.approved_by)
        .where(Approval.application_id == application.id)
    ).all()
    past = {"approve": "Approved", "return": "Returned to the manager", "refuse": "Refused"}
    steps = [
        PastStep(
            row.recommended_at,
            "Recommended an award" if row.outcome == "award" else "Recommended a no",
            who,
            row.reason,
            "recommended" if row.superseded_at is None else "superseded",
            row.amount,
        )
        for row, who in recommended
    ]
    steps += [PastStep(row.approved_at, past[row.outcome], who, row.note, row.outcome) for row, who in words]
    return sorted(steps, key=lambda step: step.at)


def _criteria(session: Session, application: Application) -> list[ScoredCriterion]:
    points = points_of(session, [application.id], application.round.criteria).get(application.id, {})
    reasons = _reasons(session, application)
    return [
        ScoredCriterion(
            key=each.key,
            title=each.title["en"],
            weight=each.weight,
            points=f"{float(points[each.key]):g} of {len(each.bands) - 1}" if each.key in points else "",
            reasons=reasons.get(each.id, ""),
        )
        for each in application.round.criteria
    ]


def _reasons(session: Session, application: Application) -> dict[int, str]:
    """The reasons by criterion: those of the agreed scores, or else of every assessor."""
    given: dict[int, list[str]] = {}
    raw = (
        select(Score.criterion_id, Score.reason)
        .join(Assessment)
        .where(Assessment.application_id == application.id, Assessment.status == "submitted")
        .order_by(Assessment.id)
    )
    for criterion_id, reason in session.execute(raw):
        given.setdefault(criterion_id, []).append(reason)
    agreed = (
        select(ModeratedScore.criterion_id, ModeratedScore.reason)
        .join(Moderation)
        .where(Moderation.application_id == application.id, Moderation.superseded_at.is_(None))
    )
    given |= {criterion_id: [reason] for criterion_id, reason in session.execute(agreed) if reason.strip()}
    return {criterion_id: "\n\n".join(dict.fromkeys(reasons)) for criterion_id, reasons in given.items()}


def _checks(session: Session, application: Application) -> list[CheckDone]:
    titles = {each["key"]: _english(each["title"]) for each in application.round.plan.get("checks") or ()}
    rows: Sequence[DueDiligenceCheck] = session.scalars(
        select(DueDiligenceCheck)
        .where(DueDiligenceCheck.application_id == application.id)
        .order_by(DueDiligenceCheck.id)
    ).all()
    latest = {row.kind: row for row in rows}
    return [
        CheckDone(titles.get(kind, kind.replace("_", " ")), row.outcome, row.evidence, row.checked_at)
        for kind, row in latest.items()
    ]


def _english(value: Any) -> str:
    return str(value["en"]) if isinstance(value, dict) else str(value)
