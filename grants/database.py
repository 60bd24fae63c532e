"""Engines and sessions. Writers on SQLite queue fairly and hold the write lock from the first statement."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

_BUSY_MS = 10_000


class Database:
    """One database: an engine, read sessions that cannot write, and write sessions that start locked."""

    def __init__(self, url: str, *, pool_size: int = 10, durable: bool = True) -> None:
        """`durable` False lets SQLite skip waiting for the disk: only for making a whole database from nothing."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url, durable) if self.is_sqlite else _postgresql_engine(url, pool_size)

    def reading(self) -> Session:
        """A session that sees one moment and refuses to write."""
        return Session(self.engine.execution_options(grants_reading=True), autoflush=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session inside one write transaction. Commit is the caller's; leaving without it undoes all."""
        with self._turn():
            session = Session(self.engine, autoflush=True, expire_on_commit=False)
            try:
                yield session
            finally:
                session.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """On SQLite wait in a fair queue: its own busy handler lets one writer wait for most of a second."""
        if not self.is_sqlite or not self.url.database or self.url.database == ":memory:":
            yield
            return
        with Path(f"{self.url.database}.queue").open("a") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            yield

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _sqlite_engine(url: str, durable: bool) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=None, connect_args={"timeout": _BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'FULL' if durable else 'OFF'}",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_MS}",
            "recursive_triggers=ON",
            "cache_size=-32000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("grants_reading", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=2,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={
            "options": "-c lock_timeout=5000 -c statement_timeout=30000 "
            "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
        },
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("grants_reading", False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    return engine


def migration_engine(url: str) -> Engine:
    """An engine for migrations: on SQLite foreign keys are off, since rebuilding a parent would empty its children."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    engine = create_engine(url, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA journal_mode=WAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
