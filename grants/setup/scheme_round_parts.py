"""The parts of a round that only some rounds have: windows, invitations, exceptions, lots, closing by itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_reading import moment
from grants.setup.scheme_words import APPROVER_ROLES


@dataclass(frozen=True)
class Window:
    """An application to a rolling round falls into the first window still open."""

    number: int
    closes_at: datetime | None
    decision_expected_on: date | None

    @classmethod
    def read(cls, record: Record) -> Self:
        window = cls(
            number=record.number("number", required=True) or 0,
            closes_at=moment(record, "closes", required=True),
            decision_expected_on=record.day("decision_expected_on", required=True),
        )
        record.done()
        return window


@dataclass(frozen=True)
class Invitation:
    organisation: str
    reason: Text
    amount: int | None = None
    assumed: bool = False

    @classmethod
    def read(cls, record: Record) -> Self:
        invitation = cls(
            organisation=record.words("organisation", required=True),
            reason=record.must_text("reason"),
            amount=record.pounds("amount"),
            assumed=record.yes("assumed"),
        )
        record.done()
        return invitation


@dataclass(frozen=True)
class AboveMaximum:
    """One named award allowed over the round's maximum, with who agreed and why."""

    organisation: str
    amount: int
    reason: Text
    approver: str

    @classmethod
    def read(cls, record: Record) -> Self:
        exception = cls(
            organisation=record.words("organisation", required=True),
            amount=record.pounds("amount", required=True) or 0,
            reason=record.must_text("reason"),
            approver=record.one_of("approver", APPROVER_ROLES),
        )
        record.done()
        return exception


@dataclass(frozen=True)
class LotBudget:
    lot: str
    amount: int

    @classmethod
    def read(cls, record: Record) -> Self:
        budget = cls(record.words("lot", required=True), record.pounds("amount", required=True) or 0)
        record.done()
        return budget


@dataclass(frozen=True)
class AutoClose:
    """The round closes by itself when this is reached: pence asked for, applications, or the lots' targets."""

    on: str
    at: int

    @classmethod
    def read(cls, record: Record) -> Self:
        on = record.one_of("on", ("requested", "applications", "targets"))
        at = record.pounds("at", required=True) if on == "requested" else record.number("at", required=True)
        record.done()
        return cls(on, at or 0)
