"""What an auditor typed into the search, read with every problem named and nothing typed lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _

from grants.audit.find import Wanted
from grants.domain.money import parse_pounds

DATE_SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y")
MOST_LETTERS = 200


@dataclass
class Asked:
    """The boxes as they were filled in, and what they come to."""

    boxes: Mapping[str, str]
    problems: list[tuple[str, str]] = field(default_factory=list)

    def wanted(self) -> Wanted:
        """What to look for. Boxes that can't be read are named in `problems` and left out."""
        return Wanted(
            reference=self.boxes["reference"],
            organisation=self.boxes["organisation"],
            since=self._day("since"),
            until=self._day("until"),
            pence=self._pence(),
        )

    def error(self, name: str) -> str:
        """What is wrong with one box; empty when nothing is."""
        return next((message for box, message in self.problems if box == name), "")

    def _day(self, name: str) -> date | None:
        typed = self.boxes[name]
        for shape in DATE_SHAPES if typed else ():
            try:
                return datetime.strptime(typed, shape).date()  # noqa: DTZ007 - a date has no time zone
            except ValueError:
                continue
        if typed:
            self.problems.append((name, _("Enter a real date, like 21/11/2026")))
        return None

    def _pence(self) -> int | None:
        if not self.boxes["amount"]:
            return None
        try:
            return parse_pounds(self.boxes["amount"])
        except ValueError as problem:
            self.problems.append(("amount", str(problem)))
            return None


def asked_from(values: Mapping[str, str]) -> Asked:
    """The boxes out of an address."""
    names = ("reference", "organisation", "since", "until", "amount")
    return Asked({name: values.get(name, "").replace("\x00", "").strip()[:MOST_LETTERS] for name in names})
