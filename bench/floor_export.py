"""The least an export could cost: the raw driver, the csv module, and the guard on every text cell."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from bench.raw import Raw
from grants.domain.text import csv_cell

AT_ONCE = 2_000
LINES = (
    "SELECT a.reference, o.name, a.title, r.title, a.requested, a.status, a.score, p.name, a.submitted_at, a.id"
    " FROM application a JOIN organisation o ON o.id = a.organisation_id JOIN round r ON r.id = a.round_id"
    " LEFT JOIN person p ON p.id = a.owner_id WHERE a.submitted_at IS NOT NULL{place}"
    f" ORDER BY a.submitted_at DESC, a.id DESC LIMIT {AT_ONCE}"
)
AFTER = " AND (a.submitted_at, a.id) < (?, ?)"


def export(raw: Raw) -> int:
    """The bytes of every application that was sent in, part by part, each let go when it is made."""
    return sum(len(part) for part in _parts(raw))


def _parts(raw: Raw) -> Iterator[bytes]:
    rows = raw.rows(LINES.format(place=""))
    while rows:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([_cell(value) for value in row[:-1]] for row in rows)
        yield buffer.getvalue().encode()
        rows = raw.rows(LINES.format(place=AFTER), rows[-1][-2:]) if len(rows) == AT_ONCE else []


def _cell(value: Any) -> Any:
    return csv_cell(value) if isinstance(value, str) else value
