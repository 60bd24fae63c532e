"""`flask backup`: the database and every stored file in one signed archive, while the system runs."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import text

from grants import clock
from grants.cli.archive import postgresql, sqlite
from grants.cli.archive.packing import MANIFEST, Manifest, add_entry
from grants.domain.calendar import long_moment
from grants.integrations.files import FileMissing, FileStore
from grants.web.outside import files
from grants.web.request import db, end_reading, house, settings


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def command(file: Path) -> None:
    """Write the database and all stored files to FILE. Keys are not in it: keep those apart."""
    if file.exists():
        raise click.ClickException(f"{file} is there already. A backup is never written over.")
    partial = file.with_name(f"{file.name}.partial")
    with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            manifest = pack(archive, beside=file.resolve().parent)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(file)
    kept = len([entry for entry in manifest.entries if entry.name.startswith("files/")])
    when = long_moment(clock.now())
    click.echo(f"Backed up {sum(manifest.rows.values())} rows and {kept} files to {file}, on {when}.")


def pack(archive: zipfile.ZipFile, *, beside: Path) -> Manifest:
    """The database first: every file it names was kept before its row was, so it is there to be packed after."""
    database = house().database
    manifest = Manifest(made_at=clock.now().isoformat(), engine=engine_name(), revision=current_revision())
    if database.is_sqlite:
        sqlite.dump(str(database.url.database), archive, manifest, beside=beside)
    else:
        postgresql.dump(settings().owner_database_url, archive, manifest)
    store = files()
    for key in store.keys():  # noqa: SIM118 - a store is no mapping
        add_file(archive, manifest, store, key)
    archive.writestr(MANIFEST, manifest.signed(house().keys))
    return manifest


def add_file(archive: zipfile.ZipFile, manifest: Manifest, store: FileStore, key: str) -> None:
    """One stored file; one that was disposed of since the listing is left out, as its row says."""
    try:
        data = store.get(key)
    except FileMissing:
        return
    add_entry(archive, manifest, f"files/{key}", iter_once(data))


def iter_once(data: bytes) -> Iterator[bytes]:
    """One piece, as a stream."""
    yield data


def engine_name() -> str:
    """Which kind of database this is."""
    return "sqlite" if house().database.is_sqlite else "postgresql"


def current_revision() -> str:
    """The revision of the tables."""
    found = db().scalar(text("SELECT version_num FROM alembic_version"))
    end_reading()
    return str(found)
