"""What a job works with: the system as its actor, and short pieces of work."""

from collections.abc import Iterator
from contextlib import contextmanager

from grants.actor import Actor, system_actor
from grants.web.request import end_reading, house
from grants.work import Work, work_for


@contextmanager
def system_working() -> Iterator[Work]:
    """A piece of work by the system itself."""
    end_reading()
    with work_for(house(), the_system()) as work:
        yield work


def the_system() -> Actor:
    """The system as an actor."""
    with house().database.reading() as session:
        return system_actor(session)
