"""The transitions of every room, by table and state. Each room registers its own when the application starts."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from grants.domain.errors import WrongState
from grants.domain.state_words import state_words
from grants.domain.workflow import NEXT_STAGE, Transition
from grants.models.base import Base

_transitions: dict[tuple[type[Base], str], dict[str, tuple[Transition, ModuleType]]] = {}


def register(model: type[Base], transitions: Sequence[Transition], *, policies: ModuleType) -> None:
    """Add one room's transitions of a model. A second meaning for the same state and event is refused."""
    for transition in transitions:
        if not hasattr(policies, transition.policy):
            raise LookupError(f"{policies.__name__} has no policy {transition.policy}")
        for state in transition.from_states:
            known = _transitions.setdefault((model, state), {})
            if transition.event in known and known[transition.event][0] != transition:
                raise LookupError(f"{model.__name__}: {state} + {transition.event} is declared twice")
            known[transition.event] = (transition, policies)


def transition_for(thing: Any, event: str) -> tuple[Transition, Any]:
    """The transition and its policy for what is asked of a thing now; WrongState says what it is instead."""
    found = _transitions.get((type(thing), thing.status), {}).get(event)
    if found is None:
        raise WrongState(f"This can’t be done now, because its state is “{state_words(thing.status)}”.")
    transition, policies = found
    return transition, getattr(policies, transition.policy)


def target_state(thing: Any, transition: Transition) -> str:
    """The state a transition leads to, reading the round's stages where it says so."""
    if transition.to != NEXT_STAGE:
        return transition.to
    after: str = thing.state_after(transition.stage)
    return after


def all_transitions() -> list[tuple[type[Base], str, Transition]]:
    """Every registered transition, for generated documents and tests."""
    return [(model, state, t) for (model, state), known in _transitions.items() for t, _ in known.values()]
