"""Reading a table of settings: each key is taken once, every fault is kept, what nobody took is a fault."""

from collections.abc import Collection
from datetime import date, datetime, time

from grants.domain.money import MOST_PENCE, parse_pounds
from grants.questions.text import Text, text_from


class Faults:
    """Every fault found so far, as (path, message)."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def add(self, path: str, message: str) -> None:
        self.found.append((path, message))


class Record:
    """One table. An absent key gives the empty value; `done` refuses the keys that nobody asked for."""

    def __init__(self, data: object, path: str, faults: Faults) -> None:
        self.path, self.faults = path, faults
        if not isinstance(data, dict):
            faults.add(path, "must be a table")
        self._left: dict[str, object] = dict(data) if isinstance(data, dict) else {}

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, message: str) -> None:
        self.faults.add(self.at(key) if key else self.path, message)

    def raw(self, key: str, *, required: bool = False) -> object:
        if required and key not in self._left:
            self.fault(key, "is missing")
        return self._left.pop(key, None)

    def words(self, key: str, *, required: bool = False) -> str:
        value = self.raw(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault(key, "must be words")
            return ""
        return value.strip()

    def text(self, key: str, *, required: bool = False) -> Text | None:
        value = self.raw(key, required=required)
        text = text_from(value)
        if value is not None and text is None:
            self.fault(key, "must be words, or a table of languages with en among them")
        return text

    def must_text(self, key: str) -> Text:
        return self.text(key, required=True) or Text("")

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.words(key, required=default is None) or (default or "")
        if value and value not in allowed:
            self.fault(key, f"“{value}” is not one of {', '.join(sorted(allowed))}")
        return value

    def number(self, key: str, *, required: bool = False) -> int | None:
        value = self.raw(key, required=required)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.fault(key, "must be a whole number")
        return None

    def pounds(self, key: str, *, required: bool = False) -> int | None:
        """Written in pounds, 3000 or "1068589.00"; given back in pence."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        pence = pence_from(value)
        if pence is None:
            self.fault(key, 'must be a sum in pounds, such as 3000 or "1068589.00"')
        return pence

    def yes(self, key: str, *, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(key, "must be true or false")
        return default

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self.raw(key, required=required)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.fault(key, "must be a date, such as 2026-11-21")
        return None

    def local_time(self, key: str, *, required: bool = False) -> datetime | None:
        value = self.raw(key, required=required)
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime.combine(value, time())
        if value is None or (isinstance(value, datetime) and value.tzinfo is None):
            return value
        self.fault(key, "must be a local date and time, such as 2026-11-21T17:00:00")
        return None

    def list_of_words(self, key: str) -> tuple[str, ...]:
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.fault(key, "must be a list of words")
            return ()
        return tuple(value)

    def record(self, key: str) -> "Record | None":
        value = self.raw(key)
        return None if value is None else Record(value, self.at(key), self.faults)

    def records(self, key: str) -> list["Record"]:
        """Items are numbered from 1, as a person counts them."""
        value = self.raw(key)
        if value is not None and not isinstance(value, list):
            self.fault(key, "must be a list of tables")
        items = value if isinstance(value, list) else []
        return [Record(item, f"{self.at(key)}[{n}]", self.faults) for n, item in enumerate(items, start=1)]

    def done(self) -> None:
        for key in self._left:
            self.fault(key, "is not known here")
        self._left = {}


def pence_from(value: object) -> int | None:
    """Pence from whole pounds or from words such as "1,068,589.00"; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value * 100 if 0 <= value * 100 <= MOST_PENCE else None
    try:
        return parse_pounds(value) if isinstance(value, str) else None
    except ValueError:
        return None
