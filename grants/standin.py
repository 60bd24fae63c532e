"""Stands for whoever will ask, in statements that are made once and sent with each person's own id and funds.

To make a statement costs more than to send it. What a rule of scope or sight takes from the person as a value is a
parameter here; what changes the statement itself (which roles, for some funds or for all) is the stand-in's shape.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import BindParameter, bindparam

from grants.actor import CASEWORK, EVERY_FUND, Actor

# The sets of roles whose funds a statement may ask for.
GROUPS = {CASEWORK: "casework_funds", (*CASEWORK, "finance"): "casework_and_finance_funds"}


class Who(Protocol):
    """A person, or a stand-in: what the rules of scope and sight ask of either."""

    @property
    def person_id(self) -> Any: ...
    @property
    def is_staff(self) -> bool: ...
    @property
    def is_system(self) -> bool: ...
    def holds(self, *roles: str) -> str: ...
    def funds(self, *roles: str) -> Any: ...
    def organisations(self, *parts: str) -> Any: ...
    def __hash__(self) -> int: ...


@dataclass(frozen=True)
class StandIn:
    """A member of staff who holds these roles, each for every fund or for some."""

    roles: frozenset[tuple[str, bool]]
    is_staff: bool = True
    is_system: bool = False

    @property
    def person_id(self) -> BindParameter[int]:
        return bindparam("asker")

    def holds(self, *roles: str) -> str:
        """The first of the roles that is held, for whatever fund."""
        return next((role for role in roles if any(role == held for held, _every in self.roles)), "")

    def funds(self, *roles: str) -> BindParameter[Any] | None:
        """A parameter for the funds where one of the roles is held; None means every fund."""
        every = any(role in roles for role, every_fund in self.roles if every_fund)
        return EVERY_FUND if every else bindparam(GROUPS[roles], expanding=True)

    def organisations(self, *_parts: str) -> frozenset[int]:
        """Staff have a part in none."""
        return frozenset()


ANYONE = StandIn(frozenset())
"""For rules that take nothing from a person but the id."""


def stand_in(actor: Actor) -> StandIn:
    """The stand-in for this person, who is one of the staff: many persons have the same."""
    if not actor.is_staff:
        raise ValueError("only staff have a stand-in")
    return StandIn(frozenset((held.role, held.fund_id is None) for held in actor.roles))


def facts_of(actor: Actor) -> dict[str, Any]:
    """What a statement made with the stand-in is sent with."""
    funds = {name: sorted(actor.funds(*roles) or ()) for roles, name in GROUPS.items()}
    return {"asker": actor.person_id, **funds}
