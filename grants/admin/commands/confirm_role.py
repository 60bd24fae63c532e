"""Confirm a role that another administrator gave."""

from grants.admin.policy import can_confirm
from grants.admin.steps import open_grant
from grants.domain.errors import WrongState
from grants.models import Person
from grants.models.people import CONFIRMED_ROLES
from grants.work import Work


def confirm_role(work: Work, account_id: int, *, grant_id: int) -> None:
    """A second administrator: neither who gave the role nor who gets it. From now on it is held.

    Records role_confirmed. Refused when it was confirmed or ended before, or needs no confirming.
    """
    work.freshen()
    grant = open_grant(work, grant_id, account_id=account_id)
    role = work.may(can_confirm(work.actor, grant))
    if grant.role not in CONFIRMED_ROLES or grant.confirmed_at is not None:
        raise WrongState("This role does not wait for anybody to confirm it.")
    grant.confirmed_by, grant.confirmed_at = work.actor.person_id, work.now
    person = work.session.get_one(Person, grant.person_id)
    work.record("role_confirmed", person, role=role, grant=grant.id, given=grant.role, fund=grant.fund_id)
