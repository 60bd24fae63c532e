"""Counts the statements a block sends to the database, so that a page's number can be pinned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from grants.work import House

# What opens and closes a transaction is not what a page asks.
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SET TRANSACTION", "SAVEPOINT", "RELEASE")


class Statements(list[str]):
    """What was sent, in order. `len` is the number; the text says which when the number is wrong."""

    def __str__(self) -> str:
        return "\n".join(f"{number}. {' '.join(each.split())}" for number, each in enumerate(self, start=1))


@contextmanager
def counted(house: House) -> Iterator[Statements]:
    """The statements of the block, filled while it runs."""
    engine, found = house.database.engine, Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_COUNTED):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def statements(house: House) -> Callable[[], AbstractContextManager[Statements]]:
    """`with statements() as sent: …` then `assert len(sent) == 4, sent`."""
    return lambda: counted(house)
