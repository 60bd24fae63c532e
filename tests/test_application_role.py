"""On PostgreSQL the application's role owns nothing and cannot rewrite what is frozen."""

import psycopg
import pytest
from alembic import command as alembic
from sqlalchemy.exc import ProgrammingError

from grants.cli.db import alembic_config
from grants.database import Database
from grants.work import House, work_for
from tests.conftest import KEYS
from tests.factories.world import World

RULES = (
    "UPDATE event SET kind = 'x'",
    "DELETE FROM movement",
    "DROP TRIGGER guard_event_update ON event",
    "TRUNCATE event",
)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_the_application_works_without_owning_its_tables(engine, database_url):
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS grants_app")
        owner.execute("CREATE ROLE grants_app LOGIN")
    alembic.upgrade(alembic_config(database_url, "grants_app"), "head")
    house = House(Database(database_url.replace("postgres@", "grants_app@")), KEYS)
    world = World(house)
    with work_for(house, world.actor(world.officer)) as work:
        work.record("seen", world.fund)
    for rule in RULES:
        with pytest.raises((psycopg.Error, ProgrammingError)), house.database.writing() as session:
            session.connection().exec_driver_sql(rule)
    house.database.close()
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("DROP OWNED BY grants_app")
        owner.execute("DROP ROLE grants_app")
