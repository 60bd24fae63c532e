"""How a round is judged: criteria with bands, who scores, when scores differ too much, who sits on the panel."""

from dataclasses import dataclass
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text, text_from
from grants.setup.scheme_words import PANEL_ROLES


@dataclass(frozen=True)
class Criterion:
    key: str
    title: Text
    weight: int
    guidance: Text
    bands: tuple[Text, ...]  # the descriptor of 0 first
    minimum: int | None = None

    @classmethod
    def read(cls, record: Record) -> Self:
        criterion = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            weight=record.number("weight", required=True) or 0,
            guidance=record.must_text("guidance"),
            bands=_bands(record),
            minimum=record.number("minimum"),
        )
        record.done()
        if not 1 <= criterion.weight <= 100:
            record.fault("weight", "must be from 1 to 100")
        if criterion.minimum is not None and not 0 < criterion.minimum < max(len(criterion.bands), 1):
            record.fault("minimum", "must be one of the bands, above 0")
        return criterion


def _bands(record: Record) -> tuple[Text, ...]:
    value = record.raw("bands", required=True)
    items = value if isinstance(value, list) else []
    texts = [text_from(item) for item in items]
    if len(texts) != 6 or None in texts:
        record.fault("bands", "must describe the six bands, 0 to 5, in that order")
    return tuple(text for text in texts if text is not None)


@dataclass(frozen=True)
class Scoring:
    assessors: int = 2
    pass_mark: int = 60  # per cent
    variance_points: int = 15
    variance_bands: int = 2
    reason_words: int = 150
    tie_break: tuple[str, ...] = ()

    @classmethod
    def read(cls, record: Record) -> Self:
        scoring = cls(
            assessors=_or(record.number("assessors"), 2),
            pass_mark=_or(record.number("pass_mark"), 60),
            variance_points=_or(record.number("variance_points"), 15),
            variance_bands=_or(record.number("variance_bands"), 2),
            reason_words=_or(record.number("reason_words"), 150),
            tie_break=record.list_of_words("tie_break"),
        )
        record.done()
        if scoring.assessors < 1:
            record.fault("assessors", "must be 1 or more")
        if not 0 <= scoring.pass_mark <= 100:
            record.fault("pass_mark", "must be from 0 to 100 per cent")
        return scoring


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value


@dataclass(frozen=True)
class Panel:
    members: tuple[str, ...]
    quorum: int
    chair: str

    @classmethod
    def read(cls, record: Record) -> Self:
        panel = cls(
            members=record.list_of_words("members"),
            quorum=record.number("quorum", required=True) or 0,
            chair=record.one_of("chair", PANEL_ROLES),
        )
        record.done()
        for role in panel.members:
            if role not in PANEL_ROLES:
                record.fault("members", f"“{role}” is not one of {', '.join(PANEL_ROLES)}")
        if not 1 <= panel.quorum <= len(panel.members):
            record.fault("quorum", "must be from 1 to the number of members")
        return panel
