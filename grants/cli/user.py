"""`flask user`: make the first accounts of a new installation from the terminal."""

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from grants.account.queries import by_email, folded
from grants.account.steps import send_link
from grants.domain.identifiers import email as checked_email
from grants.jobs.desk import system_working
from grants.models import Account, Fund, Person, RoleGrant
from grants.models.people import CONFIRMED_ROLES, ROLES
from grants.web.request import settings
from grants.work import Work

FIRST_ADMINISTRATORS = 2


@click.group("user")
def command() -> None:
    """People: add."""


@command.command()
@click.argument("email")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the person may do.")
@click.option("--fund", "fund_key", help="The key of the one fund the role is for; all funds if left out.")
@with_appcontext
def add(email: str, name: str, role: str, fund_key: str | None) -> None:
    """Make a member of staff with a role, and print a link to choose a password. It works once, for three days."""
    try:
        address = checked_email(email)
    except ValueError as problem:
        raise click.ClickException(f"{problem}.") from None
    with system_working() as work:
        account = _account(work, address, name.strip())
        held = _give(work, account, role, _fund_id(work, fund_key))
        token = send_link(work, purpose="staff", email=account.email, account=account)
    click.echo(f"{settings().base_url}/reset/{token}")
    if not held:
        click.echo(f"The role {role} is held once an administrator has confirmed it at /admin.", err=True)


def _account(work: Work, email: str, name: str) -> Account:
    if not name:
        raise click.ClickException("Enter a name.")
    if work.session.scalars(by_email(email)).one_or_none() is not None:
        raise click.ClickException(f"There is an account for {email} already. Give roles at /admin.")
    person = work.add(Person(name=name, kind="human", created_at=work.now))
    account = work.add(
        Account(person=person, email=email, email_folded=folded(email), is_staff=True, created_at=work.now)
    )
    work.record("account_made", person, account=account.id, staff=True)
    return account


def _fund_id(work: Work, key: str | None) -> int | None:
    if key is None:
        return None
    found = work.session.scalar(select(Fund.id).where(Fund.key == key))
    if found is None:
        raise click.ClickException(f"There is no fund with the key {key}.")
    return found


def _give(work: Work, account: Account, role: str, fund_id: int | None) -> bool:
    """Give the role. The first two administrators hold theirs at once, as nobody could confirm them."""
    first = role == "admin" and _administrators(work) < FIRST_ADMINISTRATORS
    held = first or role not in CONFIRMED_ROLES
    grant = work.add(
        RoleGrant(
            person_id=account.person_id,
            role=role,
            fund_id=fund_id,
            starts_on=work.today,
            granted_by=None if first else work.actor.person_id,
            granted_at=work.now,
            confirmed_at=work.now if first else None,
        )
    )
    work.record("role_granted", account.person, grant=grant.id, given=role, fund=fund_id)
    return held


def _administrators(work: Work) -> int:
    return (
        work.session.scalar(
            select(func.count())
            .select_from(RoleGrant)
            .where(RoleGrant.role == "admin", RoleGrant.confirmed_at.is_not(None))
        )
        or 0
    )
