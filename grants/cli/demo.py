"""`flask demo`: the made-up county."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from grants import clock
from grants.database import Database
from grants.demo.load import is_made, make_county
from grants.domain.calendar import to_london
from grants.web.request import house, settings
from grants.work import House


@click.group("demo")
def command() -> None:
    """The demonstration: load."""


@command.command()
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day the story ends; today when left out.")
@with_appcontext
def load(today: datetime | None) -> None:
    """Make a believable county in an empty database. Only in demo mode."""
    if not settings().demo:
        raise click.ClickException("This only runs in demo mode (GRANTS_DEMO=1): it makes people with known passwords.")
    if is_made(house()):
        raise click.ClickException("There is data already. Start from an empty database.")
    day: date = today.date() if today else to_london(clock.now()).date()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with hurried(app) as quick:
        make_county(app, quick, settings(), today=day)


@contextmanager
def hurried(app: Flask) -> Iterator[House]:
    """The house on a database that does not wait for the disk, and is put safely on disk at the end."""
    careful = house()
    quick = House(Database(settings().database_url, durable=False), careful.keys)
    app.extensions["grants_house"] = quick
    try:
        yield quick
    finally:
        quick.database.close()
        app.extensions["grants_house"] = careful
    os.sync()
