"""What was typed into the boxes of the built-in parts, into the values kept and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grants.domain.money import parse_pounds, plain
from grants.domain.text import clean
from grants.monitor.figures import Figures
from grants.monitor.rules import MOST_COUNTED, Problems, spend_field, target_field
from grants.questions.scalars import integer

Raw = Mapping[str, list[str]]
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class ReadNumbers:
    """The value of a part, and what could not be read."""

    value: dict[str, Any]
    problems: Problems


def read_targets(figures: Figures, raw: Raw) -> ReadNumbers:
    """Counts, whole and by district; what is left empty is not kept."""
    value: dict[str, Any] = {}
    problems: Problems = []
    for target in figures.targets:
        boxes = {"all": target_field(target.key)}
        if target.by_district:
            boxes |= {each.code: target_field(target.key, each.code) for each in figures.districts}
        names = {each.code: f"{target.title}, {each.name}" for each in figures.districts} | {"all": target.title}
        given = {key: _count(raw, field, names[key], problems) for key, field in boxes.items()}
        kept = {key: count for key, count in given.items() if count is not None}
        if kept:
            value[target.key] = kept
    return ReadNumbers(value, problems)


def _count(raw: Raw, field: str, name: str, problems: Problems) -> int | None:
    typed = _first(raw, field)
    if not typed:
        return None
    try:
        count = integer(typed)
        if count > MOST_COUNTED:
            raise ValueError(f"must be {MOST_COUNTED:,} or less")
    except ValueError as problem:
        problems.append((field, f"{name} {problem}"))
        return None
    return count


def read_spending(figures: Figures, raw: Raw) -> ReadNumbers:
    """Sums and reasons by line of the award."""
    value: dict[str, Any] = {}
    problems: Problems = []
    for line in figures.lines:
        kept: dict[str, Any] = {}
        field = spend_field(line.id)
        typed = _first(raw, field)
        if typed:
            try:
                kept["pence"] = parse_pounds(typed)
            except ValueError as problem:
                problems.append((field, f"{line.label}: {problem}"))
        note = clean(_first(raw, spend_field(line.id, "note"))).strip()
        if len(note) > LONGEST_NOTE:
            problems.append((spend_field(line.id, "note"), f"{line.label}: the reason must be 1,000 letters or fewer"))
        elif note:
            kept["note"] = note
        if kept:
            value[str(line.id)] = kept
    return ReadNumbers(value, problems)


def target_boxes(figures: Figures, value: Mapping[str, Any]) -> dict[str, str]:
    """What each box of the targets holds."""
    found: dict[str, str] = {}
    for target in figures.targets:
        for key, count in (value.get(target.key) or {}).items():
            found[target_field(target.key, "" if key == "all" else key)] = str(count)
    return found


def spend_boxes(figures: Figures, value: Mapping[str, Any]) -> dict[str, str]:
    """What each box of the spending holds."""
    found: dict[str, str] = {}
    for line in figures.lines:
        kept = value.get(str(line.id)) or {}
        if "pence" in kept:
            found[spend_field(line.id)] = plain(kept["pence"])
        found[spend_field(line.id, "note")] = kept.get("note", "")
    return found


def _first(raw: Raw, field: str) -> str:
    return (raw.get(field) or [""])[0].strip()
