"""Money that will never come back is written off, and the ledger stays as it is."""

from grants.domain.money import pounds
from grants.models import Award, Recovery
from grants.monitor.steps import tell_of_award
from grants.work import Work


def write_off_recovery(work: Work, recovery_id: int, version: int | None, *, reason: str) -> Recovery:
    """An approver of the fund, and never the person who agreed the sum, once it is agreed or invoiced.

    It counts as paid and not as recovered, as it never came in. Records the sum and the reason; the grantee is told
    that nothing more is asked. Refused without a reason.
    """
    recovery = work.load(Recovery, recovery_id, version)
    award, reason = work.load(Award, recovery.award_id), reason.strip()
    with work.session.no_autoflush:
        work.move(recovery, "write_off_recovery", reason=reason, amount=recovery.pence)
        recovery.written_off_by, recovery.written_off_why = work.actor.person_id, reason
    amount = pounds(recovery.pence)
    tell_of_award(work, "recovery_written_off", award, key=f"recovery-written-off:{recovery.id}", amount=amount)
    return recovery
