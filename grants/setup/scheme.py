"""A scheme as its file describes it: the fund, its money, and every round complete in itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.questions.plain import as_plain
from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_allocation import Allocation, DirectPlan
from grants.setup.scheme_award import Tier
from grants.setup.scheme_indicator import Indicator
from grants.setup.scheme_parts import Capital, Confidential, Conflict, FraudRisk, GoodsInKind, Lot
from grants.setup.scheme_purpose import Case, Compact, Evaluation, GrantNotContract, Owner
from grants.setup.scheme_reading import every, one
from grants.setup.scheme_round import Round
from grants.setup.scheme_source import Source
from grants.setup.scheme_words import COUNTY, LEGAL_FORMS, PILLARS


@dataclass(frozen=True)
class Scheme:
    key: str
    prefix: str
    title: Text
    summary: Text
    purpose: Text
    authority: str  # its area code
    department: str
    legal_power: Text
    who_can_apply: tuple[str, ...]
    owner: Owner | None
    grant_not_contract: GrantNotContract | None
    who_note: Text | None = None
    pillar: str = ""
    listed: bool = True
    moves: bool = False  # a living scheme: the demo brings its dates to today
    case: Case | None = None
    compact: Compact | None = None
    confidential: Confidential | None = None
    capital: Capital | None = None
    evaluation: Evaluation | None = None
    total_investment: int | None = None
    sources: tuple[Source, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    lots: tuple[Lot, ...] = ()
    tiers: tuple[Tier, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    direct: tuple[DirectPlan, ...] = ()
    goods: tuple[GoodsInKind, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    fraud_risks: tuple[FraudRisk, ...] = ()
    rounds: tuple[Round, ...] = ()

    @classmethod
    def read(cls, record: Record) -> Self:
        scheme = cls(
            key=record.words("key", required=True),
            prefix=record.words("prefix", required=True),
            title=record.must_text("title"),
            summary=record.must_text("summary"),
            purpose=record.must_text("purpose"),
            authority=record.one_of("authority", (COUNTY,)),
            department=record.words("department", required=True),
            legal_power=record.must_text("legal_power"),
            who_can_apply=record.list_of_words("who_can_apply"),
            owner=one(record, "owner", Owner, required=True),
            grant_not_contract=one(record, "grant_not_contract", GrantNotContract, required=True),
            who_note=record.text("who_note"),
            pillar=record.one_of("pillar", PILLARS, default=""),
            listed=record.yes("listed", default=True),
            moves=record.yes("moves"),
            case=one(record, "case", Case),
            compact=one(record, "compact", Compact),
            confidential=one(record, "confidential", Confidential),
            capital=one(record, "capital", Capital),
            evaluation=one(record, "evaluation", Evaluation),
            total_investment=record.pounds("total_investment"),
            sources=every(record, "source", Source),
            allocations=every(record, "allocation", Allocation),
            lots=every(record, "lot", Lot),
            tiers=every(record, "tier", Tier),
            indicators=every(record, "indicator", Indicator),
            direct=every(record, "direct", DirectPlan),
            goods=every(record, "goods", GoodsInKind),
            conflicts=every(record, "conflict", Conflict),
            fraud_risks=every(record, "fraud_risk", FraudRisk),
            rounds=every(record, "round", Round),
        )
        record.done()
        for form in scheme.who_can_apply:
            if form not in LEGAL_FORMS:
                record.fault("who_can_apply", f"“{form}” is not one of {', '.join(LEGAL_FORMS)}")
        return scheme

    def to_dict(self) -> dict[str, Any]:
        plain: dict[str, Any] = as_plain(self)
        return plain

    def digest(self) -> str:
        """The same content gives the same hash, however the file spells it."""
        return sha256_hex(canonical_bytes(self.to_dict()))

    def source(self, key: str) -> Source | None:
        return next((source for source in self.sources if source.key == key), None)

    def lot(self, key: str) -> Lot | None:
        return next((lot for lot in self.lots if lot.key == key), None)

    def allocated(self, *, kind: str | None = None, year: str | None = None) -> int:
        """Pence set aside, of one kind of source or one financial year where asked."""
        return sum(each.amount for each in self._allocations(kind, year))

    def offered(self, *, kind: str | None = None, year: str | None = None) -> int:
        """What is allocated and not held back."""
        return sum(each.offered for each in self._allocations(kind, year))

    def _allocations(self, kind: str | None, year: str | None) -> list[Allocation]:
        kinds = {source.key: source.kind for source in self.sources}
        return [
            each for each in self.allocations if kind in (None, kinds.get(each.source)) and year in (None, each.year)
        ]

    @property
    def first_opening(self) -> date | None:
        moments = [each.opens_at for each in self.rounds if each.opens_at]
        return min(moments).date() if moments else None
