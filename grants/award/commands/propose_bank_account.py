"""An organisation says where its grants are to be paid; nothing is paid there until finance has verified it."""

from sqlalchemy import func, select

from grants.award.bank_details import BankDetails, details_digest, seal_details
from grants.award.people import emails_of
from grants.award.policy import can_propose_bank_account
from grants.crypto import new_key_name
from grants.models import BankAccount, Organisation
from grants.work import Work


def propose_bank_account(
    work: Work,
    organisation_reference: str,
    details: BankDetails,
    *,
    modulus: str,
    evidence_file_id: int | None = None,
) -> BankAccount:
    """A lead or signatory gives bank details. Those in use stay in use until finance verifies the new ones.

    An earlier proposal still waiting is replaced. Everybody in the organisation is told at the address they had.
    """
    organisation = work.load(Organisation, organisation_reference)
    work.freshen()
    role = work.may(can_propose_bank_account(work.actor, organisation, work.now))
    number = _replace_waiting(work, organisation)
    key = new_key_name()
    account = BankAccount(
        random_key=key,
        organisation_id=organisation.id,
        number=number,
        status="proposed",
        sealed=seal_details(work.house.keys, details, random_key=key, organisation_id=organisation.id),
        digest=details_digest(work.house.keys, details),
        last_two=details.account_number[-2:],
        modulus=modulus,
        evidence_file_id=evidence_file_id,
        proposed_by=work.actor.person_id,
        proposed_at=work.now,
    )
    work.add(account)
    work.record("propose_bank_account", account, role=role, bank_account_id=account.id, number=number)
    for email in emails_of(work, organisation.id):
        work.mail(
            "bank_details_changed",
            to=email,
            data={"organisation": organisation.name, "last_two": account.last_two, "by": work.actor.name},
            key=f"bank:{account.id}:{email}",
        )
    return account


def _replace_waiting(work: Work, organisation: Organisation) -> int:
    """Take back proposals that still wait; the number of the new one."""
    waiting = select(BankAccount).where(
        BankAccount.organisation_id == organisation.id, BankAccount.status == "proposed"
    )
    for earlier in work.session.scalars(waiting.with_for_update()):
        work.move(earlier, "replace_proposal")
    last = work.session.scalar(
        select(func.max(BankAccount.number)).where(BankAccount.organisation_id == organisation.id)
    )
    return (last or 0) + 1
