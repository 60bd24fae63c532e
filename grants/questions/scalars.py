"""One posted text into one stored value; the message of a refusal says what to do."""

import re
from collections.abc import Callable
from datetime import date

from grants.domain.identifiers import email, phone, postcode
from grants.domain.money import parse_pounds
from grants.domain.text import clean

MOST_NUMBER = 999_999_999_999
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def long_text(text: str) -> str:
    return clean(text).strip()


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def integer(text: str) -> int:
    typed = one_line(text)
    bare = typed.replace(",", "") if _GROUPED.fullmatch(typed) else typed
    if not re.fullmatch(r"[0-9]+", bare, re.ASCII):
        raise ValueError("must be a whole number, like 25")
    if len(bare) > 15 or int(bare) > MOST_NUMBER:
        raise ValueError(f"must be {MOST_NUMBER:,} or less")
    return int(bare)


def day(parts: tuple[str, str, str]) -> str:
    """Three boxes, day, month and year; the month may be a name."""
    typed = [one_line(part) for part in parts]
    absent = [name for name, text in zip(("a day", "a month", "a year"), typed, strict=True) if not text]
    if absent:
        raise ValueError(f"must include {' and '.join(absent)}")
    named = typed[1][:3].lower()
    month = str(_MONTHS.index(named) + 1) if named in _MONTHS else typed[1]
    if not re.fullmatch(r"[0-9]{4}", typed[2], re.ASCII):
        raise ValueError("must have a year of 4 numbers")
    return _real_date(typed[2], month, typed[0])


def _real_date(year: str, month: str, number: str) -> str:
    if all(re.fullmatch(r"[0-9]{1,2}", part, re.ASCII) for part in (month, number)):
        try:
            return date(int(year), int(month), int(number)).isoformat()
        except ValueError:
            pass  # a day no calendar has gets the same words as a day that is no number
    raise ValueError("must be a real date")


def iso_day(text: str) -> str:
    """A date in one box: 21/11/2026 or 21 November 2026, or 2026-11-21 as we store it."""
    typed = one_line(text)
    stored = re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", typed, re.ASCII)
    parts = typed.split("-")[::-1] if stored else re.split(r"[ /.-]", typed)
    if len(parts) != 3:
        raise ValueError("must be a date, like 21/11/2026")
    return day((parts[0], parts[1], parts[2]))


READERS: dict[str, Callable[[str], str | int]] = {
    "text": one_line,
    "long_text": long_text,
    "money": parse_pounds,
    "integer": integer,
    "email": email,
    "phone": phone,
    "postcode": postcode,
    "date": iso_day,
}


def refusal(name: str, error: ValueError, *, one_of_many: bool = False) -> str:
    """Some refusals are a whole sentence; others begin with its name, as all do where several answers are alike."""
    message = str(error)
    if message.startswith("must "):
        return f"{name} {message}"
    return f"{name}: {message[0].lower()}{message[1:]}" if one_of_many else message
