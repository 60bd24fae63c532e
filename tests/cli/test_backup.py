"""A backup holds everything, says when it was touched, and comes back whole on an empty machine."""

import io
import json
import shutil
import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from grants.crypto import new_signing_pem
from grants.domain.canonical import canonical_bytes
from grants.factory import create_app
from grants.models import Base, Event, Person
from grants.web.outside import files
from tests import engines
from tests.factories.record import LETTER, a_decided_case, an_offered_award

pytestmark = pytest.mark.feature("120")


@pytest.fixture
def backup(app, world, tmp_path):
    with app.app_context():
        an_offered_award(world, files())
    path = tmp_path / "backup.zip"
    result = app.test_cli_runner().invoke(args=["backup", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def empty(engine, templates, settings, tmp_path):
    """Another machine: its own empty database and file store, the same keys."""
    base, template = templates[engine]
    folder = tmp_path / "other"
    folder.mkdir()
    url = engines.copy_sqlite(template, folder) if engine == "sqlite" else engines.copy_postgresql(base, template)
    other = create_app(replace(settings, database_url=url, owner_database_url=url, files_url=f"file://{folder}/files"))
    yield other
    other.extensions["grants_house"].database.close()


def restore(app, path, *words: str):
    return app.test_cli_runner().invoke(args=["restore", str(path), *words])


def rows(app) -> dict[str, list[tuple[object, ...]]]:
    with app.extensions["grants_house"].database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
        }


def count(app) -> int:
    return sum(len(found) for found in rows(app).values())


def test_what_comes_back_is_what_went_in_to_the_last_row_and_byte(backup, app, empty):
    result = restore(empty, backup, "--verify")
    assert result.exit_code == 0, result.output
    assert "The record holds: 6 events, 1 files" in result.output
    assert rows(empty) == rows(app)
    with empty.app_context():
        (key,) = files().keys()
        assert files().get(key) == LETTER


def test_after_a_restore_the_guards_stand_and_new_rows_get_new_ids(backup, empty):
    restore(empty, backup)
    house = empty.extensions["grants_house"]
    with house.database.writing() as session:
        highest = session.scalar(select(func.max(Person.id)))
        person = Person(name="New", created_at=session.scalars(select(Person.created_at)).first())
        session.add(person)
        session.flush()
        assert person.id == highest + 1
        with pytest.raises(DBAPIError, match="is frozen"):
            session.execute(text("DELETE FROM event"))


def test_the_backup_can_only_be_read_by_its_owner_and_is_never_written_over(backup, app):
    assert backup.stat().st_mode & 0o777 == 0o600
    before = backup.read_bytes()
    result = app.test_cli_runner().invoke(args=["backup", str(backup)])
    assert result.exit_code == 1
    assert backup.read_bytes() == before


def changed(path, change) -> None:
    old, new = zipfile.ZipFile(path), io.BytesIO()
    with old, zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            for each, data in change(name, old.read(name)):
                archive.writestr(each, data)
    path.write_bytes(new.getvalue())


def flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def of_the_manifest(name, data, **values):
    if name != "manifest.json":
        return [(name, data)]
    written = json.loads(data)
    return [(name, json.dumps(written | {"content": written["content"] | values}).encode())]


DATABASE = ("database.sqlite3", "tables/event.copy")
CHANGES = {
    "a file's bytes": lambda name, data: [(name, flip(data) if name.startswith("files/") else data)],
    "the database's bytes": lambda name, data: [(name, flip(data) if name in DATABASE else data)],
    "a file taken out": lambda name, data: [] if name.startswith("files/") else [(name, data)],
    "a file put in": lambda name, data: (
        [(name, data), ("files/x", b"x")] if name == "manifest.json" else [(name, data)]
    ),
    "the manifest taken out": lambda name, data: [] if name == "manifest.json" else [(name, data)],
    "the manifest's rows": lambda name, data: of_the_manifest(name, data, rows={}),
    "another format": lambda name, data: of_the_manifest(name, data, format=2),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda name: name.replace(" ", "_"))
def test_a_backup_that_was_touched_is_refused_and_nothing_is_written(backup, empty, change):
    changed(backup, CHANGES[change])
    result = restore(empty, backup)
    assert result.exit_code == 1
    assert "was not restored" in result.output
    assert count(empty) == 1
    with empty.app_context():
        assert list(files().keys()) == []


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_a_backup_cut_short_is_refused(backup, empty, part):
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * part)])
    result = restore(empty, backup)
    assert result.exit_code == 1
    assert "was not restored" in result.output
    assert count(empty) == 1


def signed_anew(path, keys, **values) -> None:
    """A backup as another version would have made it, rightly signed."""

    def change(name, data):
        if name != "manifest.json":
            return [(name, data)]
        content = json.loads(data)["content"] | values
        return [(name, canonical_bytes({"content": content, "signature": keys.sign(canonical_bytes(content))}))]

    changed(path, change)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"format": 2}, "this version reads format 1"),
        ({"revision": "0000"}, "Its tables are at revision 0000"),
        ({"engine": "oracle"}, "It comes from oracle"),
    ],
)
def test_a_backup_of_another_version_or_engine_is_refused(backup, empty, settings, values, words):
    signed_anew(backup, settings.keys, **values)
    result = restore(empty, backup)
    assert result.exit_code == 1
    assert words in result.output
    assert count(empty) == 1


def test_a_backup_signed_with_another_key_is_refused(backup, empty, settings):
    signed_anew(backup, replace(settings.keys, signing_pem=new_signing_pem()))
    assert "another signing key" in restore(empty, backup).output


def test_a_database_in_use_is_never_restored_into(backup, app, world):
    before = rows(app)
    result = restore(app, backup)
    assert result.exit_code == 1
    assert "This database is in use" in result.output
    assert rows(app) == before


def test_a_file_store_with_other_bytes_is_never_written_over(backup, empty):
    with zipfile.ZipFile(backup) as archive:
        (name,) = [each for each in archive.namelist() if each.startswith("files/")]
    with empty.app_context():
        files().put(name.removeprefix("files/"), b"other")
    assert "holds other bytes" in restore(empty, backup).output
    assert count(empty) == 1


def test_a_backup_made_while_others_write_is_of_one_moment(app, world, tmp_path):
    a_decided_case(world)
    archive = tmp_path / "running.zip"
    house = app.extensions["grants_house"]
    if house.database.is_sqlite:
        with house.database.writing() as session:
            session.add(Person(name="Not yet", created_at=world.lead.created_at))
            session.flush()
            assert app.test_cli_runner().invoke(args=["backup", str(archive)]).exit_code == 0
            session.rollback()
    else:
        assert app.test_cli_runner().invoke(args=["backup", str(archive)]).exit_code == 0
    manifest = json.loads(zipfile.ZipFile(archive).read("manifest.json"))["content"]
    with house.database.reading() as session:
        assert manifest["rows"]["event"] == session.scalar(select(func.count()).select_from(Event))
        assert manifest["rows"]["person"] == session.scalar(select(func.count()).select_from(Person))
    shutil.rmtree(tmp_path / "files", ignore_errors=True)
