"""Counties to walk through: staff, three bodies, one open round and the first weeks, made once and copied."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from grants import clock
from grants.database import Database
from grants.demo.applying import Applicant
from grants.demo.bodies import bodies
from grants.demo.people import Known, found, hire_staff
from grants.demo.teller import SYSTEM, Teller
from grants.factory import create_app
from grants.setup.commands.load_scheme import load_scheme
from grants.setup.commands.publish_round import publish_round
from grants.setup.scheme_file import SCHEMES, read_scheme
from grants.work import House
from tests import engines
from tests.conftest import KEYS, NOW, plain_settings
from tests.invariants.machine import MANAGER, County

SUPPORT = SCHEMES / "s02_voluntary_sector_support.toml"


@dataclass
class Counties:
    """Copies of one county on one engine. Only the newest is kept."""

    engine: str
    base: str
    url: str
    folder: Path
    bodies: list[Applicant]
    moment: datetime = NOW
    chance: Any = None
    newest: str = ""
    _numbers: Iterator[int] = field(default_factory=count)

    def fresh(self) -> tuple[Teller, list[Applicant]]:
        """A copy, as it was when its first weeks were over."""
        self.drop()
        self.newest = self._copy()
        teller = teller_on(self.newest, self.folder)
        teller.moment = self.moment
        teller.chance.setstate(self.chance)
        return teller, self.bodies

    def _copy(self) -> str:
        if self.engine == "sqlite":
            path = self.folder / f"county{next(self._numbers)}.db"
            shutil.copy(self.url.removeprefix("sqlite:///"), path)
            return f"sqlite:///{path}"
        name = self.url.rpartition("/t_")[2].partition("?")[0]
        return engines.copy_postgresql(self.base, f"t_{name}")

    def drop(self) -> None:
        """Let the newest copy go."""
        if self.newest and self.engine == "sqlite":
            for path in self.folder.glob(f"{Path(self.newest).name}*"):
                path.unlink()
        elif self.newest:
            engines.drop_postgresql(self.base, self.newest)
        self.newest = ""


def teller_on(url: str, folder: Path) -> Teller:
    """A teller of a database that need not outlive a power cut."""
    app = create_app(replace(plain_settings(url, folder), demo=True))
    house = House(Database(url, durable=False), KEYS)
    app.extensions["grants_house"] = house
    return Teller(app, house, today=date(2026, 11, 21))


@contextmanager
def counties(engine: str, templates: dict[str, tuple[str, str]], folder: Path) -> Iterator[Counties]:
    """The county on this engine, ready to be copied; everything is gone after the block."""
    base, template = templates[engine]
    folder.mkdir()
    url = engines.copy_sqlite(template, folder) if engine == "sqlite" else engines.copy_postgresql(base, template)
    made = Counties(engine, base, url, folder, _founded(url, folder))
    made.moment, made.chance = _first_weeks(made)
    try:
        yield made
    finally:
        made.drop()
        if engine != "sqlite":
            engines.drop_postgresql(base, url)


def _founded(url: str, folder: Path) -> list[Applicant]:
    """Staff, three bodies and one open round; returns the bodies."""
    teller = teller_on(url, folder)
    known = Known.make()
    with clock.at(NOW):
        hire_staff(teller, known)
    with teller.at(NOW):
        people = [found(teller, body, number=number, known=known) for number, body in enumerate(bodies()[:3])]
        with teller.work(SYSTEM) as work:
            load_scheme(work, read_scheme(SUPPORT))
        teller.does(MANAGER, publish_round, 1)
    teller.house.database.close()
    return people


def _first_weeks(made: Counties) -> tuple[datetime, Any]:
    teller = teller_on(made.url, made.folder)
    teller.moment = NOW
    county = County()
    county.enter(teller, made.bodies)
    county.first_weeks()
    teller.house.database.close()
    return county.now, teller.chance.getstate()
