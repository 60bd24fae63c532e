"""`flask db`: bring the database to the tables this version needs, and back."""

from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config
from flask.cli import with_appcontext

from config import ROOT
from grants.web.request import settings


def alembic_config(url: str) -> Config:
    """Alembic's settings for one database address."""
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(Path(ROOT) / "migrations"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(Path(ROOT) / "migrations" / "versions"))
    return config


@click.group("db")
def command() -> None:
    """Tables: upgrade, downgrade, check."""


@command.command()
@click.argument("revision", default="head")
@with_appcontext
def upgrade(revision: str) -> None:
    """Bring the tables up to this version."""
    alembic.upgrade(alembic_config(settings().owner_database_url), revision)


@command.command()
@click.argument("revision")
@with_appcontext
def downgrade(revision: str) -> None:
    """Take the tables back to an earlier revision."""
    alembic.downgrade(alembic_config(settings().owner_database_url), revision)


@command.command()
@with_appcontext
def check() -> None:
    """Fail if the tables differ from what the code expects."""
    alembic.check(alembic_config(settings().owner_database_url))
