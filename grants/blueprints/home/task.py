"""One line of what waits for somebody."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Task:
    """One thing to do: what, about whom, by when, and where it is done."""

    what: str
    about: str
    due_on: date | None
    since: datetime
    href: str

    @property
    def order(self) -> tuple[date, datetime]:
        return (self.due_on or date.max, self.since)
