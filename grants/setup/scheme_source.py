"""Where a scheme's money comes from, by source and financial year, as its file says."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_words import MATCH_STATES, SOURCE_KINDS


@dataclass(frozen=True)
class RingFence:
    """At least or at most a share of what is spent goes to these groups or needs."""

    key: str
    text: Text
    by: str  # what a return splits spending by: household_group, need, cost
    of: tuple[str, ...]
    at_least: int | None = None
    at_most: int | None = None

    @classmethod
    def read(cls, record: Record) -> Self:
        fence = cls(
            key=record.words("key", required=True),
            text=record.must_text("text"),
            by=record.words("by", required=True),
            of=record.list_of_words("of"),
            at_least=record.number("at_least"),
            at_most=record.number("at_most"),
        )
        record.done()
        given = [share for share in (fence.at_least, fence.at_most) if share is not None]
        if len(given) != 1 or not 0 <= given[0] <= 100:
            record.fault("", "needs one of at_least or at_most, from 0 to 100 per cent")
        if not fence.of:
            record.fault("of", "is missing")
        return fence


@dataclass(frozen=True)
class Share:
    partner: str
    percent: int

    @classmethod
    def read(cls, record: Record) -> Self:
        share = cls(record.words("partner", required=True), record.number("percent", required=True) or 0)
        record.done()
        return share


@dataclass(frozen=True)
class Claim:
    """What the council owes its own funder: a claim or return, and when."""

    title: str
    due_on: date | None
    signed_by: str

    @classmethod
    def read(cls, record: Record) -> Self:
        claim = cls(
            title=record.words("title", required=True),
            due_on=record.day("due_on", required=True),
            signed_by=record.words("signed_by", required=True),
        )
        record.done()
        return claim


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    kind: str
    funder: str
    reference: str = ""
    agreement: str = ""
    spend_from: date | None = None
    spend_until: date | None = None
    recovered_may_be_reused: bool = False
    ring_fences: tuple[RingFence, ...] = ()
    taper: tuple[int, ...] = ()  # per cent of the first year, year by year
    ending: Text | None = None
    host: str = ""
    risk_share: str = ""
    shares: tuple[Share, ...] = ()
    claims: tuple[Claim, ...] = ()
    match_state: str = ""
    match_amount: int | None = None
    derived_from: str = ""  # how a sum that no document states was worked out

    @classmethod
    def read(cls, record: Record) -> Self:
        source = cls(
            key=record.words("key", required=True),
            title=record.words("title", required=True),
            kind=record.one_of("kind", SOURCE_KINDS),
            funder=record.words("funder", required=True),
            reference=record.words("reference"),
            agreement=record.words("agreement"),
            spend_from=record.day("spend_from"),
            spend_until=record.day("spend_until"),
            recovered_may_be_reused=record.yes("recovered_may_be_reused"),
            ring_fences=tuple(RingFence.read(item) for item in record.records("ring_fence")),
            taper=_whole_numbers(record, "taper"),
            ending=record.text("ending"),
            host=record.words("host"),
            risk_share=record.words("risk_share"),
            shares=tuple(Share.read(item) for item in record.records("shares")),
            claims=tuple(Claim.read(item) for item in record.records("claims")),
            match_state=record.one_of("match_state", MATCH_STATES, default=""),
            match_amount=record.pounds("match_amount"),
            derived_from=record.words("derived_from"),
        )
        record.done()
        _find_source_faults(source, record)
        return source


def _whole_numbers(record: Record, key: str) -> tuple[int, ...]:
    value = record.raw(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, int) and 0 <= item <= 100 for item in value):
        record.fault(key, "must be a list of percentages, such as [100, 66, 33]")
        return ()
    return tuple(value)


def _find_source_faults(source: Source, record: Record) -> None:
    if source.spend_from and source.spend_until and source.spend_from > source.spend_until:
        record.fault("spend_until", "is before spend_from")
    if source.taper and source.kind != "transitional":
        record.fault("taper", "only transitional money tapers")
    if source.kind == "transitional" and source.spend_until is None:
        record.fault("spend_until", "is missing: transitional money ends")
    if source.kind == "external" and not source.agreement:
        record.fault("agreement", "is missing: money from outside comes under an agreement")
    if (source.kind == "match") != bool(source.match_state and source.match_amount):
        record.fault("match_state", "match, and only match, has match_state and match_amount")
    if source.kind == "pooled" and not (source.agreement and source.host and source.risk_share):
        record.fault("agreement", "pooled money needs its agreement, host and risk_share")
    if source.kind == "pooled" and sum(share.percent for share in source.shares) != 100:
        record.fault("shares", "the partners’ shares must add up to 100")
