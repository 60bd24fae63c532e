"""docs/states.md: for every thing with states, what may happen to it, as a table and as a picture."""

from grants.cli.describing.markdown import code, page, table
from grants.domain.workflow import NEXT_STAGE, Transition
from grants.models.base import Base
from grants.rooms import register_rooms
from grants.workflow import all_transitions

HEADS = ("From", "Event", "To", "Stage it ends", "Policy", "Applicant sees", "Reason", "Re-reads roles")
INTRODUCTION = (
    "A status changes only by one of these rows. `next stage` is the state of the stage that follows in the round's",
    "own list of stages, so that a direct award needs no rule of its own. *Re-reads roles* marks the steps about money",
    "and decisions: the person's roles are read again inside the transaction, and a refusal is itself recorded.",
    "",
)


def states_page() -> str:
    """The whole document."""
    register_rooms()
    things: dict[type[Base], list[tuple[str, Transition]]] = {}
    for model, state, transition in all_transitions():
        things.setdefault(model, []).append((state, transition))
    body = list(INTRODUCTION)
    for model in sorted(things, key=lambda each: each.__name__):
        body += _thing(model, sorted(things[model], key=lambda each: (each[0], each[1].event)))
    return page("States", "python -m grants.cli.describe", body)


def _thing(model: type[Base], steps: list[tuple[str, Transition]]) -> list[str]:
    return [
        f"## {model.__name__}",
        "",
        (model.__doc__ or "").strip().splitlines()[0],
        "",
        *table(HEADS, [_cells(state, transition) for state, transition in steps]),
        "",
        "```mermaid",
        "stateDiagram-v2",
        '    state "next stage" as next_stage',
        *(f"    {state} --> {_node(transition.to)}: {transition.event}" for state, transition in steps),
        "```",
        "",
    ]


def _cells(state: str, transition: Transition) -> tuple[str, ...]:
    return (
        code(state),
        code(transition.event),
        "next stage" if transition.to == NEXT_STAGE else code(transition.to),
        transition.stage,
        code(transition.policy),
        transition.shown,
        "yes" if transition.needs_reason else "",
        "yes" if transition.sensitive else "",
    )


def _node(state: str) -> str:
    return "next_stage" if state == NEXT_STAGE else state
