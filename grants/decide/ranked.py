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
    """A list with its own budget: the whole round, or one lot of it. Its sums are of all of it, its rows of a page."""

    key: str
    title: str
    budget: int
    budget_now: int
    references: tuple[str, ...]
    rows: tuple[RankedRow, ...]
    line_after: int
    """How many applications stand above the line."""
    within: int
    """What they come to."""

    @property
    def left(self) -> int:
        return self.budget - self.within

    @property
    def last_above(self) -> int:
        """The place of the last above the line; 0 where no line is drawn, as all or none are above it."""
        return self.line_after if self.line_after < len(self.references) else 0

    def other_pages(self) -> dict[str, int | None]:
        """A place on the page before, on the page after, and on the one with the line, where there are such."""
        first, last = (self.rows[0].place, self.rows[-1].place) if self.rows else (1, 0)
        return {
            "previous": first - 1 if first > 1 else None,
            "next": last + 1 if last < len(self.references) else None,
            "line": self.last_above if self.last_above and not first <= self.last_above <= last else None,
        }


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
