"""One question: what is asked, of whom, and what its answer is used for."""

import re
from dataclasses import dataclass, field, replace
from typing import Self

from grants.questions.columns import OPTIONS_GO_TO, TABLES, Column, Option, columns_from, options_from
from grants.questions.conditions import When, conditions_from
from grants.questions.record import Record
from grants.questions.text import Text

PLAIN = ("text", "long_text", "email", "phone", "postcode")
CHOOSING = ("choice", "choices")
TABULAR = (*TABLES, "table")
TYPES = (*PLAIN, "money", "integer", "date", "yes_no", *CHOOSING, "declaration", "address", "file", *TABULAR)
TAGS = ("identity", "personal", "equality", "publish")
BINDS: dict[str, tuple[str, ...]] = {
    "title": ("text",),
    "summary": ("text", "long_text"),
    "amount_requested": ("money",),
    "minimum_viable": ("money",),
    "total_cost": ("money",),
    "starts_on": ("date",),
    "ends_on": ("date",),
    "district": ("choice",),
    "districts": ("districts",),
    "lot": ("choice",),
    "beneficiaries": ("integer",),
    "budget": ("budget",),
    "outcomes": ("outcomes",),
    "partners": ("partners",),
    "match": ("match",),
    "advance_payment": ("yes_no",),
    "confidential_location": ("yes_no",),
}
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Stop:
    """An answer that ends the eligibility check, and the reason the person is given."""

    answers: tuple[str, ...]
    reason: Text


@dataclass(frozen=True)
class Question:
    key: str
    type: str
    label: Text
    help: Text | None = None
    name: Text | None = None  # how an error message calls the answer: “Enter the project title”
    required: bool = True
    when: tuple[When, ...] = ()
    words: int | None = None
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    earliest: str | None = None
    latest: str | None = None
    columns: tuple[Column, ...] = ()
    rows: int | None = None  # most rows of a table, most files of an upload
    adds_up_to: str | None = None
    overheads_percent: int | None = None
    accept: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    binds: str | None = None
    criterion: str | None = None
    tags: tuple[str, ...] = field(default=())

    @property
    def is_table(self) -> bool:
        return self.type in TABULAR

    @property
    def table_columns(self) -> tuple[Column, ...]:
        """The columns as asked: the standard ones of the type, with this question's own options put in."""
        standard = TABLES.get(self.type, self.columns)
        place = OPTIONS_GO_TO.get(self.type)
        if not self.options or place is None:
            return standard
        return tuple(replace(each, options=self.options) if each.key == place else each for each in standard)

    def option(self, key: object) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    @classmethod
    def read(cls, record: Record) -> Self:
        question = cls(
            key=record.words("key", required=True),
            type=record.one_of("type", TYPES),
            label=record.must_text("label"),
            help=record.text("help"),
            name=record.text("name"),
            required=record.yes("required", default=True),
            when=conditions_from(record.raw("when"), record.at("when"), record.faults),
            words=record.number("words"),
            options=options_from(record),
            minimum=record.number("minimum"),
            maximum=record.number("maximum"),
            earliest=record.words("earliest") or None,
            latest=record.words("latest") or None,
            columns=columns_from(record),
            rows=record.number("rows"),
            adds_up_to=record.words("adds_up_to") or None,
            overheads_percent=record.number("overheads_percent"),
            accept=record.list_of_words("accept"),
            stops=_stops(record),
            binds=record.words("binds") or None,
            criterion=record.words("criterion") or None,
            tags=tuple(sorted(record.list_of_words("tags"))),
        )
        record.done()
        _find_faults(question, record)
        return question


def _stops(record: Record) -> tuple[Stop, ...]:
    stops = []
    for item in record.records("stops"):
        stops.append(Stop(item.list_of_words("answers"), item.must_text("reason")))
        item.done()
    return tuple(stops)


def _find_faults(question: Question, record: Record) -> None:
    if question.key and not _KEY.fullmatch(question.key):
        record.fault("key", f"“{question.key}” must be small letters, digits and underscores")
    if question.type in (*CHOOSING, "districts") and not question.options:
        record.fault("options", f"is missing: {question.type} needs options")
    if question.type == "table" and not question.columns:
        record.fault("columns", "is missing: a table needs columns")
    if question.columns and question.type != "table":
        record.fault("columns", f"a {question.type} question has its own columns")
    _find_tag_faults(question, record)
    _find_limit_faults(question, record)


def _find_tag_faults(question: Question, record: Record) -> None:
    for tag in question.tags:
        if tag not in TAGS:
            record.fault("tags", f"“{tag}” is not one of {', '.join(TAGS)}")
    if "equality" in question.tags and (question.criterion or question.binds):
        record.fault("tags", "an equality question is never scored and never copied to the application")
    if question.binds and question.type not in BINDS.get(question.binds, ()):
        kinds = ", ".join(BINDS.get(question.binds, ())) or "nothing: the name is not known"
        record.fault("binds", f"“{question.binds}” is for {kinds}")


def _find_limit_faults(question: Question, record: Record) -> None:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        record.fault("minimum", "is more than the maximum")
    if question.words is not None and (question.words < 1 or question.type not in ("text", "long_text")):
        record.fault("words", "must be 1 or more, on a text question")
    allowed = {"yes", "no"} if question.type == "yes_no" else {option.key for option in question.options}
    for stop in question.stops:
        for answer in set(stop.answers) - allowed:
            record.fault("stops", f"“{answer}” is not an answer to this question")
