"""The record from the terminal: verify, checkpoint, and an export that others can check."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, time

import pytest
from sqlalchemy import select

from grants import clock
from grants.domain.calendar import london_moment
from grants.domain.errors import RulesBroken
from grants.jobs.checkpoint import daily_checkpoint
from grants.jobs.worker import run_due_jobs
from grants.models import Checkpoint, Job
from grants.web.outside import files
from tests.factories.record import a_decided_case, an_offered_award, tamper


@pytest.fixture
def run(app):
    """Run a `flask` command and give back its result."""
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=list(words))


@pytest.fixture
def application(world):
    return a_decided_case(world)


@pytest.mark.feature("100")
def test_verify_ends_with_0_and_says_what_was_checked(run, application):
    result = run("audit", "verify")
    assert result.exit_code == 0, result.output
    assert "The record holds. Checked 3 events in 1 chains" in result.output


@pytest.mark.feature("100")
def test_verify_ends_with_1_and_names_the_first_break(run, world, application):
    tamper(world, "UPDATE event SET role = 'director' WHERE sequence = 2")
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert f"First break: application {application.id}, event 2: what it says is not what was written" in result.output
    answer = json.loads(run("audit", "verify", "--json").output)
    assert answer["holds"] is False
    assert answer["breaks"][0]["place"] == f"application {application.id}, event 2"


@pytest.mark.feature("100")
def test_verify_reads_the_stored_files_when_asked(run, world, app):
    with app.app_context():
        store = files()
        an_offered_award(world, store)
        (key,) = store.keys()
    assert "1 files" in run("audit", "verify", "--files").output
    store.delete(key)
    assert run("audit", "verify").exit_code == 0
    result = run("audit", "verify", "--files")
    assert result.exit_code == 1
    assert key in result.output


@pytest.mark.feature("100")
def test_a_checkpoint_is_signed_and_copied_out_of_the_database(run, world, app, application):
    result = run("audit", "checkpoint")
    assert result.exit_code == 0, result.output
    made = world.one(select(Checkpoint))
    with app.app_context():
        (name,) = files().keys("checkpoints")
        assert name == f"checkpoints/2026-11-21-{made.id}.json"
        assert json.loads(files().get(name))["signature"] == made.signature
    assert run("audit", "verify", "--files").exit_code == 0


@pytest.mark.feature("100")
def test_nothing_is_signed_over_a_broken_head(run, world, application):
    tamper(world, "UPDATE chain_head SET seal = 'test:none'")
    result = run("audit", "checkpoint")
    assert result.exit_code == 1
    assert "Nothing was signed" in result.output


@pytest.mark.feature("100")
def test_each_day_has_one_checkpoint_and_asks_for_the_next(app, world, application):
    with app.app_context():
        daily_checkpoint(day="2026-11-21")
        daily_checkpoint(day="2026-11-21")
    assert len(world.read(select(Checkpoint))) == 1
    assert {job.key for job in world.read(select(Job))} == {"checkpoint:2026-11-22", "verify:2026-11-21"}
    with clock.at(london_moment(date(2026, 11, 22), time(4, 31))):
        assert run_due_jobs(app) == 2
    assert len(world.read(select(Checkpoint))) == 2
    asked = {job.key for job in world.read(select(Job).where(Job.state == "queued"))}
    assert asked == {"checkpoint:2026-11-23", "verify:2026-11-22"}


@pytest.mark.feature("100")
def test_a_broken_record_is_not_signed_but_is_still_verified_and_tomorrow_asked_for(app, world, application):
    tamper(world, "UPDATE chain_head SET seal = 'test:none'")
    with app.app_context(), pytest.raises(RulesBroken):
        daily_checkpoint(day="2026-11-21")
    assert world.read(select(Checkpoint)) == []
    assert {job.key for job in world.read(select(Job))} == {"checkpoint:2026-11-22", "verify:2026-11-21"}


@pytest.mark.feature("100")
def test_a_copy_that_was_not_written_before_a_crash_is_written_by_the_next_try(app, world, application):
    with app.app_context():
        daily_checkpoint(day="2026-11-21")
        (name,) = files().keys("checkpoints")
        files().delete(name)
        daily_checkpoint(day="2026-11-21")
        assert list(files().keys("checkpoints")) == [name]


@pytest.fixture
def export(run, world, tmp_path):
    """An exported record and the council's published key."""
    a_decided_case(world)
    an_offered_award(world)
    result = run("audit", "export", str(tmp_path / "record.zip"))
    assert result.exit_code == 0, result.output
    (tmp_path / "key.pem").write_bytes(world.house.keys.public_pem)
    return tmp_path


def check(folder) -> subprocess.CompletedProcess[str]:
    """Check as an outsider: the script out of the export, in a folder of its own, with the public key alone."""
    with zipfile.ZipFile(folder / "record.zip") as archive:
        archive.extract("check.py", folder / "elsewhere")
    return subprocess.run(
        [sys.executable, "-I", "check.py", "../record.zip", "../key.pem"],
        cwd=folder / "elsewhere",
        capture_output=True,
        text=True,
        check=False,
    )


def rewrite(folder, name: str, change) -> None:
    """Change one file of the export."""
    old, new = zipfile.ZipFile(folder / "record.zip"), io.BytesIO()
    with old, zipfile.ZipFile(new, "w") as archive:
        for each in old.namelist():
            data = old.read(each)
            archive.writestr(each, change(data) if each == name else data)
    (folder / "record.zip").write_bytes(new.getvalue())


@pytest.mark.feature("X10")
def test_the_whole_record_can_be_checked_elsewhere_with_the_public_key_alone(export):
    result = check(export)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.strip() == "The export holds: 8 events in 3 chains under 1 signed checkpoints."


@pytest.mark.feature("X10")
def test_an_export_holds_nothing_that_was_typed(export):
    whole = b"".join(
        zipfile.ZipFile(export / "record.zip").read(name) for name in ("events.jsonl", "checkpoints.jsonl")
    )
    assert b"recommend" in whole
    for typed in (b"Strong on need", b"The checks are done", b"Malvern Friends"):
        assert typed not in whole


def without_line(number: int):
    return lambda data: b"\n".join(line for at, line in enumerate(data.split(b"\n")) if at != number)


@pytest.mark.feature("X10")
@pytest.mark.parametrize(
    ("name", "change", "place"),
    [
        ("events.jsonl", lambda data: data.replace(b"1000000", b"9000000", 1), "application 1, event 2: what it says"),
        ("events.jsonl", without_line(1), "application 1, event 2: it is missing"),
        ("events.jsonl", without_line(2), "application 1, event 3: it was signed, but is missing"),
        ("events.jsonl", lambda data: b"", "application 1, event 1: it was signed, but is missing"),
        (
            "checkpoints.jsonl",
            lambda data: data.replace(b'\\"number\\":1', b'\\"number\\":2'),
            "checkpoint 1: its signature",
        ),
        ("checkpoints.jsonl", lambda data: b"", "there is no checkpoint"),
    ],
)
def test_an_export_that_was_changed_is_refused_and_the_place_named(export, name, change, place):
    rewrite(export, name, change)
    result = check(export)
    assert result.returncode == 1
    assert place in result.stdout


@pytest.mark.feature("X10")
def test_an_export_checked_with_another_key_is_refused(export, run):
    run("keys", "make", str(export / "other.pem"))
    (export / "key.pem").write_text(run("keys", "public", str(export / "other.pem")).output)
    assert "its signature is not right" in check(export).stdout


@pytest.mark.feature("X10")
def test_a_file_that_is_no_export_is_refused(export, run):
    (export / "record.zip").write_bytes(b"nothing")
    result = run("audit", "check-export", str(export / "record.zip"), "--public-key", str(export / "key.pem"))
    assert result.exit_code == 1
    assert "can’t be read" in result.output
