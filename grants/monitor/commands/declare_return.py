"""A second person of the grantee declares that a return is true."""

from sqlalchemy import select

from grants.domain.errors import WrongState
from grants.models import MonitoringReturn, ReturnDeclaration, Submission
from grants.monitor.declaring import declared_of
from grants.monitor.policy import can_declare
from grants.monitor.steps import tell_grantee
from grants.monitor.writing import return_in_scope
from grants.work import Work


def declare_return(work: Work, award_reference: str, number: int, version: int | None) -> MonitoringReturn:
    """A lead or signatory of the grantee who did not send it, while a return that needs two has one declaration.

    It stands for exactly what was sent: after a question is answered, two must declare again. Records which
    submission; the grantee has its receipt. Refused to who sent it, and where no second person is needed.
    """
    found = return_in_scope(work.session, work.actor, award_reference, number)
    owed = work.load(MonitoringReturn, found.id, version)
    work.freshen()
    role = work.may(can_declare(work.actor, owed, work.now))
    if not declared_of(work.session, owed).waits:
        raise WrongState("This return does not wait for a second person. Open it again.")
    last = select(Submission).where(Submission.response_id == owed.response_id).order_by(Submission.number.desc())
    submission = work.session.scalars(last.limit(1)).one()
    work.add(
        ReturnDeclaration(
            return_id=owed.id,
            submission_id=submission.id,
            position=2,
            declared_by=work.actor.person_id,
            declared_at=work.now,
        )
    )
    owed.version += 1
    work.record("return_declared", owed, role=role, submission=submission.id, digest=submission.digest)
    tell_grantee(work, "return_received", owed, key=f"return-received:{submission.id}", reference=owed.reference)
    return owed
