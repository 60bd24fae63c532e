"""`flask restore`: fills an empty installation from a backup, after checking every byte of it."""

import zipfile
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from grants.audit.verify import verify_record
from grants.cli.archive import postgresql, sqlite
from grants.cli.archive.packing import BadArchive, Manifest, read_chunks, read_manifest
from grants.cli.backup import current_revision, engine_name
from grants.integrations.files import AlreadyKept
from grants.models import Base, Person
from grants.web.kept import KeptObjects
from grants.web.outside import files
from grants.web.request import db, end_reading, house, settings

FILES = "files/"


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", is_flag=True, help="Then verify the whole record, and end with 1 if it is broken.")
@with_appcontext
def command(file: Path, *, verify: bool) -> None:
    """Restore FILE into a database that has its tables and nothing else. Anything else is refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = unpack(archive, beside=file.resolve().parent)
    except (BadArchive, zipfile.BadZipFile, EOFError, OSError) as problem:
        raise click.ClickException(f"{file} was not restored. {problem}") from None
    click.echo(f"Restored {sum(manifest.rows.values())} rows of the backup made at {manifest.made_at}.")
    if verify:
        verify_all()


def unpack(archive: zipfile.ZipFile, *, beside: Path) -> Manifest:
    """Everything is checked before anything is written. Files go first, as their rows rely on them."""
    manifest = read_manifest(archive, house().keys)
    if manifest.engine != engine_name():
        raise BadArchive(f"It comes from {manifest.engine}, and this database is {engine_name()}.")
    if manifest.revision != current_revision():
        raise BadArchive(
            f"Its tables are at revision {manifest.revision}, ours at {current_revision()}. "
            "Restore it with the version that made it, then upgrade."
        )
    refuse_used_database()
    restore_files(archive, manifest)
    house().database.close()
    if manifest.engine == "sqlite":
        sqlite.load(archive, str(house().database.url.database), beside=beside)
    else:
        postgresql.load(archive, settings().owner_database_url)
    return manifest


def refuse_used_database() -> None:
    """A restore never mixes two records: only the system's own row may be there."""
    for table in Base.metadata.sorted_tables:
        rows = select(func.count()).select_from(table)
        if table.name == "person":
            rows = rows.where(Person.kind != "system")
        if db().scalar(rows):
            end_reading()
            raise BadArchive(f"This database is in use: {table.name} has rows. Restore into an empty one.")
    end_reading()


def restore_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Put back each stored file; one that is there with the same bytes is left."""
    store = files()
    for name in (entry.name for entry in manifest.entries if entry.name.startswith(FILES)):
        key, data = name.removeprefix(FILES), b"".join(read_chunks(archive, name))
        try:
            store.put(key, data)
        except AlreadyKept:
            if store.get(key) != data:
                raise BadArchive(f"The file store holds other bytes under {key}.") from None


def verify_all() -> None:
    """Check what now stands in the database and in the store."""
    result = verify_record(db(), house().keys, kept=KeptObjects(files()))
    end_reading()
    if not result.holds:
        raise click.ClickException(f"The restored record is broken. First break: {result.breaks[0]}")
    click.echo(f"The record holds: {result.counted.events} events, {result.counted.files} files.")
