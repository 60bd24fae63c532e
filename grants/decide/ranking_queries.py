"""The ranked list of a round with its budget line, from rows this person may see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from grants.actor import Actor
from grants.decide.ranked import Group, RankedRow, Ranking
from grants.decide.rules import cut_line, part_of, rank_key
from grants.decide.standing import limits_of
from grants.domain.errors import NotFound
from grants.models import (
    Allocation,
    Application,
    Assessment,
    Criterion,
    Decision,
    ModeratedScore,
    Moderation,
    Recommendation,
    Round,
    Score,
    Source,
)
from grants.scope import in_scope, scoped
from grants.sight import scores_shown

RANKED = ("recommending", "approving", "decided", "awarded", "declined")
BEFORE = ("checking", "assessing", "moderating", "panel")


def ranking(session: Session, actor: Actor, round_id: int, what_if: Mapping[str, int]) -> Ranking:
    """The round's applications from the best, cut at the budget; `what_if` puts other budgets in their place."""
    round_ = session.scalars(
        scoped(actor, Round)
        .where(Round.id == round_id, Round.status != "draft")
        .options(joinedload(Round.fund), selectinload(Round.criteria))
    ).one_or_none()
    if round_ is None:
        raise NotFound("round")
    plan = round_.plan
    tie_break = tuple((plan.get("scoring") or {}).get("tie_break") or ())
    ranked = _in_order(session, _applications(session, actor, round_), tie_break)
    sums = _sums(session, round_)
    lots = plan.get("lot_budgets") or []
    if lots:
        groups = [_lot_group(round_, each, ranked, sums, what_if) for each in lots]
    else:
        groups = [_whole_group(session, round_, ranked, sums, what_if)]
    return Ranking(
        round=round_,
        scored="assess" in round_.stages,
        groups=tuple(groups),
        waiting=_waiting(session, actor, round_),
        what_if=bool(what_if),
        pass_mark=_pass_mark(round_),
        tie_break=tuple(c.title["en"] for key in tie_break for c in round_.criteria if c.key == key),
    )


def _applications(session: Session, actor: Actor, round_: Round) -> list[Application]:
    return list(
        session.scalars(
            scoped(actor, Application)
            .where(Application.round_id == round_.id, Application.status.in_(RANKED), scores_shown(actor))
            .options(
                joinedload(Application.organisation),
                joinedload(Application.lot),
                joinedload(Application.invitation),
                joinedload(Application.round),
            )
        )
    )


def _in_order(session: Session, found: Sequence[Application], tie_break: Sequence[str]) -> list[Application]:
    points = points_of(session, [each.id for each in found]) if tie_break else {}
    return sorted(found, key=lambda each: rank_key(each.rank_score, points.get(each.id, {}), tie_break, each.id))


def points_of(session: Session, application_ids: Sequence[int]) -> dict[int, dict[str, Fraction]]:
    """Each application's points by criterion: the agreed ones, or the assessors' average."""
    points: dict[int, dict[str, Fraction]] = defaultdict(dict)
    averages = (
        select(Assessment.application_id, Criterion.key, func.sum(Score.points), func.count(Score.points))
        .join(Score, Score.assessment_id == Assessment.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Assessment.application_id.in_(application_ids), Assessment.status == "submitted")
        .group_by(Assessment.application_id, Criterion.key)
    )
    for application_id, key, total, count in session.execute(averages):
        points[application_id][key] = Fraction(int(total or 0), int(count or 1))
    agreed = (
        select(Moderation.application_id, Criterion.key, ModeratedScore.points)
        .join(ModeratedScore, ModeratedScore.moderation_id == Moderation.id)
        .join(Criterion, Criterion.id == ModeratedScore.criterion_id)
        .where(Moderation.application_id.in_(application_ids), Moderation.superseded_at.is_(None))
    )
    for application_id, key, value in session.execute(agreed):
        points[application_id][key] = Fraction(value)
    return points


def _sums(session: Session, round_: Round) -> dict[int, int]:
    """What each application was recommended, or decided, by its id."""
    of_round = select(Application.id).where(Application.round_id == round_.id)
    recommended = select(Recommendation.application_id, Recommendation.amount).where(
        Recommendation.application_id.in_(of_round), Recommendation.superseded_at.is_(None)
    )
    decided = select(Decision.application_id, Decision.amount).where(
        Decision.application_id.in_(of_round), Decision.superseded_at.is_(None)
    )
    sums = {row.application_id: row.amount for row in session.execute(recommended)}
    return sums | {row.application_id: row.amount for row in session.execute(decided)}


def _whole_group(
    session: Session,
    round_: Round,
    ranked: Sequence[Application],
    sums: Mapping[int, int],
    what_if: Mapping[str, int],
) -> Group:
    held = sum(sums.get(each.id, 0) for each in ranked)
    budget = available_in(session, round_) + held
    return _group("budget", "", round_, ranked, sums, budget_now=budget, budget=what_if.get("budget", budget))


def _lot_group(
    round_: Round,
    lot: Mapping[str, Any],
    ranked: Sequence[Application],
    sums: Mapping[int, int],
    what_if: Mapping[str, int],
) -> Group:
    key = f"budget-{lot['lot']}"
    rows = [each for each in ranked if each.lot is not None and each.lot.key == lot["lot"]]
    title = next((str(each.lot.title["en"]) for each in rows if each.lot is not None), lot["lot"])
    budget = int(lot["amount"])
    return _group(key, title, round_, rows, sums, budget_now=budget, budget=what_if.get(key, budget))


def _group(
    key: str,
    title: str,
    round_: Round,
    ranked: Sequence[Application],
    sums: Mapping[int, int],
    *,
    budget_now: int,
    budget: int,
) -> Group:
    counted = [sums.get(each.id, each.requested or 0) for each in ranked]
    line = cut_line(counted, budget)
    left = budget - sum(counted[:line])
    rows, total = [], 0
    for place, (each, amount) in enumerate(zip(ranked, counted, strict=True), start=1):
        total += amount
        offer = limits_of(each).asked if place <= line else part_of(left, limits_of(each)) if place == line + 1 else 0
        rows.append(_row(place, each, round_, sums.get(each.id), amount, total, above=place <= line, offer=offer))
    return Group(key, title, budget, budget_now, tuple(rows), line)


def _row(
    place: int,
    application: Application,
    round_: Round,
    recommended: int | None,
    amount: int,
    total: int,
    *,
    above: bool,
    offer: int,
) -> RankedRow:
    pass_mark = _pass_mark(round_)
    return RankedRow(
        place=place,
        reference=application.reference,
        version=application.version,
        organisation=application.organisation.name,
        title=application.title or "",
        status=application.status,
        score=application.score,
        requested=application.requested or 0,
        recommended=recommended,
        sum=amount,
        running_total=total,
        above_line=above,
        below_pass_mark=pass_mark is not None and application.score is not None and application.score < pass_mark,
        open=application.status == "recommending",
        offer=offer,
    )


def _pass_mark(round_: Round) -> int | None:
    """The pass mark as scores are kept: hundredths of a per cent."""
    percent = (round_.plan.get("scoring") or {}).get("pass_mark")
    return None if percent is None else int(percent) * 100


def available_in(session: Session, round_: Round) -> int:
    """What the fund can still give in the round's financial year."""
    return int(
        session.scalar(
            select(func.coalesce(func.sum(Allocation.available), 0))
            .join(Source)
            .where(
                Allocation.fund_id == round_.fund_id,
                Allocation.financial_year == round_.financial_year,
                Source.kind != "match",
            )
        )
        or 0
    )


def _waiting(session: Session, actor: Actor, round_: Round) -> int:
    """How many applications of the round are not ranked yet."""
    return int(
        session.scalar(
            select(func.count())
            .select_from(Application)
            .where(
                in_scope(actor, Application),
                Application.round_id == round_.id,
                (Application.status.in_(BEFORE)) | (Application.status.in_(RANKED) & ~scores_shown(actor)),
            )
        )
        or 0
    )
