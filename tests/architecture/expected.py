"""What every person gets from every address, as it was generated and then reviewed: access_matrix.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("access_matrix.toml")
SIDES = ("own", "other", "mixed")
BY_HAND = ("because", "and_may_change")
HEAD = """\
# What every person gets from every address: made by tests/architecture/test_access_matrix.py with
# GRANTS_WRITE_MATRIX=1, and reviewed. `own`: things of the person's own fund or organisation; `other`: things of
# another; `mixed`: another's part under one's own thing. Steps are sent with nothing filled in.
# Where somebody who may come gets more than "not found" of another's thing, `because` says why, and `and_may_change`
# that such a step may change something; what people wrote there is kept.
"""
Found = dict[tuple[str, str], dict[str, Any]]


def read() -> Found:
    """The reviewed answers by address and method."""
    if not FILE.exists():
        return {}
    listed = tomllib.loads(FILE.read_text("utf-8")).get("route", [])
    return {(each["address"], each["method"]): each for each in listed}


def write(found: Found) -> None:
    """Put the answers in the file; the reasons that people wrote stay, addresses of the other methods too."""
    kept = read()
    for key, each in found.items():
        written = {name: kept[key][name] for name in BY_HAND if name in kept.get(key, {})}
        kept[key] = {**each, **written}
    FILE.write_text(HEAD + "".join(_entry(kept[key]) for key in sorted(kept)), "utf-8")


def forget(known: set[tuple[str, str]]) -> None:
    """Take out addresses that are no more."""
    kept = {key: each for key, each in read().items() if key in known}
    FILE.write_text(HEAD + "".join(_entry(kept[key]) for key in sorted(kept)), "utf-8")


def _entry(each: dict[str, Any]) -> str:
    lines = ["", "[[route]]", *(f"{name} = {json.dumps(each[name])}" for name in ("address", "method", "view"))]
    lines.append(f"who = {json.dumps(each['who'])}")
    lines += [f"{name} = {json.dumps(each[name], ensure_ascii=False)}" for name in BY_HAND if name in each]
    for side in SIDES:
        if side in each:
            answers = (f'"{result}" = {json.dumps(roles)}' for result, roles in sorted(each[side].items()))
            lines.append(f"{side} = {{ {', '.join(answers)} }}")
    return "\n".join(lines) + "\n"
