"""SQLite in and out, by its own online backup: whole and consistent while others write."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from grants.cli.archive.packing import Manifest, add_entry, file_chunks, read_chunks

ENTRY = "database.sqlite3"


def dump(database: str, archive: zipfile.ZipFile, manifest: Manifest, *, beside: Path) -> None:
    """Copy the database, then pack the copy. The copy stands beside the archive for a moment."""
    with TemporaryDirectory(dir=beside, prefix=".backup-") as folder:
        copy = Path(folder) / ENTRY
        _copy(database, str(copy))
        manifest.rows.update(count_rows(str(copy)))
        add_entry(archive, manifest, ENTRY, file_chunks(copy))


def load(archive: zipfile.ZipFile, database: str, *, beside: Path) -> None:
    """Put the packed database in place of the empty one, guards and all."""
    with TemporaryDirectory(dir=beside, prefix=".restore-") as folder:
        copy = Path(folder) / ENTRY
        with copy.open("wb") as out:
            for chunk in read_chunks(archive, ENTRY):
                out.write(chunk)
        _copy(str(copy), database)


def _copy(source: str, target: str) -> None:
    with _connection(source) as reading, _connection(target) as writing:
        reading.backup(writing, pages=4_000)


def count_rows(database: str) -> dict[str, int]:
    """How many rows each table has."""
    with _connection(database) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
        ).fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def _connection(path: str) -> closing[sqlite3.Connection]:
    """A connection that is closed on leaving: sqlite3's own `with` only commits."""
    return closing(sqlite3.connect(path, timeout=10))
