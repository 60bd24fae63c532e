"""Where an application stands on its way to a decision: who recommended what, who approved, whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, select, type_coerce
from sqlalchemy.orm import Session, joinedload

from grants.decide.rules import Limits, Step, approval_steps, governing_step
from grants.models import Application, Approval, Award, Decision, Recommendation, Round

# What a standing needs of the round, read with the application.
WITH_ROUND = (joinedload(Application.round).joinedload(Round.delegation),)


@dataclass(frozen=True)
class Standing:
    """The live recommendation with the approvals it has, and the roles that must approve it, in order."""

    recommendation: Recommendation | None
    approvals: tuple[Approval, ...]
    step: Step | None
    roles: tuple[str, ...]
    given_before: int

    @property
    def next_role(self) -> str:
        """Whose turn it is; empty when nothing is asked of anybody."""
        given = len(self.approvals)
        return self.roles[given] if self.recommendation is not None and given < len(self.roles) else ""

    @property
    def is_last(self) -> bool:
        return len(self.approvals) + 1 >= len(self.roles)


def standing(session: Session, application: Application) -> Standing:
    """The standing of one application, from the rows as they are now.

    Read once for each version of the application: a command and the policy it meets ask for the same.
    """
    known: dict[tuple[int, int], Standing] = session.info.setdefault("standings", {})
    this = (application.id, application.version)
    if this not in known:
        known[this] = _read_standing(session, application)
    return known[this]


def _read_standing(session: Session, application: Application) -> Standing:
    recommendation, approvals = _recommended(session, application.id)
    given_before = given_to(session, application)
    amount = recommendation.amount if recommendation is not None else 0
    step = governing_step(delegation_of(application.round), amount, given_before if amount else 0)
    limits = limits_of(application)
    above = limits.needs_exception and amount > (limits.most or 0)
    exception_role = exception_of(application).get("approver", "") if above else ""
    return Standing(
        recommendation=recommendation,
        approvals=approvals,
        step=step,
        roles=approval_steps(step, exception_role=exception_role),
        given_before=given_before,
    )


def live_recommendation(session: Session, application_id: int) -> Recommendation | None:
    """The recommendation that counts."""
    return session.scalars(
        select(Recommendation).where(
            Recommendation.application_id == application_id, Recommendation.superseded_at.is_(None)
        )
    ).one_or_none()


def _recommended(session: Session, application_id: int) -> tuple[Recommendation | None, tuple[Approval, ...]]:
    """The recommendation that counts, and the steps of it already approved, in order."""
    approved = and_(Approval.recommendation_id == Recommendation.id, Approval.outcome == "approve")
    rows = session.execute(
        select(Recommendation, Approval)
        .outerjoin(Approval, approved)
        .where(Recommendation.application_id == application_id, Recommendation.superseded_at.is_(None))
        .order_by(Approval.step)
    ).all()
    return (rows[0].Recommendation if rows else None), tuple(row.Approval for row in rows if row.Approval is not None)


def delegation_of(round_: Round) -> tuple[Step, ...]:
    """The round's rows of the scheme of delegation, in order."""
    return tuple(Step(row.up_to, tuple(row.roles), tuple(row.consult), row.source) for row in round_.delegation)


def given_to(session: Session, application: Application) -> int:
    """What else this organisation has, or is about to have, from this fund in this financial year."""
    others = (
        Application.organisation_id == application.organisation_id,
        Application.fund_id == application.fund_id,
        Application.id != application.id,
        Round.financial_year == application.round.financial_year,
    )
    waiting = (
        select(func.coalesce(func.sum(Recommendation.amount), 0))
        .join(Application, Application.id == Recommendation.application_id)
        .join(Round, Round.id == Application.round_id)
        .where(*others, Recommendation.superseded_at.is_(None), Application.status.in_(("recommending", "approving")))
    )
    decided = (
        select(func.coalesce(func.sum(Decision.amount), 0))
        .join(Application, Application.id == Decision.application_id)
        .join(Round, Round.id == Application.round_id)
        .where(*others, Decision.superseded_at.is_(None), Application.status == "decided")
    )
    awarded = (
        select(func.coalesce(func.sum(Award.amount), 0))
        .join(Application, Application.id == Award.application_id)
        .join(Round, Round.id == Application.round_id)
        .where(*others, Award.status != "lapsed")
    )
    return int(session.scalar(select(sum_of(waiting) + sum_of(decided) + sum_of(awarded))) or 0)


def sum_of(statement: Select[Any]) -> ColumnElement[int]:
    """A sum to add to others in one statement; money has no + of its own in SQL."""
    return type_coerce(statement.scalar_subquery(), BigInteger)


def limits_of(application: Application) -> Limits:
    """The least and the most this application may be awarded."""
    return limits_in(
        application.round,
        requested=application.requested,
        invited=application.invitation.amount if application.invitation is not None else None,
        viable=application.viable_minimum,
        exception=exception_of(application),
    )


def limits_in(
    round_: Round, *, requested: int | None, invited: int | None, viable: int | None, exception: Mapping[str, Any]
) -> Limits:
    """The same from single facts."""
    return Limits(
        asked=(requested or 0) if invited is None else min(requested or 0, invited),
        least=round_.min_award,
        most=round_.max_award,
        viable=viable,
        exception=exception.get("amount"),
    )


def exception_of(application: Application) -> dict[str, Any]:
    """The round's named exception to its maximum for this organisation, or nothing."""
    if not application.round.plan.get("above_maximum"):
        return {}
    return exception_for(application.round, application.organisation.name, application.organisation.reference)


def exception_for(round_: Round, name: str, reference: str) -> dict[str, Any]:
    """The same for an organisation of this name and reference."""
    named = (each for each in round_.plan.get("above_maximum") or () if each["organisation"] in (name, reference))
    return dict(next(named, {}))
