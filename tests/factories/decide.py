"""Applications on their way to a decision, moved there by the commands themselves."""

from typing import Any

from sqlalchemy import select

from grants.decide.commands.approve_award import approve_award
from grants.decide.commands.recommend_award import Terms, recommend_award
from grants.models import Allocation, Application, Person
from grants.work import House, work_for
from tests.factories.world import World

FEEDBACK = {key: f"We could not see enough about {key}." for key in ("need", "outcomes", "value")}


def recommended(world: World, house: House, amount: int = 1_000_000, **facts: Any) -> Application:
    """An application that the manager has recommended: a sum, or nothing."""
    application = world.an_application("recommending", **facts)
    recommend(world, house, application, amount)
    return application


def recommend(
    world: World,
    house: House,
    application: Application,
    amount: int,
    *,
    by: Person | None = None,
    terms: Terms | None = None,
) -> None:
    with work_for(house, world.actor(by or world.manager)) as work:
        recommend_award(
            work,
            application.reference,
            None,
            amount=amount,
            reason="It meets the need best.",
            terms=terms or Terms(feedback=FEEDBACK),
        )


def approve(world: World, house: House, application: Application, by: Person) -> None:
    with work_for(house, world.actor(by)) as work:
        approve_award(work, application.reference, None, note="Agreed.", confirmed=True)


def decided(world: World, house: House, amount: int = 1_000_000, **facts: Any) -> Application:
    """An application decided by whoever the delegation names, and not yet released."""
    application = recommended(world, house, amount, **facts)
    approve(world, house, application, world.approver if amount <= 1_000_000 else world.approver2)
    return application


def money(world: World) -> Allocation:
    """The fund's allocation as it stands."""
    row: Allocation = world.one(select(Allocation).where(Allocation.id == world.allocation.id))
    return row
