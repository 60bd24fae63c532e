"""Proposed bank details that could not be confirmed are refused, with the reason."""

from grants.models import BankAccount
from grants.pay.steps import tell
from grants.work import Work


def refuse_account(work: Work, account_id: int, version: int | None, *, reason: str) -> BankAccount:
    """Refuse proposed details: the account that was current stays so. The organisation is told; a reason is needed."""
    account = work.load(BankAccount, account_id, version)
    work.move(account, "refuse_account", reason=reason)
    account.refused_reason = reason
    tell(
        work,
        "bank_account_refused",
        organisation_id=account.organisation_id,
        key=f"bank-refused:{account.id}",
        organisation=account.organisation.name,
        last_two=account.last_two,
        reason=reason,
    )
    return account
