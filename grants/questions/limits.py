"""Whether a readable answer is enough, too much, or no longer one of the answers offered."""

from datetime import date
from typing import Any

from grants.domain.calendar import long_date
from grants.domain.money import pounds
from grants.domain.text import word_count
from grants.questions.columns import Column
from grants.questions.question import Question
from grants.questions.wording import subject

MOST_CHARACTERS = {"text": 500, "long_text": 20_000}
MOST_ROWS = 60
Found = list[tuple[str, str]]


def limits(question: Question, value: Any) -> Found:
    """What is wrong with one answer on its own, as (field name, message); nothing for no answer."""
    if value is None:
        return []
    if question.is_table:
        return _row_limits(question, value)
    if question.type in ("text", "long_text"):
        return _text_limits(question, value)
    if question.type in ("money", "integer"):
        return _number_limits(question, value)
    if question.type == "date":
        return _date_limits(question, value)
    return _other_limits(question, value)


def _text_limits(question: Question, value: str) -> Found:
    if question.words is not None and word_count(value) > question.words:
        return [(question.key, f"{subject(question)} must be {question.words} words or fewer")]
    most = MOST_CHARACTERS[question.type]
    if len(value) > most:
        return [(question.key, f"{subject(question)} must be {most:,} characters or fewer")]
    return []


def _number_limits(question: Question, value: int) -> Found:
    shown = pounds if question.type == "money" else "{:,}".format
    if question.minimum is not None and value < question.minimum:
        return [(question.key, f"{subject(question)} must be {shown(question.minimum)} or more")]
    if question.maximum is not None and value > question.maximum:
        return [(question.key, f"{subject(question)} must be {shown(question.maximum)} or less")]
    return []


def _date_limits(question: Question, value: str) -> Found:
    """ISO dates compare as text."""
    field = f"{question.key}-day"
    if question.earliest is not None and value < question.earliest:
        return [(field, f"{subject(question)} must be on or after {_day(question.earliest)}")]
    if question.latest is not None and value > question.latest:
        return [(field, f"{subject(question)} must be on or before {_day(question.latest)}")]
    return []


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso))


def _other_limits(question: Question, value: Any) -> Found:
    offered = {option.key for option in question.options}
    if question.type == "choice" and value not in offered:
        return [(question.key, f"{subject(question)} is no longer offered: select again")]
    if question.type == "choices" and set(value) - offered:
        return [(question.key, f"{subject(question)} is no longer offered: select again")]
    if question.type == "address":
        needed = (("line_1", "Enter the first line of the address"), ("postcode", "Enter a postcode"))
        return [(f"{question.key}-{part}", message) for part, message in needed if part not in value]
    if question.type == "file" and question.rows is not None and len(value) > question.rows:
        return [(question.key, f"Upload {question.rows} or fewer")]
    return []


def _row_limits(question: Question, rows: list[dict[str, Any]]) -> Found:
    most = question.rows or MOST_ROWS
    found: Found = []
    if len(rows) > most:
        found.append((question.key, f"{subject(question)} must have {most} rows or fewer"))
    for number, row in enumerate(rows):
        for column in question.table_columns:
            found += _cell_limits(column, f"{question.key}-{number}-{column.key}", row.get(column.key))
    return found + _repeated_areas(question, rows) + _overheads(question, rows)


def _cell_limits(column: Column, name: str, cell: Any) -> Found:
    if cell is None:
        verb = "Select" if column.type == "choice" else "Enter"
        label = column.label.en
        return [(name, f"{verb} {label[:1].lower()}{label[1:]}")] if column.required else []
    if column.type == "choice" and column.option(cell) is None:
        return [(name, f"{column.label.en} is no longer offered: select again")]
    if column.words is not None and word_count(cell) > column.words:
        return [(name, f"{column.label.en} must be {column.words} words or fewer")]
    if column.type == "text" and len(cell) > MOST_CHARACTERS["text"]:
        return [(name, f"{column.label.en} must be {MOST_CHARACTERS['text']} characters or fewer")]
    return []


def _repeated_areas(question: Question, rows: list[dict[str, Any]]) -> Found:
    """Each district once, so that the numbers add up to people and not to lines."""
    if question.type != "districts":
        return []
    seen: set[str] = set()
    found: Found = []
    for number, area in enumerate(row.get("area") for row in rows):
        if area in seen:
            found.append((f"{question.key}-{number}-area", "Enter each district once"))
        seen |= {area} if area else set()
    return found


def _overheads(question: Question, rows: list[dict[str, Any]]) -> Found:
    if question.overheads_percent is None:
        return []
    total = total_of(rows, "amount")
    overheads = total_of([row for row in rows if row.get("category") == "overheads"], "amount")
    if overheads * 100 <= total * question.overheads_percent:
        return []
    return [(question.key, f"Overheads must be {question.overheads_percent}% or less of what you ask us for")]


def total_of(rows: list[dict[str, Any]] | None, column: str) -> int:
    return sum(row.get(column) or 0 for row in rows or [])
