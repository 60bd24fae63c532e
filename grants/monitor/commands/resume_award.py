"""A suspended award goes on where it was."""

from sqlalchemy import select

from grants.domain.errors import WrongState
from grants.models import Award, Suspension
from grants.monitor.steps import tell_of_award
from grants.work import Work


def resume_award(work: Work, award_reference: str, version: int | None, *, reason: str) -> Award:
    """A manager of the fund lets a suspended award go on, in the state it came from, and says why.

    The person who suspended it may do so: nothing is paid by it. Its instalments wait for what they waited for before.
    Records the reason; the grantee is told. Refused without a reason, and while the award is not suspended.
    """
    award = work.load(Award, award_reference, version)
    open_one = select(Suspension).where(Suspension.award_id == award.id, Suspension.resumed_at.is_(None))
    suspension = work.session.scalars(open_one).one_or_none()
    if suspension is None:
        raise WrongState("This award is not suspended. Look at it again.")
    reason = reason.strip()
    with work.session.no_autoflush:
        work.move(award, "resume_award" if suspension.from_status == "active" else "resume_unpaid", reason=reason)
    suspension.resumed_by, suspension.resumed_at, suspension.resumed_why = work.actor.person_id, work.now, reason
    tell_of_award(work, "award_resumed", award, key=f"award-resumed:{suspension.id}", reason=reason)
    return award
