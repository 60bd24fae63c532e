"""An answer in plain words, for summary lists, documents and exports; no HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.domain.calendar import long_date
from grants.domain.money import amount, pounds
from grants.questions.columns import Column
from grants.questions.limits import total_of
from grants.questions.question import Question
from grants.questions.reading import ADDRESS

NOT_ANSWERED = "Not answered"


@dataclass(frozen=True)
class Shown:
    """Lines of words; or a table: its heading, its rows, and a last row of totals where there is one."""

    lines: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    totals: tuple[str, ...] = ()
    right: tuple[bool, ...] = ()  # columns of numbers, set to the right

    def text(self) -> str:
        """All of it as one text, for a cell of an export."""
        table = ["; ".join(cell for cell in row if cell) for row in self.rows]
        return "\n".join([*self.lines, *table])


def show(question: Question, value: Any, *, language: str = "en", files: Mapping[str, str] | None = None) -> Shown:
    if value is None:
        return Shown((NOT_ANSWERED,))
    if question.is_table:
        return _table(question, value, language)
    if question.type == "choices":
        return Shown(tuple(_option(question, each, language) for each in value))
    if question.type == "file":
        return Shown(tuple((files or {}).get(each, each) for each in value))
    if question.type == "address":
        return Shown(tuple(value[part] for part in ADDRESS if part in value))
    if question.type == "long_text":
        return Shown(tuple(value.split("\n")))
    if question.type == "choice":
        return Shown((_option(question, value, language),))
    return Shown((_one(question.type, value),))


def _option(question: Question, key: str, language: str) -> str:
    option = question.option(key)
    return option.label.in_language(language) if option else key


def _one(kind: str, value: Any) -> str:
    if kind == "money":
        return pounds(value)
    if kind == "integer":
        return f"{value:,}"
    if kind == "date":
        return long_date(date.fromisoformat(value))
    if kind == "yes_no":
        return "Yes" if value == "yes" else "No"
    return "Agreed" if kind == "declaration" else str(value)


def _table(question: Question, rows: list[dict[str, Any]], language: str) -> Shown:
    columns = question.table_columns
    numbers = tuple(column.type in ("money", "integer") for column in columns)
    return Shown(
        heading=tuple(_heading(column, language) for column in columns),
        rows=tuple(tuple(_cell(column, row.get(column.key), language) for column in columns) for row in rows),
        totals=_totals(columns, rows),
        right=numbers,
    )


def _heading(column: Column, language: str) -> str:
    """The name of a column; one of amounts says that they are pounds."""
    label = column.label.in_language(language)
    return f"{label} (£)" if column.type == "money" and "£" not in label else label


def _totals(columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> tuple[str, ...]:
    if not any(column.total for column in columns):
        return ()
    sums = [_in_table(column.type, total_of(rows, column.key)) if column.total else "" for column in columns]
    return ("Total", *sums[1:]) if not columns[0].total else tuple(sums)


def _cell(column: Column, cell: Any, language: str) -> str:
    if cell is None:
        return ""
    if column.type == "choice":
        option = column.option(cell)
        return option.label.in_language(language) if option else str(cell)
    return _in_table(column.type, cell)


def _in_table(kind: str, value: Any) -> str:
    return amount(value) if kind == "money" else _one(kind, value)
