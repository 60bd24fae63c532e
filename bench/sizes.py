"""How much data there is at each size, and which application is in which round and state."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Every `round_one_every`-th application is in round 1, so that a round lies scattered over the whole table.

    Of the other places `fat_places` belong to the fat round and the rest to ordinary rounds. Only every
    `history_every`-th application has all its answers and events; the others have two answers and one event.
    """

    name: str
    applications: int
    round_one_every: int = 1
    fat_places: int = 0
    history_every: int = 1
    questions: int = 25
    events: int = 40

    @property
    def organisations(self) -> int:
        return max(200, self.applications // 5)

    @property
    def other_rounds(self) -> int:
        """How many rounds there are beside round 1 and the fat one."""
        return min(40, max(0, self.round_one_every - self.fat_places - 1))

    @property
    def rounds(self) -> int:
        return 1 if self.round_one_every == 1 else 2 + self.other_rounds


SIZES = {
    size.name: size
    for size in (
        Size("1k", 1_000),
        Size("10k", 10_000),
        Size("100k", 100_000, round_one_every=10, fat_places=5),
        Size("1M", 1_000_000, round_one_every=100, fat_places=20, history_every=4),
    )
}
# Enough rows for PostgreSQL to choose as it does at 100k, few enough to be made in seconds.
PLANS = Size("plans", 20_000, round_one_every=10, fat_places=5, history_every=4, questions=6, events=6)
ASSESSORS = 3
CRITERIA = 6
