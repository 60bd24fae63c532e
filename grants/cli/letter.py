"""`flask letter`: says whose letter some bytes are, so that a forged or altered one is found out."""

import sys
from hashlib import sha256
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from grants.domain.calendar import long_moment
from grants.models import Letter
from grants.web.request import db


@click.group("letter")
def command() -> None:
    """Letters: check."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def check(file: Path) -> None:
    """Say which letter this file is, byte for byte; exit 1 if it is none of ours."""
    digest = sha256(file.read_bytes()).hexdigest()
    letter = db().scalars(select(Letter).where(Letter.sha256 == digest)).one_or_none()
    if letter is None or letter.issued_at is None:
        click.echo(f"Not ours: no letter was issued with these bytes (SHA-256 {digest}).", err=True)
        sys.exit(1)
    click.echo(f"{letter.kind.capitalize()} letter {letter.reference}, number {letter.number}")
    click.echo(f"Issued {long_moment(letter.issued_at)}, SHA-256 {digest}")
