"""`flask audit`: verify the record, sign a checkpoint, and take the record out for checking elsewhere."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext

from grants.audit.commands.make_checkpoint import make_checkpoint
from grants.audit.export import write_export
from grants.audit.offline import check_export
from grants.audit.verify import Verified, verify_record
from grants.domain.calendar import long_moment
from grants.domain.errors import RulesBroken
from grants.jobs.checkpoint import ask_for_checkpoint, keep_copy
from grants.jobs.desk import system_working
from grants.models import Checkpoint
from grants.web.kept import KeptObjects
from grants.web.outside import files
from grants.web.request import db, house


@click.group("audit")
def command() -> None:
    """The record: verify, checkpoint, export, check-export."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@click.option("--files", "with_files", is_flag=True, help="Read every stored file too.")
@with_appcontext
def verify(*, as_json: bool, with_files: bool) -> None:
    """Check every chain, state, sum, hash and checkpoint. Ends with 1 and the place of the first break."""
    kept = KeptObjects(files()) if with_files else None
    result = verify_record(db(), house().keys, kept=kept)
    click.echo(json.dumps(plain(result), indent=2) if as_json else _words(result, with_files=with_files))
    if not result.holds:
        raise SystemExit(1)


def plain(result: Verified) -> dict[str, object]:
    """The result as plain values."""
    return {
        "holds": result.holds,
        "at": result.at.isoformat(),
        "seconds": result.seconds,
        "checked": asdict(result.counted),
        "first_break": str(result.breaks[0]) if result.breaks else None,
        "breaks": [asdict(each) for each in result.breaks],
    }


def _words(result: Verified, *, with_files: bool) -> str:
    seen = result.counted
    files = f"{seen.files} files" if with_files else "no stored files (--files reads them)"
    checked = (
        f"{seen.events} events in {seen.chains} chains, {seen.details} details, {seen.checkpoints} checkpoints, "
        f"{files}, in {result.seconds} seconds, on {long_moment(result.at)}"
    )
    if result.holds:
        return f"The record holds. Checked {checked}."
    found = "\n".join(f"  {each}" for each in result.breaks)
    return f"THE RECORD IS BROKEN. First break: {result.breaks[0]}\nChecked {checked}. All breaks:\n{found}"


@command.command()
@with_appcontext
def checkpoint() -> None:
    """Sign where every chain stands now, put the copy into the file store, and see to tomorrow's."""
    made = _signed()
    click.echo(f"Checkpoint {made.id} covers {made.content['events']} events: {keep_copy(made)}")


def _signed() -> Checkpoint:
    try:
        with system_working() as work:
            ask_for_checkpoint(work, work.today + timedelta(days=1))
            return make_checkpoint(work)
    except RulesBroken as broken:
        raise click.ClickException(broken.problems[0][1]) from None


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export(file: Path) -> None:
    """Write the whole record, signed, to FILE: anyone with the public key can check it without this system."""
    keep_copy(_signed())
    count = write_export(db(), file, public_pem=house().keys.public_pem)
    click.echo(f"Wrote {count} events to {file}.")


@command.command("check-export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--public-key", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_export_file(file: Path, public_key: Path) -> None:
    """Check an export with the public key alone."""
    problems, checked = check_export(file, public_key.read_bytes())
    click.echo("\n".join(problems) if problems else f"The export holds: {checked}.")
    if problems:
        raise SystemExit(1)
