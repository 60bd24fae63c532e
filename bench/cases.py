"""Which applications of a filled database each piece of work is done on."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from bench.data import Store
from bench.raw import Raw
from bench.sizes import CRITERIA


class Exhausted(Exception):
    """Earlier runs have used up the cases this work consumes: the database must be made anew."""


@dataclass(frozen=True)
class Draft:
    reference: str
    lead_id: int


class Cases:
    """Cases of round 1, the same ones in every run but for those that a run has consumed."""

    def __init__(self, store: Store, raw: Raw) -> None:
        self.store, self.raw = store, raw
        self.random = random.Random(20261121)
        self.round_id = store.council.round_ids[0]

    def _in_state(self, state: str, columns: str = "id, reference", more: str = "") -> list[Any]:
        return self.raw.rows(
            f"SELECT {columns} FROM application a WHERE round_id = ? AND status = ? {more} ORDER BY id",
            (self.round_id, state),
        )

    def to_read(self, count: int = 20) -> Iterator[str]:
        """References of decided applications with every answer, scores and events, round and round."""
        found = [reference for _id, reference in self._in_state("declined", more=self._whole())]
        return cycle(self.random.sample(found, min(count, len(found))))

    def _whole(self) -> str:
        """All its answers are there, not only the two every application has."""
        return "AND EXISTS (SELECT 1 FROM answer w WHERE w.response_id = a.response_id AND w.question = 'q05')"

    def drafts(self, count: int = 20) -> list[Draft]:
        """Drafts of one organisation each, so that one browser a draft is enough."""
        found = self._in_state("draft", "reference, created_by", self._whole())
        return [Draft(*row) for row in self.random.sample(found, min(count, len(found)))]

    def places(self, state: str, key: str, count: int = 20) -> Iterator[tuple[Any, int]]:
        """Places in a list, each with a full page after it."""
        found = self._in_state(state, f"{key}, id", f"AND {key} IS NOT NULL")
        found.sort(reverse=True)
        return cycle(self.random.sample(found[: max(1, len(found) - 60)], min(count, max(1, len(found) - 60))))

    def to_score(self, count: int) -> Iterator[tuple[int, str]]:
        """Applications the third assessor has not begun to score."""
        third = self.store.council.assessor_ids[2]
        asked = f"SELECT 1 FROM assignment g WHERE g.application_id = a.id AND g.person_id = {third}"
        begun = f"SELECT 1 FROM assessment m WHERE m.application_id = a.id AND m.person_id = {third}"
        return self._enough(
            self._in_state("assessing", more=f"AND EXISTS ({asked}) AND NOT EXISTS ({begun})"), count, "to score"
        )

    def to_approve(self, count: int) -> Iterator[tuple[int, str]]:
        """Applications that wait for one approval."""
        return self._enough(self._in_state("approving"), count, "to approve")

    def _enough(self, found: list[Any], count: int, what: str) -> Iterator[Any]:
        if len(found) < count:
            raise Exhausted(f"{len(found)} applications {what} are left and {count} are needed")
        return iter(found)

    def criteria(self) -> list[tuple[int, str]]:
        rows = self.raw.rows("SELECT id, key FROM criterion WHERE round_id = ? ORDER BY position", (self.round_id,))
        assert len(rows) == CRITERIA
        return [(row[0], row[1]) for row in rows]
