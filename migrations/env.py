"""How Alembic reaches the database: as its owner, with foreign keys off on SQLite while tables are rebuilt."""

from alembic import context
from sqlalchemy import Connection, text

from config import read_settings
from grants.database import migration_engine
from grants.models import Base
from grants.models.guards import grant_use
from grants.models.word_index import is_word_index


def run() -> None:
    """Upgrade or downgrade in one transaction, then look for rows whose parent is gone."""
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    engine = migration_engine(context.config.attributes.get("url") or read_settings().owner_database_url)
    with engine.connect() as connection:
        migrate(connection)
    engine.dispose()


def migrate(connection: Connection) -> None:
    """Run the migrations on one connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
        user_module_prefix="grants.models.base.",
        include_object=lambda _thing, name, _kind, _reflected, _compared: not is_word_index(name),
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
            if orphans:
                raise RuntimeError(f"the migration left rows without their parent: {orphans[:5]}")
    role = context.config.attributes.get("application_role")
    if role and connection.dialect.name == "postgresql" and context.get_head_revision() is not None:
        grant_use(connection, role)
        connection.commit()


run()
