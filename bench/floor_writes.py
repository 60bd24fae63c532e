"""The least a write could cost: the same rows by the raw driver, committed, with nothing asked and nobody told."""

from functools import cached_property
from typing import Any

from bench.raw import Raw
from bench.sizes import CRITERIA

# The guards on SQLite refuse ON CONFLICT, so a row that is there is updated.
UPDATE_SCORE = "UPDATE score SET points = ?, reason = ? WHERE assessment_id = ? AND criterion_id = ?"
INSERT_SCORE = "INSERT INTO score (points, reason, assessment_id, criterion_id) VALUES (?, ?, ?, ?)"
EVENT = (
    "INSERT INTO event (chain_id, sequence, at, kind, person_id, role, request_id, body, previous_hash, hash, seal)"
    " VALUES (?, ?, ?, ?, ?, 'assessor', 'bench', '{}', '0', '0', '0')"
)
AT = "2026-11-21T10:00:00.000000Z"


class FloorWrites:
    """Score and approve one application over and over. It is left as it was, but for its events and a few pence."""

    def __init__(self, raw: Raw, *, application_id: int, person_id: int, criterion_ids: list[int]) -> None:
        self.raw, self.application_id, self.person_id = raw, application_id, person_id
        self.criterion_ids = criterion_ids

    @cached_property
    def assessment_id(self) -> int:
        """The assessment that is scored; opened where there is none."""
        assert len(self.criterion_ids) == CRITERIA
        statement = "SELECT id FROM assessment WHERE application_id = ? AND person_id = ?"
        found = self.raw.rows(statement, (self.application_id, self.person_id))
        return int(found[0][0]) if found else self._open()

    def _open(self) -> int:
        values: list[Any] = [self.application_id, self.person_id, self.application_id, AT]
        return int(
            self.raw.rows(
                "INSERT INTO assessment (application_id, person_id, submission_id, status, version, started_at)"
                " VALUES (?, ?, ?, 'open', 1, ?) RETURNING id",
                values,
            )[0][0]
        )

    def score(self) -> None:
        """Lock the application, write six scores, the total, the application's score and one event; commit."""
        raw, _opened = self.raw, self.assessment_id
        raw.begin()
        raw.rows("SELECT status, version FROM application WHERE id = ?" + raw.locking, (self.application_id,))
        for number, criterion_id in enumerate(self.criterion_ids):
            values = (number % 5, "It says how, with names and dates.", self.assessment_id, criterion_id)
            if raw.run(UPDATE_SCORE, values) == 0:
                raw.run(INSERT_SCORE, values)
        raw.run("UPDATE assessment SET total = 6400, version = version + 1 WHERE id = ?", (self.assessment_id,))
        raw.run(
            "UPDATE application SET score = (SELECT avg(total) FROM assessment WHERE application_id = ?) WHERE id = ?"
            if raw.is_sqlite
            else "UPDATE application SET score = (SELECT CAST(avg(total) AS bigint) FROM assessment"
            " WHERE application_id = ?) WHERE id = ?",
            (self.application_id, self.application_id),
        )
        self._event("score")
        raw.commit()

    def approve(self, allocation_id: int) -> None:
        """Claim the application, one event, then a guarded move of one penny to the committed; commit."""
        raw = self.raw
        raw.begin()
        raw.run("UPDATE application SET version = version + 1 WHERE id = ?", (self.application_id,))
        self._event("approve")
        moved = raw.run(
            "UPDATE allocation SET reserved = reserved - ?, committed = committed + ? WHERE id = ? AND reserved >= ?",
            (1, 1, allocation_id, 1),
        )
        if moved != 1:
            raise LookupError("the allocation has nothing reserved")
        raw.commit()

    def _event(self, kind: str) -> None:
        raw = self.raw
        ((chain_id, count),) = raw.rows(
            "SELECT id, count FROM chain_head WHERE kind = 'application' AND subject_id = ?" + raw.locking,
            (self.application_id,),
        )
        raw.run(EVENT, (chain_id, count + 1, AT, kind, self.person_id))
        raw.run("UPDATE chain_head SET count = ? WHERE id = ?", (count + 1, chain_id))
