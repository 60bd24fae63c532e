"""Applications in their places: the line where a budget ends, the page to show, and who stands before an equal."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, groupby
from typing import Protocol

from grants.decide.rules import Points, cut_line, rank_key

PAGE = 200


class Ranked(Protocol):
    """As much of an application as its place depends on. `counted` is what it takes from the budget."""

    @property
    def id(self) -> int: ...
    @property
    def reference(self) -> str: ...
    @property
    def rank_score(self) -> int: ...
    @property
    def given(self) -> int | None: ...
    @property
    def counted(self) -> int: ...


@dataclass(frozen=True)
class Place:
    """One place of a list: whose it is, and what all come to up to there."""

    number: int
    application: Ranked
    total: int


@dataclass(frozen=True)
class RankedList:
    """What shares one budget, best score first and then who came first; `at` is a place on the page to show."""

    key: str
    title: str
    budget_now: int
    budget: int
    ranked: Sequence[Ranked]
    at: int

    @cached_property
    def line(self) -> int:
        """How many stand above the line."""
        return cut_line([each.counted for each in self.ranked], self.budget)

    @property
    def within(self) -> int:
        """What those above the line come to."""
        return sum(each.counted for each in self.ranked[: self.line])

    @property
    def start(self) -> int:
        """How many stand before the page."""
        return (max(1, min(self.at, len(self.ranked))) - 1) // PAGE * PAGE

    def page(self) -> Iterator[Place]:
        """The places of the page."""
        shown = self.ranked[self.start : self.start + PAGE]
        before = sum(each.counted for each in self.ranked[: self.start])
        totals = accumulate((each.counted for each in shown), initial=before)
        next(totals)
        for number, (each, total) in enumerate(zip(shown, totals, strict=True), start=self.start + 1):
            yield Place(number, each, total)

    def ties(self) -> set[int]:
        """Scores that several share and whose order can be seen: on the page, or because the line is among them.

        In whatever order equals stand, their sum is the same, so the line is always among the same equals.
        """
        seen = (*self.ranked[self.start : self.start + PAGE], *self.ranked[self.line : self.line + 1])
        how_many = Counter(each.rank_score for each in self.ranked)
        return {each.rank_score for each in seen if how_many[each.rank_score] > 1}

    def in_order(self, points: Mapping[int, Points], tie_break: Sequence[str]) -> "RankedList":
        """The same with equals in the order of the criteria that break a tie, wherever that can be seen."""
        ties = self.ties() if points else set()

        def key(each: Ranked) -> tuple[Fraction | int, ...]:
            return rank_key(each.rank_score, points.get(each.id, {}), tie_break, each.id)

        equals = groupby(self.ranked, key=lambda each: each.rank_score)
        ranked = [each for score, same in equals for each in (sorted(same, key=key) if score in ties else same)]
        return replace(self, ranked=ranked) if ties else self
