"""Finds organisations by the words of their name at any size: one index per engine over the name as we fold it.

It is made again at the end of every migration, with the guards: rebuilding a table on SQLite drops its triggers.
"""

from sqlalchemy import ColumnElement, Connection, Select, column, func, literal_column, select, table, text

from grants.models.organisation import Organisation

WORDS = "organisation_words"
SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5(sort_name, content='organisation', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0')",
    f"DROP TRIGGER IF EXISTS {WORDS}_insert",
    f"DROP TRIGGER IF EXISTS {WORDS}_update",
    f"DROP TRIGGER IF EXISTS {WORDS}_delete",
    f"CREATE TRIGGER {WORDS}_insert AFTER INSERT ON organisation BEGIN "
    f"INSERT INTO {WORDS}(rowid, sort_name) VALUES (NEW.id, NEW.sort_name); END",
    f"CREATE TRIGGER {WORDS}_update AFTER UPDATE OF sort_name ON organisation BEGIN "
    f"INSERT INTO {WORDS}({WORDS}, rowid, sort_name) VALUES ('delete', OLD.id, OLD.sort_name); "
    f"INSERT INTO {WORDS}(rowid, sort_name) VALUES (NEW.id, NEW.sort_name); END",
    f"CREATE TRIGGER {WORDS}_delete AFTER DELETE ON organisation BEGIN "
    f"INSERT INTO {WORDS}({WORDS}, rowid, sort_name) VALUES ('delete', OLD.id, OLD.sort_name); END",
    f"INSERT INTO {WORDS}({WORDS}) VALUES ('rebuild')",
)
POSTGRESQL = (
    f"CREATE INDEX IF NOT EXISTS ix_{WORDS} ON organisation USING gin (to_tsvector('simple'\\:\\:regconfig, sort_name))",
)


def install_word_index(connection: Connection) -> None:
    """Make the index, or make it anew."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.execute(text(statement))


def is_word_index(name: str | None) -> bool:
    """Whether a table or index belongs to this index, and so is no business of the models."""
    return bool(name) and WORDS in str(name)


def named_like(folded: str, *, sqlite: bool) -> Select[tuple[int]]:
    """Ids of organisations whose name has words that begin with each of these (folded) words."""
    words = folded.split()
    if sqlite:
        found = table(WORDS, column("rowid"))
        wanted = " ".join(f'"{word}"*' for word in words)
        return select(found.c.rowid).where(literal_column(WORDS).op("MATCH")(wanted))
    return select(Organisation.id).where(_has_words(" & ".join(f"{word}:*" for word in words)))


def _has_words(wanted: str) -> ColumnElement[bool]:
    simple = literal_column("'simple'::regconfig")
    vector = func.to_tsvector(simple, Organisation.sort_name)
    return vector.op("@@")(func.to_tsquery(simple, wanted))
