"""One chance to apply, with everything that governs it: a round is complete in itself."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, Self, TypeVar

from grants.domain.calendar import london_moment
from grants.questions.form import Form
from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_award import Check, DelegationStep, Instalment, Return
from grants.setup.scheme_forms import form_from, forms_from
from grants.setup.scheme_letter import Decline, Letter
from grants.setup.scheme_scoring import Criterion, Panel, Scoring
from grants.setup.scheme_words import APPROVER_ROLES, ROUTES


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


@dataclass(frozen=True)
class Round:
    key: str
    title: Text
    route: str
    stages: tuple[str, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    decision_expected_on: date | None
    award_starts_on: date | None
    award_ends_on: date | None
    financial_year: str
    application: Form | None
    letter: Letter | None
    decline: Decline | None
    could_move: Text | None = None
    minimum: int | None = None
    maximum: int | None = None
    live_applications: int = 1
    signatory_required: bool = True
    anonymous: bool = False
    consortium: bool = False
    match_percent: int | None = None
    direct_reason: Text | None = None
    direct_approver: str = ""
    eligibility: Form | None = None
    criteria: tuple[Criterion, ...] = ()
    scoring: Scoring = field(default_factory=Scoring)
    panel: Panel | None = None
    checks: tuple[Check, ...] = ()
    delegation: tuple[DelegationStep, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    returns: tuple[Return, ...] = ()
    return_forms: tuple[Form, ...] = ()
    windows: tuple[Window, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    above_maximum: tuple[AboveMaximum, ...] = ()
    lot_budgets: tuple[LotBudget, ...] = ()
    auto_close: AutoClose | None = None

    @property
    def one_live_application(self) -> bool:
        return self.live_applications == 1

    @classmethod
    def read(cls, record: Record) -> Self:
        this = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            route=record.one_of("route", ROUTES),
            stages=record.list_of_words("stages"),
            opens_at=moment(record, "opens", required=True),
            closes_at=moment(record, "closes"),
            decision_expected_on=record.day("decision_expected_on"),
            award_starts_on=record.day("award_starts_on", required=True),
            award_ends_on=record.day("award_ends_on", required=True),
            financial_year=record.words("financial_year", required=True),
            application=form_from(record, "application", required=True),
            letter=one(record, "letter", Letter, required=True),
            decline=one(record, "decline", Decline),
            could_move=record.text("could_move"),
            minimum=record.pounds("minimum"),
            maximum=record.pounds("maximum"),
            live_applications=record.number("live_applications") or 1,
            signatory_required=record.yes("signatory_required", default=True),
            anonymous=record.yes("anonymous"),
            consortium=record.yes("consortium"),
            match_percent=record.number("match_percent"),
            direct_reason=record.text("direct_reason"),
            direct_approver=record.one_of("direct_approver", APPROVER_ROLES, default=""),
            eligibility=form_from(record, "eligibility"),
            criteria=every(record, "criteria", Criterion),
            scoring=one(record, "scoring", Scoring) or Scoring(),
            panel=one(record, "panel", Panel),
            checks=every(record, "check", Check),
            delegation=every(record, "delegation", DelegationStep),
            instalments=every(record, "instalment", Instalment),
            returns=every(record, "return", Return),
            return_forms=forms_from(record, "return_form"),
            windows=every(record, "window", Window),
            invitations=every(record, "invitation", Invitation),
            above_maximum=every(record, "above_maximum", AboveMaximum),
            lot_budgets=every(record, "lot_budget", LotBudget),
            auto_close=one(record, "auto_close", AutoClose),
        )
        record.done()
        return this


Readable = TypeVar("Readable", bound="_Reads")


class _Reads(Protocol):
    @classmethod
    def read(cls, record: Record) -> Self: ...


def every(record: Record, key: str, kind: type[Readable]) -> tuple[Readable, ...]:
    return tuple(kind.read(item) for item in record.records(key))


def one(record: Record, key: str, kind: type[Readable], *, required: bool = False) -> Readable | None:
    if required and key not in record:
        record.fault(key, "is missing")
    item = record.record(key)
    return None if item is None else kind.read(item)


def moment(record: Record, key: str, *, required: bool = False) -> datetime | None:
    """London's clocks as written; a time they never show, or show twice, is refused."""
    local = record.local_time(key, required=required)
    if local is None:
        return None
    try:
        return london_moment(local.date(), local.time())
    except ValueError as error:
        record.fault(key, str(error))
        return None
