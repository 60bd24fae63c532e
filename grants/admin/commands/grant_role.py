"""Give somebody a role."""

from datetime import date

from sqlalchemy import or_, select

from grants.admin.rules import ROLE_WORDS, Held, grant_problems
from grants.admin.steps import staff_account
from grants.domain.errors import RulesBroken, WrongState
from grants.models import Account, Fund, RoleGrant
from grants.models.people import CONFIRMED_ROLES
from grants.work import Work


def grant_role(
    work: Work, account_id: int, *, role: str, fund_id: int | None, starts_on: date, ends_on: date | None
) -> RoleGrant:
    """An administrator gives somebody else a role for one fund or all, between two dates. Records role_granted.

    A role that approves, verifies, releases or gives roles is held only once a second administrator has confirmed it;
    they are told by mail. Refused when the dates are wrong, the role is held already, or it does not go with another.
    """
    account = staff_account(work, account_id)
    if account.disabled_at is not None:
        raise WrongState("This account is disabled. Enable it first.")
    new = Held(role, fund_id, starts_on, ends_on)
    problems = grant_problems(new, held=_held(work, account.person_id), today=work.today)
    if fund_id is not None and work.session.get(Fund, fund_id) is None:
        problems.append(("fund_id", "Select a fund from the list"))
    if problems:
        raise RulesBroken(problems)
    grant = work.add(
        RoleGrant(
            person_id=account.person_id,
            role=role,
            fund_id=fund_id,
            starts_on=starts_on,
            ends_on=ends_on,
            granted_by=work.actor.person_id,
            granted_at=work.now,
        )
    )
    until = ends_on.isoformat() if ends_on else None
    days = [starts_on.isoformat(), until]
    work.record("role_granted", account.person, role="admin", grant=grant.id, given=role, fund=fund_id, days=days)
    if role in CONFIRMED_ROLES:
        _ask_to_confirm(work, grant, account)
    return grant


def _held(work: Work, person_id: int) -> list[Held]:
    rows = work.session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= work.today),
        )
    )
    return [Held(row.role, row.fund_id, row.starts_on, row.ends_on) for row in rows]


def _ask_to_confirm(work: Work, grant: RoleGrant, account: Account) -> None:
    administrators = work.session.scalars(
        select(Account)
        .join(RoleGrant, RoleGrant.person_id == Account.person_id)
        .where(
            RoleGrant.role == "admin",
            RoleGrant.ended_at.is_(None),
            RoleGrant.confirmed_at.is_not(None),
            Account.disabled_at.is_(None),
            Account.person_id.not_in((work.actor.person_id, account.person_id)),
        )
        .distinct()
    )
    data = {"name": account.person.name, "role": ROLE_WORDS[grant.role], "giver": work.actor.name}
    for each in administrators:
        work.mail(
            "admin_role_to_confirm",
            to=each.email,
            data={**data, "path": f"/admin/people/{account.id}"},
            key=f"confirm role {grant.id} {each.id}",
        )
