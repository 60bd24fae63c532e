"""What a scheme counts, and what an estimate of its worth rests on."""

from dataclasses import dataclass
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_words import INDICATOR_KINDS


@dataclass(frozen=True)
class Indicator:
    """What is counted. An estimate multiplies a count by a stated unit cost and is always shown as one."""

    key: str
    title: Text
    unit: str
    kind: str = "target"
    target: int | None = None
    assumed: bool = False
    by_district: bool = False
    split_by: tuple[str, ...] = ()
    unit_cost: int | None = None
    unit_cost_source: str = ""
    counts: str = ""  # the indicator an estimate multiplies
    note: Text | None = None

    @classmethod
    def read(cls, record: Record) -> Self:
        indicator = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            unit=record.words("unit", required=True),
            kind=record.one_of("kind", INDICATOR_KINDS, default="target"),
            target=record.number("target"),
            assumed=record.yes("assumed"),
            by_district=record.yes("by_district"),
            split_by=record.list_of_words("split_by"),
            unit_cost=record.pounds("unit_cost"),
            unit_cost_source=record.words("unit_cost_source"),
            counts=record.words("counts"),
            note=record.text("note"),
        )
        record.done()
        if (indicator.kind == "estimate") != (indicator.unit_cost is not None):
            record.fault("unit_cost", "an estimate, and only an estimate, has a unit cost")
        if indicator.unit_cost is not None and not (indicator.unit_cost_source and indicator.counts):
            record.fault("unit_cost_source", "an estimate says where its unit cost is from and what it counts")
        return indicator
