"""An approver sends a recommendation back to the manager, with what needs another look."""

from grants.decide.standing import standing
from grants.decide.steps import write_approval
from grants.models import Application
from grants.work import Work


def return_recommendation(work: Work, reference: str, version: int | None, *, note: str) -> None:
    """Whoever may approve may return it, with a note. The money stays reserved until a new recommendation."""
    application = work.load(Application, reference, version)
    at = standing(work.session, application)
    event = work.move(application, "return_recommendation", reason=note, step=len(at.approvals) + 1)
    write_approval(work, application, at, outcome="return", note=note, event=event)
