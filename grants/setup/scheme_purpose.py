"""Why a scheme exists and what the council has settled before it opens."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from grants.questions.record import Record
from grants.setup.scheme_words import APPROVER_ROLES


@dataclass(frozen=True)
class Owner:
    """The senior officer who answers for the scheme, from a date."""

    title: str
    starts_on: date | None

    @classmethod
    def read(cls, record: Record) -> Self:
        owner = cls(record.words("title", required=True), record.day("starts_on", required=True))
        record.done()
        return owner


@dataclass(frozen=True)
class GrantNotContract:
    """Why this is a grant: what the council gets in return decides, not the label."""

    what_the_council_gets: str
    reasons: tuple[str, ...]
    vat_view: str
    value_over_term: int
    procurement_threshold: int
    advice: tuple[str, ...]
    decided_by: str
    decided_on: date | None

    @classmethod
    def read(cls, record: Record) -> Self:
        decision = cls(
            what_the_council_gets=record.words("what_the_council_gets", required=True),
            reasons=record.list_of_words("reasons"),
            vat_view=record.words("vat_view", required=True),
            value_over_term=record.pounds("value_over_term", required=True) or 0,
            procurement_threshold=record.pounds("procurement_threshold", required=True) or 0,
            advice=record.list_of_words("advice"),
            decided_by=record.one_of("decided_by", APPROVER_ROLES),
            decided_on=record.day("decided_on", required=True),
        )
        record.done()
        if not decision.reasons:
            record.fault("reasons", "is missing: say why this is a grant and not a contract")
        if not decision.advice:
            record.fault("advice", "is missing: name who advised, procurement and legal among them")
        return decision


@dataclass(frozen=True)
class Case:
    """The business case in short, in proportion to the risk."""

    rationale: str
    options: tuple[str, ...]
    exit_plan: str
    equality: str
    equality_on: date | None
    novel_or_contentious: bool = False

    @classmethod
    def read(cls, record: Record) -> Self:
        case = cls(
            rationale=record.words("rationale", required=True),
            options=record.list_of_words("options"),
            exit_plan=record.words("exit_plan", required=True),
            equality=record.words("equality", required=True),
            equality_on=record.day("equality_on", required=True),
            novel_or_contentious=record.yes("novel_or_contentious"),
        )
        record.done()
        return case


@dataclass(frozen=True)
class Compact:
    """What the council promises the voluntary sector, as settings the system tests."""

    advance_payment_on_need: bool
    full_cost_recovery: bool
    proportionate_monitoring: bool
    notice_months: int
    consultation_weeks: int
    principles: tuple[str, ...] = ()

    @classmethod
    def read(cls, record: Record) -> Self:
        compact = cls(
            advance_payment_on_need=record.yes("advance_payment_on_need"),
            full_cost_recovery=record.yes("full_cost_recovery"),
            proportionate_monitoring=record.yes("proportionate_monitoring"),
            notice_months=record.number("notice_months", required=True) or 0,
            consultation_weeks=record.number("consultation_weeks", required=True) or 0,
            principles=record.list_of_words("principles"),
        )
        record.done()
        return compact


@dataclass(frozen=True)
class Evaluation:
    """A pilot is judged: the questions asked of it, and what may be decided."""

    questions: tuple[str, ...]
    outcomes: tuple[str, ...]
    decided_by: str
    due_on: date | None

    @classmethod
    def read(cls, record: Record) -> Self:
        evaluation = cls(
            questions=record.list_of_words("questions"),
            outcomes=record.list_of_words("outcomes"),
            decided_by=record.one_of("decided_by", APPROVER_ROLES),
            due_on=record.day("due_on", required=True),
        )
        record.done()
        return evaluation
