"""End a role, or refuse one that waits to be confirmed."""

from datetime import timedelta

from grants.admin.policy import can_manage
from grants.admin.steps import keep_an_administrator, open_grant
from grants.domain.errors import RulesBroken
from grants.models import Person
from grants.work import Work


def end_role(work: Work, account_id: int, *, grant_id: int, reason: str) -> None:
    """An administrator, of anybody's role, their own too: it is not held any more from the next request on.

    Records role_ended with the reason. Refused for the last administrator.
    """
    work.freshen()
    role = work.may(can_manage(work.actor))
    grant = open_grant(work, grant_id, account_id=account_id)
    if not reason.strip():
        raise RulesBroken([("reason", "Enter why the role ends")])
    if grant.role == "admin" and grant.confirmed_at is not None:
        keep_an_administrator(work, but=grant.person_id)
    yesterday = work.today - timedelta(days=1)
    grant.ended_at, grant.ended_by = work.now, work.actor.person_id
    if grant.ends_on is None or grant.ends_on > yesterday:
        grant.ends_on = max(grant.starts_on, yesterday)
    person = work.session.get_one(Person, grant.person_id)
    detail = {"reason": reason}
    work.record("role_ended", person, role=role, detail=detail, grant=grant.id, given=grant.role, fund=grant.fund_id)
