"""A return that will never come is no longer asked for."""

from grants.domain.errors import WrongState
from grants.models import MonitoringReturn
from grants.monitor.steps import tell_grantee
from grants.work import Work


def cancel_return(work: Work, reference: str, version: int | None, *, reason: str) -> MonitoringReturn:
    """An approver of the fund, once an award has ended and its grantee can't report any more.

    What it would have shown as spent counts as unspent. Records the reason; the grantee is told. Refused without a
    reason, for a return that was sent, and while the award runs: there every return is asked for.
    """
    owed = work.load(MonitoringReturn, reference, version)
    reason = reason.strip()
    work.move(owed, "cancel_return", reason=reason, number=owed.number)
    if owed.award.status != "ended":
        raise WrongState("Returns are asked for while the award runs. Suspend it, or give notice that it ends.")
    tell_grantee(work, "return_cancelled", owed, key=f"return-cancelled:{owed.id}", reason=reason)
    return owed
