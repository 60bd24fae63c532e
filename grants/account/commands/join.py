"""Take up an invitation with an account one already has."""

from grants.account.queries import live_link, open_membership
from grants.account.steps import join_organisation, locked_account
from grants.crypto import token_hash
from grants.domain.errors import NotFound, NotPermitted
from grants.work import Work


def join(work: Work, token: str) -> None:
    """The applicant whose address the invitation was sent to. The link is used up. Records joined on the organisation.

    Refused for another address, for staff, when the invitation was withdrawn, used or has run out.
    """
    link = live_link(work.session, token_hash=token_hash(token), purpose="join", now=work.now, lock=True)
    membership = open_membership(work.session, link.membership_id if link is not None else None)
    account = locked_account(work, work.actor.account_id or 0)
    if link is None or membership is None or account is None:
        raise NotFound
    if account.is_staff or account.email_folded != link.email:
        raise NotPermitted("This invitation was sent to another email address. Sign in with that one to accept it.")
    link.used_at = work.now
    join_organisation(work, membership, account)
