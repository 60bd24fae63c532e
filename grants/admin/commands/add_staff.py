"""Make an account for a member of staff."""

from grants.account.queries import by_email, folded
from grants.account.steps import send_link
from grants.admin.policy import can_manage
from grants.domain.errors import RulesBroken
from grants.models import Account, Person
from grants.work import Work


def add_staff(work: Work, *, name: str, email: str) -> int:
    """An administrator: makes the person and an account without roles, and mails a link to choose a password.

    Records account_made on the person's chain. Refused when the address has an account. Returns the account's id.
    """
    work.freshen()
    role = work.may(can_manage(work.actor))
    if work.session.scalars(by_email(email)).one_or_none() is not None:
        raise RulesBroken([("email", "There is an account with this email address already")])
    person = work.add(Person(name=name, kind="human", created_at=work.now))
    account = work.add(
        Account(
            person=person,
            email=folded(email),
            email_folded=folded(email),
            is_staff=True,
            created_at=work.now,
        )
    )
    work.record("account_made", person, role=role, account=account.id, staff=True)
    send_link(work, purpose="staff", email=account.email, account=account)
    return account.id
