"""`flask demo`: the made-up county."""

from datetime import date, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from grants import clock
from grants.demo.load import is_made, make_county
from grants.domain.calendar import to_london
from grants.web.request import house, settings


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
    make_county(app, house(), settings(), today=day)
