"""A stored value as the browser would post it: what the fields of a page are filled with."""

from typing import Any

from grants.domain.money import plain
from grants.questions.question import Question


def typed(question: Question, value: Any) -> dict[str, list[str]]:
    if value is None:
        return {}
    if question.is_table:
        return _rows(question, value)
    if question.type == "date":
        year, month, day = value.split("-")
        return {f"{question.key}-{part}": [str(int(n))] for part, n in _date_parts(day, month, year)}
    if question.type == "address":
        return {f"{question.key}-{part}": [line] for part, line in value.items()}
    if question.type in ("choices", "file"):
        return {question.key: list(value)}
    return {question.key: [_one(question.type, value)]}


def _date_parts(day: str, month: str, year: str) -> tuple[tuple[str, str], ...]:
    return (("day", day), ("month", month), ("year", year))


def _rows(question: Question, rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    types = {column.key: column.type for column in question.table_columns}
    return {
        f"{question.key}-{number}-{key}": [_one(types[key], cell)]
        for number, row in enumerate(rows)
        for key, cell in row.items()
        if key in types
    }


def _one(kind: str, value: Any) -> str:
    if kind == "money":
        return plain(value).removesuffix(".00")
    return "yes" if value is True else str(value)
