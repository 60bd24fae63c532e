"""A straight connection to each engine, as the application opens its own, for what no library stands in front of."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench.data import Store

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "cache_size=-32000")


class Raw:
    """One connection. Statements are written with ? and sent with %s where the driver wants that."""

    def __init__(self, store: Store) -> None:
        self.is_sqlite = store.engine == "sqlite"
        self.connection: Any
        if self.is_sqlite:
            self.connection = sqlite3.connect(str(make_url(store.url).database), isolation_level=None)
            for pragma in PRAGMAS:
                self.connection.execute(f"PRAGMA {pragma}")
        else:
            self.connection = psycopg.connect(store.url, autocommit=True, options="-c timezone=UTC")
            self.connection.prepare_threshold = 0

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        return list(self.connection.execute(self._spelled(statement), values).fetchall())

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Execute and say how many rows it touched."""
        return int(self.connection.execute(self._spelled(statement), values).rowcount)

    def begin(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")

    def commit(self) -> None:
        self.connection.execute("COMMIT")

    @property
    def locking(self) -> str:
        return "" if self.is_sqlite else " FOR UPDATE"

    def _spelled(self, statement: str) -> str:
        return statement if self.is_sqlite else statement.replace("?", "%s")

    def close(self) -> None:
        self.connection.close()
