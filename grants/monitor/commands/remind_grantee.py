"""The grantee is reminded of a return."""

from grants.domain.calendar import long_date
from grants.models import MonitoringReturn
from grants.monitor.policy import REPORTING
from grants.monitor.steps import tell_grantee
from grants.work import Work


def remind_grantee(work: Work, return_id: int, *, offset: int) -> bool:
    """Write once for this return and offset. Nothing goes where the return has come in meanwhile."""
    owed = work.load(MonitoringReturn, return_id)
    if owed.status != "due" or owed.award.status not in REPORTING:
        return False
    template = "return_overdue" if offset > 0 else "return_due"
    tell_grantee(
        work,
        template,
        owed,
        key=f"return-reminder:{owed.id}:{offset}",
        due_on=long_date(owed.due_on),
        days=abs(offset),
    )
    work.record("return_reminded", owed, offset=offset)
    return True
