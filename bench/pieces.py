"""What every piece of work is measured with: the application, the floor beside it, and who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import Flask

from bench.cases import Cases
from bench.data import Store
from bench.door import Browser, application, has_door, house_of
from bench.floor_pages import floor_app
from bench.raw import Raw
from bench.timing import Call, Measure
from tests.statements import counted


@dataclass(frozen=True)
class Piece:
    """One piece of work beside the least it could cost. `most` is the target ratio; `why_not` why it was not taken."""

    number: str
    name: str
    ours: Measure | None = None
    floor: Measure | None = None
    most: float | None = None
    why_not: str = ""


class Bench:
    """One filled database with the application on it."""

    def __init__(self, store: Store, files: str) -> None:
        self.store = store
        self.app: Flask = application(store.url, files)
        self.raw = Raw(store)
        self.floor: Flask = floor_app(self.raw)
        self.cases = Cases(store, self.raw)
        self._browsers: dict[int, Browser] = {}

    def browser(self, person_id: int) -> Browser:
        if person_id not in self._browsers:
            self._browsers[person_id] = Browser(self.app, person_id)
        return self._browsers[person_id]

    @cached_property
    def officer(self) -> Browser:
        return self.browser(self.store.council.officer_id)

    def has(self, path: str, method: str = "GET") -> bool:
        return has_door(self.app, path, method)

    def statements(self, call: Call) -> list[str]:
        """What one call sends to the database."""
        with counted(house_of(self.app)) as sent:
            call()
        return list(sent)

    def server_pids(self) -> list[int]:
        """The database's processes that serve the application; our own straight connection is not one of them."""
        if self.store.engine == "sqlite":
            return []
        rows = self.raw.rows(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [row[0] for row in rows]

    def close(self) -> None:
        house_of(self.app).database.close()
        self.raw.close()


Maker = Callable[[Bench], Piece]
