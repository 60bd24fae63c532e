"""Finds organisations by the words of their name at any size: one index per engine over the name as we fold it.

It is made again at the end of every migration, with the guards: rebuilding a table on SQLite drops its triggers.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, func, literal_column, select, table, text

from grants.models.organisation import Organisation

WORDS = "organisation_words"
_ENTER = "INSERT INTO organisation_words(rowid, sort_name) VALUES (NEW.id, NEW.sort_name);"
_LEAVE = (
    "INSERT INTO organisation_words(organisation_words, rowid, sort_name) VALUES ('delete', OLD.id, OLD.sort_name);"
)
_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS organisation_words USING "
    "fts5(sort_name, content='organisation', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
)
_CHANGES = {
    "insert": ("AFTER INSERT ON", _ENTER),
    "update": ("AFTER UPDATE OF sort_name ON", f"{_LEAVE} {_ENTER}"),
    "delete": ("AFTER DELETE ON", _LEAVE),
}
SQLITE = (
    _TABLE,
    *(f"DROP TRIGGER IF EXISTS organisation_words_{name}" for name in _CHANGES),
    *(
        f"CREATE TRIGGER organisation_words_{name} {when} organisation BEGIN {what} END"
        for name, (when, what) in _CHANGES.items()
    ),
    "INSERT INTO organisation_words(organisation_words) VALUES ('rebuild')",
)
_INDEX = (
    "CREATE INDEX IF NOT EXISTS ix_organisation_words ON organisation "
    "USING gin (to_tsvector(CAST('simple' AS regconfig), sort_name))"
)
POSTGRESQL = (_INDEX,)


def install_word_index(connection: Connection) -> None:
    """Make the index, or make it anew."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.execute(text(statement))


def is_word_index(name: str | None) -> bool:
    """Whether a table or index belongs to this index, and so is no business of the models."""
    return bool(name) and WORDS in str(name)


def named_like(folded: str, *, sqlite: bool) -> Select[int]:
    """Ids of organisations whose name has words that begin with each of these (folded) words."""
    words = folded.split()
    if sqlite:
        found = table(WORDS, column("rowid"))
        wanted = " ".join(f'"{word}"*' for word in words)
        return select(found.c.rowid).where(literal_column(WORDS).op("MATCH")(wanted))
    return select(Organisation.id).where(_has_words(" & ".join(f"{word}:*" for word in words)))


def _has_words(wanted: str) -> ColumnElement[bool]:
    simple: ColumnElement[Any] = literal_column("'simple'::regconfig")
    vector = func.to_tsvector(simple, Organisation.sort_name)
    return vector.op("@@")(func.to_tsquery(simple, wanted))
