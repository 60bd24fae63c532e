"""`flask db`: bring the database to the tables this version needs, and back."""

from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config
from flask.cli import with_appcontext
from sqlalchemy import make_url

from config import ROOT
from grants.web.request import settings


def alembic_config(url: str, application_role: str | None = None) -> Config:
    """Alembic's settings for one database address, and the role that may use the tables without owning them."""
    config = Config(attributes={"url": url, "application_role": application_role})
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
    alembic.upgrade(alembic_config(settings().owner_database_url, application_role()), revision)


def application_role() -> str | None:
    """Who the application is on PostgreSQL, when that is not the owner of the tables."""
    role, owner = make_url(settings().database_url).username, make_url(settings().owner_database_url).username
    return role if role != owner else None


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
