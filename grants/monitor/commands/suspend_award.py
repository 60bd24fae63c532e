"""An award is suspended: no payment is made until what is wrong has been put right."""

from grants.models import Award, Suspension
from grants.monitor.steps import tell_of_award
from grants.work import Work


def suspend_award(work: Work, award_reference: str, version: int | None, *, reason: str) -> Award:
    """A manager of the fund, while an award is accepted or active. The grantee is told the reason in these words.

    From now on none of its instalments can be put into a run, and a run that holds one can't be released. Returns are
    still asked for. Records who, why, and in which state it was. Refused without a reason.
    """
    award = work.load(Award, award_reference, version)
    before, reason = award.status, reason.strip()
    with work.session.no_autoflush:
        work.move(award, "suspend_award", reason=reason)
    suspension = work.add(
        Suspension(
            award_id=award.id,
            from_status=before,
            reason=reason,
            suspended_by=work.actor.person_id,
            suspended_at=work.now,
        )
    )
    tell_of_award(work, "award_suspended", award, key=f"award-suspended:{suspension.id}", reason=reason)
    return award
