"""A scheme file as text: shared files taken in, later pieces laid over earlier ones, and each table's own line."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_HEADER = re.compile(r"\s*(\[{1,2})\s*([A-Za-z0-9_.\- ]+?)\s*\]{1,2}\s*(?:#.*)?")
_PATH_PART = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")
# What a round may say for itself, and otherwise takes from the scheme.
ROUND_PIECES = (
    "application", "eligibility", "letter", "decline", "criteria", "scoring", "panel", "check", "delegation",
    "instalment", "return", "return_form",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a table begins: the file's name, empty for the scheme file itself, and the line of its header."""

    file: str
    line: int


@dataclass
class Opened:
    """What was read so far: the tables, where each began, and what could not be read."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    faults: list[tuple[str, Place, str]] = field(default_factory=list)
    kept: list[object] = field(default_factory=list)  # places are known by identity: tables must stay alive


def open_scheme(text: str, shared: Callable[[str], str]) -> Opened:
    """`shared` gives the text of an included file by the name the scheme file uses for it."""
    opened = Opened()
    own = _load(text, "", opened)
    merged: dict[str, Any] = {}
    for name in _includes(own, opened):
        merged = _laid_over(merged, _shared(name, shared, opened), opened)
    opened.data = _laid_over(merged, own, opened)
    opened.places[id(opened.data)] = Place("", 1)
    _give_rounds_their_pieces(opened.data)
    return opened


def _includes(own: dict[str, Any], opened: Opened) -> list[str]:
    names = own.pop("include", [])
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return names
    opened.faults.append(("include", Place("", 1), "must be a list of file names"))
    return []


def _shared(name: str, shared: Callable[[str], str], opened: Opened) -> dict[str, Any]:
    try:
        text = shared(name)
    except (OSError, ValueError):
        opened.faults.append(("include", Place("", 1), f"“{name}” can’t be read"))
        return {}
    return _load(text, name, opened)


def _load(text: str, name: str, opened: Opened) -> dict[str, Any]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line ([0-9]+)", str(error))
        opened.faults.append(("", Place(name, int(found[1]) if found else 1), f"is not TOML: {error}"))
        return {}
    opened.kept.append(data)
    for line, header in _headers(text):
        _mark(data, header, Place(name, line), opened.places)
    return data


def _headers(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """(line, path) of each table header, not looking inside texts of several lines or lists."""
    found: list[tuple[int, tuple[str, ...]]] = []
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        match = None if inside else _HEADER.fullmatch(line)
        if match:
            found.append((number, tuple(part.strip() for part in match[2].split("."))))
        for mark in ('"""', "'''"):
            if line.count(mark) % 2 and inside in ("", mark):
                inside = "" if inside else mark
    return found


def _mark(data: Any, header: tuple[str, ...], place: Place, places: dict[int, Place]) -> None:
    """A repeated header means the next item of the list: the first one without a place."""
    here: Any = data
    for part in header:
        here = here.get(part) if isinstance(here, dict) else None
        if isinstance(here, list):
            last = part is header[-1]
            new = [item for item in here if id(item) not in places]
            seen = [item for item in here if id(item) in places]
            here = (new[0] if new else None) if last else (seen[-1] if seen else None)
    if isinstance(here, dict):
        places[id(here)] = place


def _laid_over(under: dict[str, Any], over: dict[str, Any], opened: Opened) -> dict[str, Any]:
    """Tables join; lists of tables follow one another, one with the same key in its place; else the later wins."""
    joined = dict(under)
    for key, value in over.items():
        below = joined.get(key)
        if isinstance(below, dict) and isinstance(value, dict) and not {"en", "uk"} & value.keys():
            joined[key] = _laid_over(below, value, opened)
            opened.places[id(joined[key])] = opened.places.get(id(value)) or Place("", 1)
        elif _tables(below) and _tables(value):
            joined[key] = _lists_joined(below, value)
        else:
            joined[key] = value
    opened.kept.append(joined)
    return joined


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _lists_joined(under: Any, over: Any) -> list[Any]:
    replacing = {item["key"]: item for item in over if isinstance(item.get("key"), str)}
    kept = [replacing.pop(item.get("key"), item) if isinstance(item.get("key"), str) else item for item in under]
    used = [id(item) for item in kept]
    return kept + [item for item in over if id(item) not in used]


def _give_rounds_their_pieces(data: dict[str, Any]) -> None:
    shared = {piece: data.pop(piece) for piece in ROUND_PIECES if piece in data}
    rounds = data.get("round")
    for each in rounds if isinstance(rounds, list) else []:
        if isinstance(each, dict):
            for piece, value in shared.items():
                each.setdefault(piece, value)


def place_of(path: str, opened: Opened) -> Place:
    """The place of the innermost table on the way to this path that has a header of its own."""
    here: Any = opened.data
    place = Place("", 1)
    for name, number in _PATH_PART.findall(path):
        if name:
            here = here.get(name) if isinstance(here, dict) else None
        else:
            here = here[int(number) - 1] if isinstance(here, list) and int(number) <= len(here) else None
        if id(here) in opened.places:
            place = opened.places[id(here)]
    return place
