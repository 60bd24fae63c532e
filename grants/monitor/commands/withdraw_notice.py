"""A notice is withdrawn: the award goes on."""

from grants.domain.errors import RulesBroken, WrongState
from grants.models import Award, Notice
from grants.monitor.policy import LIVE, can_withdraw_notice, standing_notice
from grants.monitor.steps import tell_of_award
from grants.work import Work


def withdraw_notice(work: Work, award_reference: str, version: int | None, *, reason: str) -> Notice:
    """A manager or an approver of the fund, while notice stands and the award has not ended; the grantee is told why.

    Records the reason. Refused without one, where no notice stands, and once the award has ended.
    """
    award = work.load(Award, award_reference, version)
    work.freshen()
    role = work.may(can_withdraw_notice(work.actor, award, work.now))
    notice = standing_notice(award)
    if notice is None or award.status not in LIVE:
        raise WrongState("There is no notice to withdraw. Look at the award again.")
    reason = reason.strip()
    if not reason:
        raise RulesBroken([("reason", "Enter why the award goes on")])
    notice.withdrawn_by, notice.withdrawn_at, notice.withdrawn_why = work.actor.person_id, work.now, reason
    award.version += 1
    work.record("notice_withdrawn", award, role=role, detail={"reason": reason}, notice=notice.id)
    tell_of_award(work, "notice_withdrawn", award, key=f"notice-withdrawn:{notice.id}", reason=reason)
    return notice
