"""Where the record does not agree with itself, said so that a person can find the place."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, Text, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import TypeCoerce


@dataclass(frozen=True)
class Break:
    """One place and what is wrong there."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


@dataclass(frozen=True)
class Part:
    """One case instead of the whole record: its chains, and the rows whose states must agree with them."""

    chains: tuple[tuple[str, int], ...]
    application_id: int
    organisation_id: int
    award_id: int | None = None
    run_ids: tuple[int, ...] = ()


def chain_place(kind: str, subject_id: int, sequence: int | None = None) -> str:
    """`award 12, event 3`."""
    name = f"{kind.replace('_', ' ')} {subject_id}"
    return name if sequence is None else f"{name}, event {sequence}"


def row_place(table: str, row_id: int) -> str:
    """`monitoring return 4`."""
    return f"{table.replace('_', ' ')} {row_id}"


def raw(column: InstrumentedAttribute[object]) -> TypeCoerce[str]:
    """A JSON column as the very text that is stored, since it is the text that was hashed."""
    return type_coerce(column, Text)


def each_of(session: Session, table: str, ids: Select[int], words: str) -> Iterator[Break]:
    """A break for each id that a query finds."""
    for (row_id,) in session.execute(ids):
        yield Break(row_place(table, row_id), words)
