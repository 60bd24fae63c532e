"""Why a scheme exists and what the council has settled before it opens."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_words import APPROVER_ROLES, COUNTY, DISTRICTS, LOT_KINDS, PILLARS


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
class Confidential:
    """Places and people known to named staff only; a cover name stands everywhere else."""

    cover_name: str
    small_numbers: int
    why: str

    @classmethod
    def read(cls, record: Record) -> Self:
        confidential = cls(
            cover_name=record.words("cover_name", required=True),
            small_numbers=record.number("small_numbers", required=True) or 0,
            why=record.words("why", required=True),
        )
        record.done()
        return confidential


@dataclass(frozen=True)
class Capital:
    """Rules for what is built or bought to last."""

    use_restriction_years: int
    retention_percent: int
    disposal_consent_over: int
    quotes_over: int
    quotes_needed: int
    clawback: str

    @classmethod
    def read(cls, record: Record) -> Self:
        capital = cls(
            use_restriction_years=record.number("use_restriction_years", required=True) or 0,
            retention_percent=record.number("retention_percent", required=True) or 0,
            disposal_consent_over=record.pounds("disposal_consent_over", required=True) or 0,
            quotes_over=record.pounds("quotes_over", required=True) or 0,
            quotes_needed=record.number("quotes_needed", required=True) or 0,
            clawback=record.one_of("clawback", ("straight_line",)),
        )
        record.done()
        return capital


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


@dataclass(frozen=True)
class Lot:
    """A theme, pillar, district or strand, with a target where it has one and how much of it is already there."""

    key: str
    title: Text
    kind: str
    purpose: Text | None = None
    area: str = ""
    pillar: str = ""
    target: int | None = None
    target_unit: str = ""
    reached_before: int = 0
    assumed: bool = False  # no document splits the target this way

    @classmethod
    def read(cls, record: Record) -> Self:
        lot = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            kind=record.one_of("kind", LOT_KINDS),
            purpose=record.text("purpose"),
            area=record.one_of("area", (COUNTY, *DISTRICTS), default=""),
            pillar=record.one_of("pillar", PILLARS, default=""),
            target=record.number("target"),
            target_unit=record.words("target_unit"),
            reached_before=record.number("reached_before") or 0,
            assumed=record.yes("assumed"),
        )
        record.done()
        if (lot.target is None) != (not lot.target_unit):
            record.fault("target_unit", "a target and what it counts go together")
        if lot.reached_before > (lot.target or 0):
            record.fault("reached_before", "is more than the target")
        return lot


@dataclass(frozen=True)
class GoodsInKind:
    """Things given instead of money, kept in the asset list."""

    description: str
    quantity: int
    paid_from: str
    purpose: Text

    @classmethod
    def read(cls, record: Record) -> Self:
        goods = cls(
            description=record.words("description", required=True),
            quantity=record.number("quantity", required=True) or 0,
            paid_from=record.words("paid_from", required=True),
            purpose=record.must_text("purpose"),
        )
        record.done()
        return goods


@dataclass(frozen=True)
class Conflict:
    """A conflict of interest known before the scheme opens, and how it is kept out of the decision."""

    who: str
    what: str
    handled: str

    @classmethod
    def read(cls, record: Record) -> Self:
        conflict = cls(
            who=record.words("who", required=True),
            what=record.words("what", required=True),
            handled=record.words("handled", required=True),
        )
        record.done()
        return conflict


@dataclass(frozen=True)
class FraudRisk:
    risk: str
    likelihood: int
    impact: int
    control: str
    owner: str

    @classmethod
    def read(cls, record: Record) -> Self:
        risk = cls(
            risk=record.words("risk", required=True),
            likelihood=record.number("likelihood", required=True) or 0,
            impact=record.number("impact", required=True) or 0,
            control=record.words("control", required=True),
            owner=record.words("owner", required=True),
        )
        record.done()
        if not (1 <= risk.likelihood <= 5 and 1 <= risk.impact <= 5):
            record.fault("likelihood", "likelihood and impact must be from 1 to 5")
        return risk
