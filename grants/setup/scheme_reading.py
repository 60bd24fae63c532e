"""Reading the parts of a scheme: one of a kind, every one of a list, a moment on London's clocks."""

from datetime import datetime
from typing import Protocol, Self, TypeVar

from grants.domain.calendar import london_moment
from grants.questions.record import Record

Readable = TypeVar("Readable", bound="_Reads")


class _Reads(Protocol):
    @classmethod
    def read(cls, record: Record) -> Self: ...


def every(record: Record, key: str, kind: type[Readable]) -> tuple[Readable, ...]:
    return tuple(kind.read(item) for item in record.records(key))


def one(record: Record, key: str, kind: type[Readable], *, required: bool = False) -> Readable | None:
    if required and key not in record:
        record.fault(key, "is missing")
    item = record.record(key)
    return None if item is None else kind.read(item)


def moment(record: Record, key: str, *, required: bool = False) -> datetime | None:
    """London's clocks as written; a time they never show, or show twice, is refused."""
    local = record.local_time(key, required=required)
    if local is None:
        return None
    try:
        return london_moment(local.date(), local.time())
    except ValueError as error:
        record.fault(key, str(error))
        return None
