"""`flask scheme`: load, list and check scheme files."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from grants.domain.errors import RulesBroken
from grants.jobs.desk import system_working
from grants.models import Fund, Round
from grants.setup.commands.load_scheme import load_scheme
from grants.setup.scheme import Scheme
from grants.setup.scheme_file import SchemeFaults, read_scheme, scheme_files
from grants.web.request import db


@click.group("scheme")
def command() -> None:
    """Schemes: load, list, check."""


@command.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_files(files: tuple[Path, ...]) -> None:
    """Read scheme files whole and say every fault, with its path and line. Loads nothing."""
    for scheme in _read_all(files):
        click.echo(f"{scheme.key}: right, {len(scheme.rounds)} round(s)")


@command.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load(files: tuple[Path, ...]) -> None:
    """Load scheme files (all that come with the system when none is named). Nothing is half loaded."""
    schemes = _read_all(files)
    try:
        with system_working() as work:
            loaded = [load_scheme(work, scheme) for scheme in schemes]
    except RulesBroken as refused:
        raise click.ClickException(refused.message) from refused
    for each in loaded:
        kept = (
            f"; published rounds left as they are: {', '.join(each.untouched_rounds)}" if each.untouched_rounds else ""
        )
        click.echo(f"{each.key}: {each.outcome}{kept}")


@command.command("list")
@with_appcontext
def list_schemes() -> None:
    """The funds that were loaded, with their rounds and states."""
    wanted = select(Fund.key, Round.key, Round.status, Round.opens_at).join(Round).order_by(Fund.id, Round.id)
    for fund, round_, status, opens_at in db().execute(wanted):
        click.echo(f"{fund}  {round_}  {status}  opens {opens_at:%Y-%m-%d}")


def _read_all(files: tuple[Path, ...]) -> list[Scheme]:
    """Every scheme, or none: all faults of all files are told first. A living scheme is brought to today."""
    schemes, faults = [], []
    for path in files or scheme_files():
        try:
            schemes.append(read_scheme(path))
        except SchemeFaults as found:
            faults += [f"{path.name}: {fault}" for fault in found.faults]
    if faults:
        raise click.ClickException("\n" + "\n".join(faults))
    return schemes
