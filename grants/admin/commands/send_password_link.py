"""Send a member of staff a link to choose a password."""

from grants.account.steps import send_link
from grants.admin.steps import staff_account
from grants.domain.errors import WrongState
from grants.work import Work


def send_password_link(work: Work, account_id: int) -> None:
    """An administrator, for somebody else: the link goes to that person's own address. Records password_link_sent."""
    account = staff_account(work, account_id)
    if account.disabled_at is not None:
        raise WrongState("This account is disabled. Enable it first.")
    send_link(work, purpose="staff", email=account.email, account=account)
    work.record("password_link_sent", account.person, role="admin", account=account.id)
