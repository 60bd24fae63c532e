"""A page of ready items done together: each stands alone, a refused one says why, the rest go through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from grants.domain.errors import DomainError, NotFound, RulesBroken
from grants.web.access import could_be_stored
from grants.web.request import actor, end_reading, form_key, house, posted
from grants.work import Repeated, Work, work_for


@dataclass(frozen=True)
class Outcome:
    """What became of one item of a batch."""

    name: str
    done: bool
    why: str = ""


def do_each(items: Sequence[str], form: Any, do: Callable[[Work, str], object]) -> list[Outcome]:
    """Do one thing to each item, in a piece of work of its own. The same form sent again does nothing twice."""
    return [_attempt(item, form, do) for item in items]


def _attempt(item: str, form: Any, do: Callable[[Work, str], object]) -> Outcome:
    end_reading()
    if not could_be_stored(item):
        return Outcome("", done=False, why=NotFound().message)
    key = f"{form_key(form)}:{item}" if form.key.data else ""
    try:
        with work_for(house(), actor(), key=key, body=posted()) as work:
            do(work, item)
            work.outcome = {"done": item}
    except Repeated:
        return Outcome(item, done=True)
    except RulesBroken as broken:
        return Outcome(item, done=False, why=" ".join(message for _, message in broken.problems))
    except DomainError as refused:
        return Outcome(item, done=False, why=str(refused))
    return Outcome(item, done=True)
