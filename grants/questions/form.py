"""A form: sections of questions, read from canonical JSON with every fault told at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from grants.questions.conditions import When, circles, conditions_from
from grants.questions.plain import as_plain
from grants.questions.question import Question
from grants.questions.record import Faults, Record
from grants.questions.text import Text


class FormFaults(ValueError):
    """Everything wrong with a form, as (path, message)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{path}: {message}" for path, message in faults))


@dataclass(frozen=True)
class Section:
    key: str
    title: Text
    help: Text | None = None
    when: tuple[When, ...] = ()
    questions: tuple[Question, ...] = ()

    @classmethod
    def read(cls, record: Record) -> Self:
        section = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            help=record.text("help"),
            when=conditions_from(record.raw("when"), record.at("when"), record.faults),
            questions=tuple(Question.read(item) for item in record.records("questions")),
        )
        if not section.questions:
            record.fault("questions", "is missing: a section asks at least one question")
        record.done()
        return section


@dataclass(frozen=True)
class Form:
    key: str
    title: Text
    sections: tuple[Section, ...] = ()

    @classmethod
    def parse(cls, data: object) -> Self:
        faults = Faults()
        record = Record(data, "", faults)
        form = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            sections=tuple(Section.read(item) for item in record.records("sections")),
        )
        record.done()
        _find_faults(form, faults)
        if faults.found:
            raise FormFaults(faults.found)
        return form

    def to_dict(self) -> dict[str, Any]:
        plain: dict[str, Any] = as_plain(self)
        return plain

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def _places(self) -> dict[str, tuple[Section, Question]]:
        """Each question with its section; of two with one key, which no form that loads has, the first."""
        pairs = [(section, question) for section in self.sections for question in section.questions]
        return {question.key: (section, question) for section, question in reversed(pairs)}

    def question(self, key: str) -> Question | None:
        place = self._places.get(key)
        return place[1] if place else None

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def section_of(self, key: str) -> Section | None:
        place = self._places.get(key)
        return place[0] if place else None


def _find_faults(form: Form, faults: Faults) -> None:
    if not form.sections:
        faults.add("sections", "is missing: a form has at least one section")
    _find_repeats(form, faults)
    asked = {question.key: question for question in form.questions}
    for path, question in _with_paths(form):
        _find_total_fault(question, asked, path, faults)
    for path, whens in _condition_paths(form):
        for when in whens:
            _find_condition_fault(when, asked, path, faults)
    _find_circles(form, faults)


def _find_repeats(form: Form, faults: Faults) -> None:
    seen: set[str] = set()
    for number, section in enumerate(form.sections, start=1):
        if section.key in seen:
            faults.add(f"sections[{number}].key", f"“{section.key}” is used twice")
        seen.add(section.key)
    keys: set[str] = set()
    bound: set[str] = set()
    for path, question in _with_paths(form):
        if question.key in keys:
            faults.add(f"{path}.key", f"“{question.key}” is used twice")
        if question.binds in bound:
            faults.add(f"{path}.binds", f"“{question.binds}” is bound twice")
        keys.add(question.key)
        bound |= {question.binds} if question.binds else set()


def _with_paths(form: Form) -> Iterator[tuple[str, Question]]:
    for number, section in enumerate(form.sections, start=1):
        for place, question in enumerate(section.questions, start=1):
            yield f"sections[{number}].questions[{place}]", question


def _condition_paths(form: Form) -> Iterator[tuple[str, tuple[When, ...]]]:
    for number, section in enumerate(form.sections, start=1):
        yield f"sections[{number}].when", section.when
    for path, question in _with_paths(form):
        yield f"{path}.when", question.when


def _find_total_fault(question: Question, asked: dict[str, Question], path: str, faults: Faults) -> None:
    if question.adds_up_to is None:
        return
    target = asked.get(question.adds_up_to)
    first = next((column for column in question.table_columns if column.total), None)
    if target is None or first is None or target.type != first.type:
        wrong = f"“{question.adds_up_to}” is not a question of the kind this table adds up"
        faults.add(f"{path}.adds_up_to", wrong)


def _find_condition_fault(when: When, asked: dict[str, Question], path: str, faults: Faults) -> None:
    on = asked.get(when.question)
    if on is None:
        faults.add(path, f"there is no question “{when.question}”")
    elif when.test in ("over", "under"):
        if on.type not in ("money", "integer"):
            faults.add(path, f"“{when.question}” is not money or a whole number")
    else:
        _find_answer_fault(when, on, path, faults)


def _find_answer_fault(when: When, on: Question, path: str, faults: Faults) -> None:
    known = {"yes", "no"} if on.type in ("yes_no", "declaration") else {option.key for option in on.options}
    wanted = when.value if isinstance(when.value, tuple) else (str(when.value),)
    for value in wanted:
        if known and value not in known:
            faults.add(path, f"“{value}” is not an answer to “{when.question}”")


def _find_circles(form: Form, faults: Faults) -> None:
    needs = {
        question.key: frozenset(when.question for when in (*question.when, *section.when))
        for section in form.sections
        for question in section.questions
    }
    for key in circles(needs):
        faults.add("sections", f"“{key}” waits for its own answer to be shown")
