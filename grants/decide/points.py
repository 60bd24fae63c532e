"""The points applications have by criterion: what was agreed, or else the assessors' average."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from grants.models import Assessment, Criterion, ModeratedScore, Moderation, Score


def points_of(
    session: Session, application_ids: Sequence[int] | Select[Any], criteria: Iterable[Criterion]
) -> dict[int, dict[str, Fraction]]:
    """Each application's points by the key of these criteria, exactly. Two statements."""
    keys = {each.id: each.key for each in criteria}
    averages = (
        select(Assessment.application_id, Score.criterion_id, func.sum(Score.points), func.count(Score.points))
        .join(Score, Score.assessment_id == Assessment.id)
        .where(Assessment.application_id.in_(application_ids), Assessment.status == "submitted")
        .where(Score.criterion_id.in_(keys))
        .group_by(Assessment.application_id, Score.criterion_id)
    )
    points: dict[int, dict[str, Fraction]] = defaultdict(dict)
    for application_id, criterion_id, total, count in session.execute(averages).all():
        points[application_id][keys[criterion_id]] = _average(int(total or 0), int(count or 1))
    agreed = (
        select(Moderation.application_id, ModeratedScore.criterion_id, ModeratedScore.points)
        .join(ModeratedScore, ModeratedScore.moderation_id == Moderation.id)
        .where(Moderation.application_id.in_(application_ids), Moderation.superseded_at.is_(None))
        .where(ModeratedScore.criterion_id.in_(keys))
    )
    for application_id, criterion_id, value in session.execute(agreed).all():
        points[application_id][keys[criterion_id]] = _average(value, 1)
    return points


@lru_cache
def _average(total: int, count: int) -> Fraction:
    """A fraction; there are few, and thousands of applications have one of them."""
    return Fraction(total, count)
