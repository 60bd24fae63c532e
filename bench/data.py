"""Databases of the bench, made once under var/bench/ and used again until the tables or the rows to be made change."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import psycopg
from alembic import command as alembic
from sqlalchemy import Connection, make_url, text

from bench.council import NOW, Council, found_council
from bench.dialects import Dialect
from bench.rows import Load, write_rows
from bench.sizes import Size
from config import ROOT
from grants import clock
from grants.cli.db import alembic_config
from grants.crypto import KeyRing, new_signing_pem
from grants.database import Database, migration_engine
from grants.models import Base
from grants.models.guards import install_guards, remove_guards
from grants.work import House

VAR = Path(ROOT) / "var" / "bench"
POSTGRESQL = os.environ.get("GRANTS_BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432/")
KEYS = KeyRing((("bench", b"a key of the bench, 32 bytes lon"),), new_signing_pem())
FAST_SQLITE = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY", "foreign_keys=OFF")
FAST_POSTGRESQL = (
    "SET session_replication_role = replica",  # neither guards nor foreign keys are asked a million times
    "SET synchronous_commit = off",
    "SET work_mem = '256MB'",
)


@dataclass(frozen=True)
class Store:
    """A filled database: its address, size and what the rows hang on."""

    url: str
    size: Size
    council: Council

    @property
    def engine(self) -> str:
        return "sqlite" if make_url(self.url).get_backend_name() == "sqlite" else "postgresql"

    @property
    def dialect(self) -> Dialect:
        return Dialect(is_sqlite=self.engine == "sqlite")


def why_no_postgresql() -> str:
    """Why PostgreSQL can't be measured here; empty when it can."""
    try:
        psycopg.connect(f"{POSTGRESQL.rstrip('/')}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as error:
        first = (str(error).splitlines() or ["no answer"])[0]
        return f"no PostgreSQL at GRANTS_BENCH_POSTGRES ({make_url(POSTGRESQL).render_as_string()}): {first}"
    return ""


def ready(engine: str, size: Size, *, anew: bool = False) -> Store:
    """The database of this size on this engine; made if there is none yet or what it should hold has changed."""
    VAR.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{VAR / f'{size.name}.db'}" if engine == "sqlite" else _postgresql_url(size)
    note = VAR / f"{engine}-{size.name}.json"
    kept = json.loads(note.read_text()) if note.exists() and not anew else {}
    if kept.get("made_by") == _made_by() and _is_there(url):
        facts = {name: tuple(value) if isinstance(value, list) else value for name, value in kept["council"].items()}
        return Store(url, size, Council(**facts))
    note.unlink(missing_ok=True)
    _make_empty(url)
    store = fill(url, size)
    note.write_text(json.dumps({"made_by": _made_by(), "council": asdict(store.council)}))
    return store


def fill(url: str, size: Size) -> Store:
    """Migrate an empty database and fill it."""
    alembic.upgrade(alembic_config(url), "head")
    return fill_migrated(url, size)


def fill_migrated(url: str, size: Size) -> Store:
    """Fill a database that has its tables and no rows of ours."""
    database = Database(url)
    with clock.at(NOW):
        council = found_council(House(database=database, keys=KEYS), size)
    database.close()
    with _loading(url) as connection:
        remove_guards(connection)
        write_rows(Load(connection, Dialect(is_sqlite=connection.dialect.name == "sqlite"), size, council))
        _set_sequences(connection)
        install_guards(connection)
    _settle(url)
    return Store(url, size, council)


@contextmanager
def _loading(url: str) -> Iterator[Connection]:
    """One transaction that a crash may ruin: the database is made again then."""
    engine = migration_engine(url)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        for statement in [f"PRAGMA {each}" for each in FAST_SQLITE] if engine.name == "sqlite" else FAST_POSTGRESQL:
            raw.execute(statement)
        if engine.name == "postgresql":
            raw.commit()
        yield connection
        connection.commit()
    engine.dispose()


def _set_sequences(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'),"
                f' (SELECT COALESCE(MAX(id), 0) + 1 FROM "{table.name}"), false)'
            )
        )


def _settle(url: str) -> None:
    """What time would have done: statistics, and on PostgreSQL visibility."""
    engine = migration_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    if engine.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.driver_connection.executescript("PRAGMA journal_mode=WAL; ANALYZE;")  # type: ignore[union-attr]
    else:
        with psycopg.connect(url, autocommit=True) as straight:
            straight.execute("VACUUM ANALYZE")
    engine.dispose()


def _made_by() -> str:
    """Changes whenever the tables, or the rows this bench puts in them, would come out otherwise."""
    files = [*(Path(ROOT) / "migrations" / "versions").glob("*.py")]
    files += [Path(__file__).with_name(f"{name}.py") for name in ("data", "rows", "council", "sizes", "dialects")]
    return sha256(b"".join(each.read_bytes() for each in sorted(files))).hexdigest()


def _postgresql_url(size: Size) -> str:
    return f"{POSTGRESQL.rstrip('/')}/grants_bench_{size.name.lower()}"


def _is_there(url: str) -> bool:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return Path(str(parts.database)).exists()
    with psycopg.connect(f"{POSTGRESQL.rstrip('/')}/postgres") as connection:
        return (
            connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (parts.database,)).fetchone() is not None
        )


def _make_empty(url: str) -> None:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        for tail in ("", "-wal", "-shm", ".queue"):
            Path(f"{parts.database}{tail}").unlink(missing_ok=True)
        return
    with psycopg.connect(f"{POSTGRESQL.rstrip('/')}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{parts.database}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{parts.database}"')
