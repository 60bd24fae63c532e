"""Database triggers that refuse to change or remove what counts, on both engines, whoever asks.

A model says what is frozen: `frozen = True` (the whole row, from its insert), `always_frozen_columns` or
`frozen_columns` (those columns), and `frozen_after` (only once that column is filled; then no DELETE either). Rows that
belong to another freeze with it: `frozen_with = (column, table, filled)`; then none is added to it either.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, UniqueConstraint, inspect, text

from grants.models.base import Base
from grants.models.word_index import install_word_index

PREFIX = "guard_"
REFUSE = (
    "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
)


def install_guards(connection: Connection) -> None:
    """Make every guard anew. Each migration ends with this: rebuilding a table on SQLite drops its triggers.

    A table that a later migration makes is passed over: an old migration runs with today's models.
    """
    remove_guards(connection)
    there = set(inspect(connection).get_table_names())
    make = _sqlite_guards if connection.dialect.name == "sqlite" else _postgresql_guards
    for model in guarded_models():
        statements = _frozen_with if hasattr(model, "frozen_with") else make
        for statement in statements(model, connection) if model.__tablename__ in there else ():
            connection.execute(text(statement.replace(":", r"\:")))
    install_word_index(connection)


def remove_guards(connection: Connection) -> None:
    """Take the guards away, for a migration that must rewrite a guarded table."""
    if connection.dialect.name == "sqlite":
        names = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard!_%' ESCAPE '!'")
        )
        for (name,) in names.all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        return
    rows = connection.execute(
        text(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'guard!_%' ESCAPE '!' AND c.relnamespace = current_schema()::regnamespace".replace(
                "::", r"\:\:"
            )
        )
    )
    for name, table in rows.all():
        connection.execute(text(f'DROP TRIGGER "{name}" ON "{table}"'))


def grant_use(connection: Connection, role: str) -> None:
    """Let the application's own role on PostgreSQL use the tables, owning none and rewriting nothing that is frozen."""
    name = connection.dialect.identifier_preparer.quote(role)
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {name}"))
    connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"))
    connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"))
    for mapper in Base.registry.mappers:
        if getattr(mapper.class_, "frozen", False):
            connection.execute(text(f'REVOKE UPDATE, DELETE ON "{mapper.class_.__tablename__}" FROM {name}'))
    connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {name}"))


def guarded_models() -> Iterator[type[Base]]:
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.class_.__tablename__):
        model = mapper.class_
        if any(
            getattr(model, name, None) for name in ("frozen", "frozen_columns", "always_frozen_columns", "frozen_with")
        ):
            yield model


def _update_rule(model: type[Base], *, differs: str) -> str:
    """The SQL condition under which an UPDATE is refused; `differs` is the engine's null-safe comparison."""
    if getattr(model, "frozen", False):
        return "TRUE"
    changed = [f'OLD."{c}" {differs} NEW."{c}"' for c in getattr(model, "frozen_columns", ())]
    rule = f"({' OR '.join(changed)})" if changed else "FALSE"
    after = getattr(model, "frozen_after", None)
    if after:
        rule = f'(OLD."{after}" IS NOT NULL AND {rule})'
    always = [f'OLD."{c}" {differs} NEW."{c}"' for c in getattr(model, "always_frozen_columns", ())]
    return f"({rule} OR {' OR '.join(always)})" if always else rule


def _delete_rule(model: type[Base]) -> str:
    after = getattr(model, "frozen_after", None)
    if after and not getattr(model, "always_frozen_columns", ()):
        return f'OLD."{after}" IS NOT NULL'
    return "TRUE"


def _frozen_with(model: type[Base], connection: Connection) -> Iterator[str]:
    """Guards of rows that may not be added, changed or removed once the row that they belong to counts."""
    table, (column, parent, filled) = model.__tablename__, model.frozen_with  # type: ignore[attr-defined]
    for verb, rows in (("insert", ("NEW",)), ("update", ("OLD", "NEW")), ("delete", ("OLD",))):
        name, before = f"{PREFIX}{table}_{verb}", f'BEFORE {verb.upper()} ON "{table}"'
        ids = ", ".join(f'{row}."{column}"' for row in rows)
        counts = f'EXISTS (SELECT 1 FROM "{parent}" WHERE id IN ({ids}) AND "{filled}" IS NOT NULL)'  # noqa: S608 - ours
        if connection.dialect.name == "sqlite":
            yield f"CREATE TRIGGER {name} {before} WHEN {counts} BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
            continue
        # A condition of a trigger may not look into another table here, so it is asked inside a function.
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {counts} THEN "
            f"RAISE EXCEPTION '{table} is frozen' USING ERRCODE = 'restrict_violation'; "
            f"END IF; RETURN {rows[-1]}; END $$"
        )
        yield f"CREATE TRIGGER {name} {before} FOR EACH ROW EXECUTE FUNCTION {name}()"
    if connection.dialect.name != "sqlite":
        yield REFUSE
        yield f'CREATE TRIGGER {PREFIX}{table}_truncate BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION guard_refuse()'


def _sqlite_guards(model: type[Base], _: Connection) -> Iterator[str]:
    table: Table = model.__table__  # type: ignore[assignment]
    name = table.name
    refuse = f"BEGIN SELECT RAISE(ABORT, '{name} is frozen'); END"
    changed = _update_rule(model, differs="IS NOT")
    yield f'CREATE TRIGGER {PREFIX}{name}_update BEFORE UPDATE ON "{name}" WHEN {changed} {refuse}'
    yield f'CREATE TRIGGER {PREFIX}{name}_delete BEFORE DELETE ON "{name}" WHEN {_delete_rule(model)} {refuse}'
    # REPLACE would pass both triggers above, so an INSERT may not meet an existing row under any unique key.
    clashes = " OR ".join(" AND ".join(f'"{c}" = NEW."{c}"' for c in key) for key in _unique_keys(table))
    yield (
        f'CREATE TRIGGER {PREFIX}{name}_insert BEFORE INSERT ON "{name}" '  # noqa: S608 - names of our own tables
        f'WHEN EXISTS (SELECT 1 FROM "{name}" WHERE {clashes}) {refuse}'
    )


def _unique_keys(table: Table) -> Iterator[list[str]]:
    yield [column.name for column in table.primary_key]
    for column in table.columns:
        if column.unique:
            yield [column.name]
    for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
        if isinstance(constraint, UniqueConstraint) and len(constraint.columns) > 1:
            yield [column.name for column in constraint.columns]


def _postgresql_guards(model: type[Base], connection: Connection) -> Iterator[str]:
    name = model.__tablename__
    rule = _update_rule(model, differs="IS DISTINCT FROM")
    yield REFUSE
    start, refuse = f"CREATE TRIGGER {PREFIX}{name}", "EXECUTE FUNCTION guard_refuse()"
    yield f'{start}_update BEFORE UPDATE ON "{name}" FOR EACH ROW WHEN ({rule}) {refuse}'
    yield f'{start}_delete BEFORE DELETE ON "{name}" FOR EACH ROW WHEN ({_delete_rule(model)}) {refuse}'
    yield f'{start}_truncate BEFORE TRUNCATE ON "{name}" FOR EACH STATEMENT {refuse}'
