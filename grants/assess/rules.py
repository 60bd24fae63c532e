"""The council's rules for scoring: the weighted percentage, when scores differ too much, how a pile is shared out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grants.domain.text import word_count

TOP_BAND = 5
FULL = 10_000  # a total is kept as hundredths of a per cent: 7600 is 76.00%


@dataclass(frozen=True)
class Weight:
    """A criterion as the arithmetic needs it."""

    criterion_id: int
    weight: int
    top: int = TOP_BAND


@dataclass(frozen=True)
class Margins:
    """How far two scores may be apart before a manager looks at them."""

    points: int  # per cent of the total
    bands: int  # of one criterion


@dataclass(frozen=True)
class Load:
    """An assessor with the number of applications still waiting for their scores."""

    person_id: int
    waiting: int


def half_up(numerator: int, denominator: int) -> int:
    """A whole number, with halves rounded up, in integer arithmetic so that no float can err."""
    return (2 * numerator + denominator) // (2 * denominator)


def weighted_total(weights: Iterable[Weight], points: Mapping[int, int]) -> int:
    """Sum of score x weight over sum of top x weight, as hundredths of a per cent, half up."""
    each = tuple(weights)
    earned = sum(points[one.criterion_id] * one.weight for one in each)
    possible = sum(one.top * one.weight for one in each)
    return half_up(earned * FULL, possible)


def average(totals: Sequence[int]) -> int:
    """The agreed total where the scores agree: their average, half up."""
    return half_up(sum(totals), len(totals))


def totals_differ(totals: Sequence[int], margins: Margins) -> bool:
    """Whether the highest and lowest total are as far apart as the margin, or further."""
    return len(totals) > 1 and max(totals) - min(totals) >= margins.points * 100


def bands_differ(points: Sequence[int], margins: Margins) -> bool:
    """Whether the highest and lowest score of one criterion are as many bands apart as the margin, or more."""
    return len(points) > 1 and max(points) - min(points) >= margins.bands


def need_moderation(totals: Sequence[int], by_criterion: Iterable[Sequence[int]], margins: Margins) -> bool:
    """Whether a manager must agree the scores: the totals or any one criterion are too far apart."""
    return totals_differ(totals, margins) or any(bands_differ(points, margins) for points in by_criterion)


def problems_of(
    points: int | None, reason: str, *, field: str, title: str, words: int, top: int = TOP_BAND
) -> list[tuple[str, str]]:
    """What is missing or wrong in the score of one criterion, which each message names."""
    problems = []
    if points is None:
        problems.append((f"points-{field}", f"Select a score for “{title}”, 0 to {top}"))
    elif not 0 <= points <= top:
        problems.append((f"points-{field}", f"The score for “{title}” must be from 0 to {top}"))
    if not reason.strip():
        problems.append((f"reason-{field}", f"Enter the reason for the score of “{title}”"))
    return problems + reason_too_long(reason, field=field, title=title, words=words)


def reason_too_long(reason: str, *, field: str, title: str, words: int) -> list[tuple[str, str]]:
    """The one fault that also stops a draft from being saved."""
    if word_count(reason) <= words:
        return []
    return [(f"reason-{field}", f"The reason for “{title}” must be {words} words or fewer")]


def fair_share(candidates: Iterable[Load], wanted: int) -> tuple[int, ...]:
    """The people with the least to do, in order; who has the same is taken by who came first to the council's list."""
    least = sorted(candidates, key=lambda each: (each.waiting, each.person_id))
    return tuple(each.person_id for each in least[:wanted])
