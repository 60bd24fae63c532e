"""What follows a yes: checks before it, approval steps, instalments and returns."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_words import APPROVER_ROLES, GATES

_RETURN_GATE = re.compile(r"return:[1-9][0-9]*")


@dataclass(frozen=True)
class Tier:
    """How deep checks and returns go, by amount: over `over`, up to and including `up_to`."""

    key: str
    title: Text
    over: int = 0
    up_to: int | None = None

    @classmethod
    def read(cls, record: Record) -> Self:
        tier = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            over=record.pounds("over") or 0,
            up_to=record.pounds("up_to"),
        )
        record.done()
        if tier.up_to is not None and tier.up_to <= tier.over:
            record.fault("up_to", "must be more than over")
        return tier


@dataclass(frozen=True)
class Check:
    key: str
    title: Text
    guidance: Text
    mandatory: bool = True
    tiers: tuple[str, ...] = ()  # none named: every tier
    expires_months: int | None = None
    before: str = "recommend"  # the stage, or payment, that waits for it

    @classmethod
    def read(cls, record: Record) -> Self:
        check = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            guidance=record.must_text("guidance"),
            mandatory=record.yes("mandatory", default=True),
            tiers=record.list_of_words("tiers"),
            expires_months=record.number("expires_months"),
            before=record.one_of("before", ("assess", "recommend", "approve", "payment"), default="recommend"),
        )
        record.done()
        return check


@dataclass(frozen=True)
class DelegationStep:
    """These roles, each a different person, approve up to this sum; no sum means any."""

    roles: tuple[str, ...]
    source: str
    up_to: int | None = None
    consult: tuple[str, ...] = ()

    @classmethod
    def read(cls, record: Record) -> Self:
        step = cls(
            roles=record.list_of_words("roles"),
            source=record.words("source", required=True),
            up_to=record.pounds("up_to"),
            consult=record.list_of_words("consult"),
        )
        record.done()
        if not step.roles:
            record.fault("roles", "is missing")
        for role in (*step.roles, *step.consult):
            if role not in APPROVER_ROLES:
                record.fault("roles", f"“{role}” is not one of {', '.join(APPROVER_ROLES)}")
        return step


@dataclass(frozen=True)
class Instalment:
    number: int
    title: Text
    gates: tuple[str, ...]
    percent: int | None = None
    amount: int | None = None
    due_on: date | None = None
    days_after_start: int | None = None
    tiers: tuple[str, ...] = ()
    in_arrears: bool = False
    retention: bool = False

    @classmethod
    def read(cls, record: Record) -> Self:
        part = cls(
            number=record.number("number", required=True) or 0,
            title=record.must_text("title"),
            gates=record.list_of_words("gates"),
            percent=record.number("percent"),
            amount=record.pounds("amount"),
            due_on=record.day("due_on"),
            days_after_start=record.number("days_after_start"),
            tiers=record.list_of_words("tiers"),
            in_arrears=record.yes("in_arrears"),
            retention=record.yes("retention"),
        )
        record.done()
        if (part.percent is None) == (part.amount is None):
            record.fault("", "needs percent or amount, and not both")
        if (part.due_on is None) == (part.days_after_start is None):
            record.fault("", "needs due_on or days_after_start, and not both")
        for gate in part.gates:
            if gate not in GATES and not _RETURN_GATE.fullmatch(gate):
                record.fault("gates", f"“{gate}” is not one of {', '.join(GATES)} or return:1, return:2 …")
        if not {"signed", "bank"} <= set(part.gates):
            record.fault("gates", "no money leaves before signed and bank")
        return part

    @property
    def waits_for_returns(self) -> tuple[int, ...]:
        return tuple(int(gate.partition(":")[2]) for gate in self.gates if gate.startswith("return:"))


@dataclass(frozen=True)
class Return:
    """A report owed: which months of the award it covers and how long after them it is due."""

    number: int
    title: Text
    form: str
    from_month: int
    to_month: int
    due_days_after: int
    tiers: tuple[str, ...] = ()
    final: bool = False
    declared_by_two: bool = False

    @classmethod
    def read(cls, record: Record) -> Self:
        owed = cls(
            number=record.number("number", required=True) or 0,
            title=record.must_text("title"),
            form=record.words("form", required=True),
            from_month=record.number("from_month", required=True) or 0,
            to_month=record.number("to_month", required=True) or 0,
            due_days_after=record.number("due_days_after", required=True) or 0,
            tiers=record.list_of_words("tiers"),
            final=record.yes("final"),
            declared_by_two=record.yes("declared_by_two"),
        )
        record.done()
        if owed.to_month <= owed.from_month:
            record.fault("to_month", "must be after from_month")
        return owed
