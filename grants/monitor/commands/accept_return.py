"""A return is accepted by a person who did not send it: the next instalment may wait for nothing else."""

from sqlalchemy import select

from grants.domain.errors import WrongState
from grants.models import MonitoringReturn, Submission
from grants.monitor.declaring import NEEDS_SECOND, declared_of
from grants.monitor.rules import rag
from grants.monitor.steps import tell_grantee
from grants.monitor.writing import draft_of, standing_of
from grants.work import Work


def accept_return(work: Work, reference: str, version: int | None) -> MonitoringReturn:
    """Accept a submitted return and keep its colour, worked out from what was sent. Never by who sent it.

    Refused while a second person of the grantee must still declare it.
    """
    owed = work.load(MonitoringReturn, reference, version)
    draft, waits = draft_of(work.session, owed), declared_of(work.session, owed).waits
    sent = work.session.scalars(
        select(Submission).where(Submission.response_id == owed.response_id).order_by(Submission.number.desc())
    ).first()
    content = sent.content if sent is not None else {}
    colour = rag(standing_of(draft, spending=content.get("spending") or {}, targets=content.get("targets") or {}))
    with work.session.no_autoflush:
        work.move(owed, "accept_return", submission=sent.id if sent else None, rag=colour)
        if waits:
            raise WrongState(NEEDS_SECOND)
        owed.accepted_at, owed.accepted_by, owed.rag = work.now, work.actor.person_id, colour
    tell_grantee(work, "return_accepted", owed, key=f"return-accepted:{owed.id}")
    return owed
