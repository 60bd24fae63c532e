"""How much of each source goes to a scheme in each financial year, and what the council buys itself."""

import re
from dataclasses import dataclass
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text

_YEAR = re.compile(r"(20[0-9]{2})/([0-9]{2})")


@dataclass(frozen=True)
class Allocation:
    """Pence of one source in one financial year, for one lot or the whole scheme."""

    source: str
    year: str
    amount: int
    cost_code: str
    lot: str = ""
    held_back: int = 0
    assumed: bool = False  # no document gives this sum
    note: Text | None = None

    @property
    def offered(self) -> int:
        return self.amount - self.held_back

    @classmethod
    def read(cls, record: Record) -> Self:
        allocation = cls(
            source=record.words("source", required=True),
            year=record.words("year", required=True),
            amount=record.pounds("amount", required=True) or 0,
            cost_code=record.words("cost_code", required=True),
            lot=record.words("lot"),
            held_back=record.pounds("held_back") or 0,
            assumed=record.yes("assumed"),
            note=record.text("note"),
        )
        record.done()
        if allocation.year and not is_year(allocation.year):
            record.fault("year", f"“{allocation.year}” must be a financial year, such as 2026/27")
        if allocation.held_back > allocation.amount:
            record.fault("held_back", "is more than the amount")
        return allocation


def is_year(label: str) -> bool:
    found = _YEAR.fullmatch(label)
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2])


@dataclass(frozen=True)
class DirectPlan:
    """What the council means to buy itself from a source, instead of granting it."""

    key: str
    title: Text
    source: str
    lot: str = ""
    amount: int | None = None
    assumed: bool = False

    @classmethod
    def read(cls, record: Record) -> Self:
        plan = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            source=record.words("source", required=True),
            lot=record.words("lot"),
            amount=record.pounds("amount"),
            assumed=record.yes("assumed"),
        )
        record.done()
        return plan
