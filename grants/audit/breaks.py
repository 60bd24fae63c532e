"""Where the record does not agree with itself, said so that a person can find the place."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Text, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
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


def first_of(breaks: Iterable[Break]) -> Break | None:
    """The first break, if there is one."""
    return next(iter(breaks), None)
