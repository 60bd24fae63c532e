"""What a browser posted into the value we store, and back into what the browser would post for it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from grants.domain.identifiers import postcode
from grants.questions.columns import Column
from grants.questions.question import Question
from grants.questions.scalars import READERS, day, one_line, refusal
from grants.questions.wording import subject

Raw = Mapping[str, list[str]]
ADDRESS = ("line_1", "line_2", "town", "county", "postcode")
_DATE = ("day", "month", "year")


@dataclass(frozen=True)
class Read:
    """The stored value, or None; and what could not be read, as (field name, message)."""

    value: Any
    problems: tuple[tuple[str, str], ...] = ()


def read(question: Question, raw: Raw) -> Read:
    """Shape only: whether a readable answer is enough or too much is for `limits` and `check`."""
    reader = _OTHER_READERS.get(question.type, _tabular if question.is_table else _plain)
    return reader(question, raw)


def _first(raw: Raw, name: str) -> str:
    return (raw.get(name) or [""])[0]


def _plain(question: Question, raw: Raw) -> Read:
    typed = _first(raw, question.key)
    if not typed.strip():
        return Read(None)
    try:
        value = READERS[question.type](typed)
        return Read(None if value == "" else value)
    except ValueError as error:
        return Read(None, ((question.key, refusal(subject(question), error, one_of_many=question.type == "money")),))


def _date(question: Question, raw: Raw) -> Read:
    parts = tuple(_first(raw, f"{question.key}-{part}") for part in _DATE)
    if not any(part.strip() for part in parts):
        return Read(None)
    try:
        return Read(day((parts[0], parts[1], parts[2])))
    except ValueError as error:
        return Read(None, ((f"{question.key}-day", refusal(subject(question), error)),))


def _yes_no(question: Question, raw: Raw) -> Read:
    return _chosen(question, _first(raw, question.key), {"yes", "no"})


def _choice(question: Question, raw: Raw) -> Read:
    return _chosen(question, _first(raw, question.key), {option.key for option in question.options})


def _chosen(question: Question, typed: str, allowed: set[str]) -> Read:
    if not typed:
        return Read(None)
    if typed not in allowed:
        return Read(None, ((question.key, "Select one of the answers in the list"),))
    return Read(typed)


def _choices(question: Question, raw: Raw) -> Read:
    typed = {item for item in raw.get(question.key, []) if item}
    chosen = [option.key for option in question.options if option.key in typed]
    if typed - set(chosen):
        return Read(None, ((question.key, "Select only answers in the list"),))
    return Read(chosen or None)


def _declaration(question: Question, raw: Raw) -> Read:
    return Read(True if _first(raw, question.key) in ("yes", "on", "true", "1") else None)


def _file(question: Question, raw: Raw) -> Read:
    ids = dict.fromkeys(one_line(item) for item in raw.get(question.key, []))
    return Read([each for each in ids if each] or None)


def _address(question: Question, raw: Raw) -> Read:
    lines = {part: one_line(_first(raw, f"{question.key}-{part}")) for part in ADDRESS}
    value = {part: line for part, line in lines.items() if line}
    if "postcode" in value:
        try:
            value["postcode"] = postcode(value["postcode"])
        except ValueError as error:
            return Read(None, ((f"{question.key}-postcode", str(error)),))
    return Read(value or None)


def row_numbers(key: str, raw: Raw) -> list[int]:
    """The numbers of the rows posted, in order, whichever were taken away."""
    named = (re.match(rf"{re.escape(key)}-([0-9]{{1,4}})-", name) for name in raw)
    return sorted({int(match[1]) for match in named if match})


def _tabular(question: Question, raw: Raw) -> Read:
    rows: list[dict[str, Any]] = []
    problems: list[tuple[str, str]] = []
    for place, number in enumerate(row_numbers(question.key, raw), start=1):
        row: dict[str, Any] = {}
        for column in question.table_columns:
            _read_cell(column, f"{question.key}-{number}-{column.key}", place, raw, row, problems)
        if row:
            rows.append(row)
    return Read(None if problems else (rows or None), tuple(problems))


def _read_cell(
    column: Column, name: str, place: int, raw: Raw, row: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    typed = _first(raw, name).strip()
    if not typed:
        return
    if column.type == "choice":
        if column.option(typed) is None:
            problems.append((name, f"{column.label.en} in row {place}: select one of the answers in the list"))
            return
        row[column.key] = typed
        return
    try:
        value = READERS[column.type](typed)
    except ValueError as error:
        problems.append((name, refusal(f"{column.label.en} in row {place}", error, one_of_many=True)))
        return
    if value != "":
        row[column.key] = value


_OTHER_READERS: dict[str, Callable[[Question, Raw], Read]] = {
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "declaration": _declaration,
    "file": _file,
    "address": _address,
}
