"""What a panel said of an application is recorded, and the case goes on to a recommendation."""

from dataclasses import dataclass
from datetime import date

from grants.decide.rules import panel_problems
from grants.domain.errors import RulesBroken
from grants.models import Application, PanelItem
from grants.work import Work


@dataclass(frozen=True)
class Meeting:
    """When the panel met, who chaired, how many members sat for this item, and the minute of it."""

    met_on: date
    chair: str
    present: int
    minute: str


def record_panel(work: Work, reference: str, version: int | None, meeting: Meeting) -> PanelItem:
    """An officer or manager of the fund, while the application waits for its panel.

    Keeps the item and moves the application on. Records `record_panel`. Refused: fewer members than the quorum, a
    meeting in the future, no chair or no minute.
    """
    application = work.load(Application, reference, version)
    event = work.move(application, "record_panel", present=meeting.present)
    quorum = (application.round.plan.get("panel") or {}).get("quorum", 1)
    problems = panel_problems(
        met_on=meeting.met_on,
        today=work.today,
        present=meeting.present,
        quorum=quorum,
        chair=meeting.chair,
        minute=meeting.minute,
    )
    if problems:
        raise RulesBroken(problems)
    event.detail = {"minute": meeting.minute.strip()}
    return work.add(
        PanelItem(
            application_id=application.id,
            met_on=meeting.met_on,
            present=meeting.present,
            chair=meeting.chair.strip(),
            minute=meeting.minute.strip(),
            recorded_by=work.actor.person_id,
            recorded_at=work.now,
        )
    )
