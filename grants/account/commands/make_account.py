"""Make an applicant's account from a link sent to their address."""

from sqlalchemy import exists, select

from grants.account.queries import live_link, open_membership
from grants.account.rules import password_problems
from grants.account.steps import act_as, join_organisation, note_known_device, start_session
from grants.crypto import token_hash
from grants.domain.errors import NotFound, RulesBroken
from grants.models import Account, EmailLink, Person
from grants.work import Work


def make_account(
    work: Work,
    token: str,
    *,
    purpose: str,
    name: str,
    password: str,
    password_hash: str,
    device: str,
    device_token: str,
) -> str:
    """Whoever holds a link sent to a new address: makes the person and the account, and joins the organisation if the
    link is an invitation. The link is used up. Records account_made (and joined). Returns the session's token.

    Refused when the link was used or has run out, or the password is easy to guess.
    """
    link = live_link(work.session, token_hash=token_hash(token), purpose=purpose, now=work.now, lock=True)
    if link is None or work.session.scalar(select(exists().where(Account.email_folded == link.email))):
        raise NotFound
    problems = password_problems(password, email=link.email, name=name, staff=False)
    if problems:
        raise RulesBroken([("password", each) for each in problems])
    account = _new_account(work, link, name=name, password_hash=password_hash)
    act_as(work, account)
    work.record("account_made", account.person, account=account.id)
    membership = open_membership(work.session, link.membership_id)
    if membership is not None:
        join_organisation(work, membership, account)
    note_known_device(work, account.email, device_token)
    return start_session(work, account, device=device, second_factor=False)


def _new_account(work: Work, link: EmailLink, *, name: str, password_hash: str) -> Account:
    link.used_at = work.now
    person = work.add(Person(name=name, kind="human", created_at=work.now))
    return work.add(
        Account(
            person=person,
            email=link.email,
            email_folded=link.email,
            password_hash=password_hash,
            is_staff=False,
            confirmed_at=work.now,
            created_at=work.now,
        )
    )
