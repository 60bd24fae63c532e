"""The only place that asks the machine what time it is, so that time can be moved in tests and in the demo."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moved: ContextVar[datetime | None] = ContextVar("moved_clock", default=None)


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return _moved.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` (aware) for the length of the block."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _moved.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)


def monotonic() -> float:
    """Seconds for measuring durations; not a time of day, never moved."""
    return time.monotonic()


def wait(seconds: float) -> None:
    """Pause the calling thread."""
    time.sleep(seconds)
