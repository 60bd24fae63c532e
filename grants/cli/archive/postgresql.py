"""PostgreSQL in and out, by COPY of every table within one snapshot: no program of its own is needed."""

import zipfile
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from grants.cli.archive.packing import Manifest, add_entry, read_chunks
from grants.database import migration_engine
from grants.models import Base
from grants.models.guards import install_guards, remove_guards


def dump(url: str, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Every table in the order of its parents, all seen at one moment."""
    engine = migration_engine(url)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        for table in Base.metadata.sorted_tables:
            add_entry(archive, manifest, _entry(table), _copied_out(connection, table))
        manifest.rows.update(count_rows(connection))
    engine.dispose()


def load(archive: zipfile.ZipFile, url: str) -> None:
    """Fill an empty database in one transaction: guards off, rows in, counters set, guards on again."""
    engine = migration_engine(url)
    with engine.begin() as connection:
        remove_guards(connection)
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in Base.metadata.sorted_tables:
            _copy_in(connection, table, read_chunks(archive, _entry(table)))
            _set_counter(connection, table)
        install_guards(connection)
    engine.dispose()


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def _entry(table: Table) -> str:
    return f"tables/{table.name}.copy"


def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _copied_out(connection: Connection, table: Table) -> Iterator[bytes]:
    order = ", ".join(f'"{column.name}"' for column in table.primary_key)
    query = f'COPY (SELECT {_columns(table)} FROM "{table.name}" ORDER BY {order}) TO STDOUT'  # noqa: S608
    with _driver(connection).cursor() as cursor, cursor.copy(query) as copy:
        for chunk in copy:
            yield bytes(chunk)


def _copy_in(connection: Connection, table: Table, chunks: Iterator[bytes]) -> None:
    query = f'COPY "{table.name}" ({_columns(table)}) FROM STDIN'
    with _driver(connection).cursor() as cursor, cursor.copy(query) as copy:
        for chunk in chunks:
            copy.write(chunk)


def _set_counter(connection: Connection, table: Table) -> None:
    """The next id follows the highest restored, so that none is given twice."""
    connection.execute(
        text(
            f"SELECT setval(pg_get_serial_sequence(:table, 'id'), greatest(max(id), 1), max(id) IS NOT NULL) "  # noqa: S608
            f'FROM "{table.name}"'
        ),
        {"table": f'"{table.name}"'},
    )


def _driver(connection: Connection) -> Any:
    """The driver's own connection, which knows COPY."""
    return connection.connection.driver_connection
