"""Migrations go up, down and up again on both engines, lose nothing, and leave exactly the tables the code expects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command as alembic
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from grants.cli.db import alembic_config
from grants.database import migration_engine
from grants.models import Base
from grants.models.guards import PREFIX, install_guards
from grants.models.word_index import is_word_index
from grants.work import House
from tests import engines
from tests.architecture.two_sides import a_side
from tests.factories.world import World

REVISIONS = [each.revision for each in ScriptDirectory.from_config(alembic_config("sqlite://")).walk_revisions()][::-1]


@pytest.fixture
def empty_url(engine: str, templates: dict[str, tuple[str, str]], tmp_path: Path) -> str:
    """The address of a database without any table."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    base = templates[engine][0]
    name = f"empty_{uuid4().hex}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return base.replace("/postgres?", f"/{name}?")


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    engine = migration_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def up(url: str, revision: str = "head") -> None:
    alembic.upgrade(alembic_config(url), revision)


def down(url: str, revision: str) -> None:
    alembic.downgrade(alembic_config(url), revision)


def schema(connection: sa.Connection) -> dict[str, str]:
    """Every table, CHECK, index and trigger by name, as the database itself holds it."""
    if connection.dialect.name == "sqlite":
        return _sqlite_schema(connection)
    return _postgresql_schema(connection)


def _sqlite_schema(connection: sa.Connection) -> dict[str, str]:
    rows = connection.execute(
        sa.text("SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
    )
    return {name: _settled(text) for name, text in rows if "alembic_version" not in name}


def _settled(text: str) -> str:
    """The same whatever the order in which a table's constraints were written, or its spaces and quotes."""
    plain = re.sub(r"\s+", " ", text).replace('"', "").strip()
    if not plain.startswith("CREATE TABLE"):
        return plain
    head, _, body = plain.partition("(")
    return head + "|".join(sorted(_parts(body.rpartition(")")[0])))


def _parts(body: str) -> list[str]:
    """A table's columns and constraints: what commas part outside brackets."""
    parts, depth, last = [], 0, 0
    for place, letter in enumerate(body):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(body[last:place].strip())
            last = place + 1
    return [*parts, body[last:].strip()]


POSTGRESQL_SCHEMA = (
    """SELECT 'column ' || table_name || '.' || column_name, data_type || is_nullable || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = current_schema()""",
    """SELECT 'constraint ' || CAST(conrelid AS regclass) || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = CAST(current_schema() AS regnamespace)""",
    "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    """SELECT 'trigger ' || CAST(tgrelid AS regclass) || '.' || tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal""",
)


def _postgresql_schema(connection: sa.Connection) -> dict[str, str]:
    rows = [row for statement in POSTGRESQL_SCHEMA for row in connection.execute(sa.text(statement)).all()]
    return {name: text for name, text in rows if "alembic_version" not in name}


def contents(connection: sa.Connection) -> dict[str, dict[str, list[Any]]]:
    """Every table's rows, column by column, in order of id."""
    found = sa.MetaData()
    found.reflect(connection)
    tables = [t for t in found.tables.values() if not is_word_index(t.name) and "id" in t.c]
    return {t.name: _columns(t, connection.execute(sa.select(t).order_by(t.c.id)).mappings().all()) for t in tables}


def _columns(table: sa.Table, rows: Any) -> dict[str, list[Any]]:
    return {column.name: [row[column] for row in rows] for column in table.c}


def shared(one: dict[str, dict[str, list[Any]]], two: dict[str, dict[str, list[Any]]]) -> Any:
    """What both hold: the tables and columns that are in either."""
    return {
        table: {name: column for name, column in columns.items() if name in two[table]}
        for table, columns in one.items()
        if table in two
    }


def test_up_down_and_up_again_gives_the_same_tables(empty_url):
    up(empty_url)
    with connected(empty_url) as connection:
        first = schema(connection)
    down(empty_url, "base")
    with connected(empty_url) as connection:
        left = {name for name in schema(connection) if name.startswith(("table ", "column ", "trigger "))}
    up(empty_url)
    with connected(empty_url) as connection:
        assert schema(connection) == first
    assert not {name for name in left if not is_word_index(name)}, "going down leaves nothing behind"
    assert any(name.endswith(f"{PREFIX}event_update") for name in first)


def test_a_fresh_upgrade_makes_exactly_what_the_code_says(empty_url, engine, templates, tmp_path):
    up(empty_url)
    with connected(empty_url) as connection:
        migrated = schema(connection)
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(sa.text(f'DROP TABLE "{table.name}"'))
        Base.metadata.create_all(connection)
        install_guards(connection)
        made = schema(connection)
    assert migrated.keys() == made.keys()
    assert {name: (text, made[name]) for name, text in migrated.items() if text != made[name]} == {}


def test_the_models_and_the_migrations_agree(empty_url):
    up(empty_url)
    alembic.check(alembic_config(empty_url))


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_go_through_a_migration_and_back_unchanged(app, house: House, database_url: str, revision: str):
    """Rows of nearly every table, made by today's code, are taken down to the revision and up again."""
    a_side(World(house), app.extensions["grants_files"])
    house.database.close()
    with connected(database_url) as connection:
        before = contents(connection)
    down(database_url, revision)
    with connected(database_url) as connection:
        lower = contents(connection)
    up(database_url)
    with connected(database_url) as connection:
        after = contents(connection)
    assert sum(bool(columns["id"]) for columns in before.values()) > 35
    assert shared(before, lower) == shared(lower, before)
    assert shared(lower, after) == shared(after, lower)


def test_a_migration_turns_foreign_keys_off_so_that_rebuilding_a_parent_keeps_its_children(tmp_path):
    url = f"sqlite:///{tmp_path / 'family.db'}"
    for setting, left in (("OFF", 1), ("ON", 0)):
        with connected(url) as connection:
            _a_family(connection)
        assert _rebuild_parent(url, setting) == left
    with connected(url) as connection:
        assert connection.execute(sa.text("PRAGMA foreign_keys")).scalar() == 0, "this is what migrations run with"


def _a_family(connection: sa.Connection) -> None:
    for statement in (
        "DROP TABLE IF EXISTS child",
        "DROP TABLE IF EXISTS parent",
        "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent(id) ON DELETE CASCADE)",
        "INSERT INTO parent VALUES (1, 'one')",
        "INSERT INTO child VALUES (1, 1)",
    ):
        connection.execute(sa.text(statement))


def _rebuild_parent(url: str, setting: str) -> int:
    """Rebuild the parent as a batch migration does; how many children are left."""
    engine = migration_engine(url)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={setting}")  # type: ignore[union-attr]
        with connection.begin():
            _rebuild(connection, "parent", sa.Column("town", sa.Text()))
            left = connection.execute(sa.text("SELECT count(*) FROM child")).scalar_one()
    engine.dispose()
    return int(left)


def _rebuild(connection: sa.Connection, table: str, column: sa.Column[Any]) -> None:
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table(table, recreate="always") as batch:
        batch.add_column(column)


def guards_of(connection: sa.Connection, table: str) -> set[str]:
    rows = connection.execute(
        sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"), {"t": table}
    )
    return {name for (name,) in rows}


def test_rebuilding_a_table_drops_its_guards_and_installing_brings_them_back(templates, tmp_path):
    url = engines.copy_sqlite(templates["sqlite"][1], tmp_path)
    with connected(url) as connection:
        for table in ("event", "organisation"):
            before = guards_of(connection, table)
            _rebuild(connection, table, sa.Column("extra", sa.Text()))
            assert before and not guards_of(connection, table)
            install_guards(connection)
            assert guards_of(connection, table) == before


def test_every_migration_ends_by_installing_the_guards():
    folder = Path(str(ScriptDirectory.from_config(alembic_config("sqlite://")).versions))
    for path in folder.glob("[0-9]*.py"):
        for way in re.split(r"\ndef (?=upgrade|downgrade)", path.read_text("utf-8"))[1:]:
            is_last = way.startswith("downgrade") and "down_revision = None" in path.read_text("utf-8")
            last = way.rstrip().splitlines()[-1].strip()
            assert is_last or last == "install_guards(op.get_bind())", f"{path.name}: {way.partition('(')[0]}"


def test_orphans_left_by_a_migration_are_refused(tmp_path):
    url = f"sqlite:///{tmp_path / 'orphans.db'}"
    with connected(url) as connection:
        _a_family(connection)
        connection.execute(sa.text("DELETE FROM parent"))
    with pytest.raises(RuntimeError, match="without their parent"):
        up(url)


def test_a_difference_would_be_found(empty_url):
    up(empty_url)
    with connected(empty_url) as connection:
        connection.execute(sa.text("CREATE INDEX ix_not_ours ON person (name)"))
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    assert any("ix_not_ours" in str(each) for each in found)
