"""What a ranking page shows: applications in their places, and the line where the budget ends."""

from dataclasses import dataclass

from grants.models import Round


@dataclass(frozen=True)
class RankedRow:
    """One application in its place. `sum` is what counts against the budget: recommended, or else requested."""

    place: int
    reference: str
    version: int
    organisation: str
    title: str
    status: str
    score: int | None
    requested: int
    recommended: int | None
    sum: int
    running_total: int
    above_line: bool
    below_pass_mark: bool
    open: bool
    offer: int
    """What a batch would recommend: what was asked, or the part that is left; 0 where neither fits."""


@dataclass(frozen=True)
class Group:
    """One list with its own budget: the whole round, or one lot of it."""

    key: str
    title: str
    budget: int
    budget_now: int
    rows: tuple[RankedRow, ...]
    line_after: int
    """How many rows stand above the line."""

    @property
    def within(self) -> int:
        return sum(row.sum for row in self.rows[: self.line_after])

    @property
    def left(self) -> int:
        return self.budget - self.within


@dataclass(frozen=True)
class Ranking:
    """A round's ranking page."""

    round: Round
    scored: bool
    groups: tuple[Group, ...]
    waiting: int
    what_if: bool
    pass_mark: int | None
    tie_break: tuple[str, ...]
