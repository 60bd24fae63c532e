"""Returns as the award room leaves them, and answers to fill them in."""

from datetime import date
from typing import Any

from sqlalchemy import select

from grants import clock
from grants.models import Award, AwardLine, MonitoringReturn, Response
from grants.models.answering import Answer
from grants.monitor.commands.accept_return import accept_return
from grants.monitor.commands.submit_return import submit_return
from grants.monitor.writing import SPENDING, TARGETS
from grants.work import work_for
from tests.factories.world import World

ANSWERS: dict[str, Any] = {"story": "We opened four days a week.", "people": 60}
COUNTS: dict[str, Any] = {"people": {"all": 60, "E07000235": 35, "E07000237": 25}}


def a_return(world: World, award: Award, *, number: int = 1, **facts: Any) -> MonitoringReturn:
    """A return of an award, due 15 December 2026 unless said otherwise, with nothing written yet."""
    response = Response(form_version_id=world.return_form.id, created_at=clock.now())
    world.write(response)
    owed = MonitoringReturn(
        **{
            "reference": f"{award.reference}-R{number}",
            "award_id": award.id,
            "number": number,
            "title": "Six-month return" if number == 1 else "End return",
            "is_final": False,
            "covers_from": date(2026, 11, 1),
            "covers_until": date(2027, 4, 30),
            "due_on": date(2026, 12, 15),
            "response_id": response.id,
            "status_at": clock.now(),
            **facts,
        }
    )
    world.write(owed)
    return owed


def filled(
    world: World, owed: MonitoringReturn, *spent: int, note: str = "As planned with you", **answers: Any
) -> None:
    """Write every answer of a return: spending by award line in order, with a reason on each."""
    lines = world.read(select(AwardLine).where(AwardLine.award_id == owed.award_id).order_by(AwardLine.position))
    spending = {str(line.id): {"pence": pence, "note": note} for line, pence in zip(lines, spent, strict=True)}
    for key, value in {**ANSWERS, TARGETS: COUNTS, SPENDING: spending, **answers}.items():
        world.write(
            Answer(
                response_id=owed.response_id,
                question=key,
                value=value,
                answered_by=world.lead.id,
                answered_at=clock.now(),
            )
        )


def stored(world: World, owed: MonitoringReturn) -> MonitoringReturn:
    return world.one(select(MonitoringReturn).where(MonitoringReturn.id == owed.id))


def sent(world: World, award: Award, owed: MonitoringReturn) -> None:
    """Send a return that is filled in."""
    with work_for(world.house, world.actor(world.lead)) as work:
        submit_return(work, award.reference, owed.number, stored(world, owed).version)


def accepted(world: World, award: Award, owed: MonitoringReturn) -> None:
    """Send a return that is filled in, and accept it."""
    sent(world, award, owed)
    with work_for(world.house, world.actor(world.officer)) as work:
        accept_return(work, owed.reference, stored(world, owed).version)
