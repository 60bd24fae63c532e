"""A grantee is told that its award ends early, on which day and why."""

from datetime import date

from grants.domain.calendar import long_date
from grants.domain.errors import RulesBroken, WrongState
from grants.models import Award, Notice
from grants.monitor.policy import LIVE, can_give_notice, standing_notice
from grants.monitor.rules import notice_problems
from grants.monitor.steps import tell_of_award
from grants.work import Work


def give_notice(
    work: Work, award_reference: str, version: int | None, *, reason: str, last_on: date, short_why: str = ""
) -> Notice:
    """A manager of the fund, while an award is accepted, active or suspended. The grantee is told reason and day.

    Nothing ends by it: until its last day the award goes on and can be paid, the grantee can answer, and then another
    person decides. Records the day. Refused without a reason, for a day in the past or after the planned end, with
    less than three months and no reason for it, and while another notice stands.
    """
    award = work.load(Award, award_reference, version)
    work.freshen()
    role = work.may(can_give_notice(work.actor, award, work.now))
    if award.status not in LIVE:
        raise WrongState("Only an award that runs can be ended early. Look at it again.")
    if standing_notice(award) is not None:
        raise WrongState("Notice was given before. Withdraw that one first, if the day or the reason has changed.")
    problems = notice_problems(
        today=work.today, last_on=last_on, ends_on=award.ends_on, reason=reason, short_why=short_why
    )
    if problems:
        raise RulesBroken(problems)
    notice = work.add(
        Notice(
            award_id=award.id,
            reason=reason.strip(),
            last_on=last_on,
            short_why=short_why.strip() or None,
            given_by=work.actor.person_id,
            given_at=work.now,
        )
    )
    award.version += 1
    detail = {"reason": notice.reason, "note": notice.short_why}
    work.record("notice_given", award, role=role, detail=detail, notice=notice.id, last_on=last_on.isoformat())
    day = long_date(last_on)
    tell_of_award(work, "notice_given", award, key=f"notice:{notice.id}", reason=notice.reason, last_on=day)
    return notice
