"""What a scheme is made of beside its money: lots, known risks and conflicts, rules for buildings and secrecy."""

from dataclasses import dataclass
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_words import COUNTY, DISTRICTS, LOT_KINDS, PILLARS


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
