"""Bank details are verified by a person who did not give them, after a call back on a number already held."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from grants.domain.calendar import long_date, to_london
from grants.domain.errors import NotPermitted, RulesBroken
from grants.models import BankAccount, Interest
from grants.pay.bank import held_numbers
from grants.pay.rules import account_check_faults, held_number_faults, hold_until
from grants.pay.steps import tell
from grants.work import Work


@dataclass(frozen=True)
class AccountCheck:
    """What the person who called back found."""

    call_back_number: str
    from_register: bool
    call_back_person: str
    call_back_at: datetime
    name_check: str
    statement_seen: bool
    supplier_number: str


def verify_account(work: Work, account_id: int, version: int | None, check: AccountCheck) -> BankAccount:
    """Make a proposed account the one that is paid; the one before it is replaced.

    Records the call back and the name check. A change holds payments for ten working days. Refused where the
    number was not already held, the name does not match, or the person has an interest in the organisation.
    """
    account = work.load(BankAccount, account_id, version)
    earlier = _earlier(work, account)
    with work.session.no_autoflush:  # nothing of it may reach the database before all of it is right
        work.move(
            account,
            "verify_account",
            name_check=check.name_check,
            changed=bool(earlier),
            register=check.from_register,
        )
        _refuse_interest(work, account)
        problems = _problems(work, account, check)
    if problems:
        raise RulesBroken(problems)
    _keep(work, account, check, changed=bool(earlier))
    for other in earlier:
        if other.status == "verified":
            work.move(other, "replace_account")
    _tell(work, account)
    return account


def _keep(work: Work, account: BankAccount, check: AccountCheck, *, changed: bool) -> None:
    account.verified_by, account.verified_at = work.actor.person_id, work.now
    account.call_back_number, account.call_back_person = check.call_back_number, check.call_back_person
    account.call_back_at, account.name_check = check.call_back_at, check.name_check
    account.hold_until = hold_until(work.today) if changed else None
    if check.supplier_number:
        account.organisation.supplier_number = check.supplier_number


def _tell(work: Work, account: BankAccount) -> None:
    held = long_date(to_london(account.hold_until).date()) if account.hold_until else ""
    tell(
        work,
        "bank_account_verified",
        organisation_id=account.organisation_id,
        key=f"bank-verified:{account.id}",
        organisation=account.organisation.name,
        last_two=account.last_two,
        hold_until=held,
    )


def _refuse_interest(work: Work, account: BankAccount) -> None:
    """No one acts on an organisation they declared an interest in."""
    declared = exists().where(
        Interest.person_id == work.actor.person_id, Interest.organisation_id == account.organisation_id
    )
    if work.session.scalar(select(declared)):
        raise NotPermitted("You declared an interest in this organisation, so somebody else must check its details.")


def _problems(work: Work, account: BankAccount, check: AccountCheck) -> list[tuple[str, str]]:
    held = held_numbers(work.session, account)
    found = [] if check.from_register else held_number_faults(number=check.call_back_number, held=held)
    found += account_check_faults(
        name_check=check.name_check,
        statement_seen=check.statement_seen,
        has_evidence=account.evidence_file_id is not None,
    )
    if check.call_back_at > work.now:
        found.append(("call_back_on", "The call must be in the past"))
    elif check.call_back_at < account.proposed_at:
        found.append(("call_back_on", "The call must be after these details were given"))
    if not (check.supplier_number or account.organisation.supplier_number):
        found.append(("supplier_number", "Enter the supplier number the finance system has for this organisation"))
    return found


def _earlier(work: Work, account: BankAccount) -> list[BankAccount]:
    """Accounts this organisation was paid on before. Where there is one, this is a change."""
    return list(
        work.session.scalars(
            select(BankAccount)
            .where(BankAccount.organisation_id == account.organisation_id, BankAccount.id != account.id)
            .where(BankAccount.verified_at.is_not(None))
            .order_by(BankAccount.id)
            .with_for_update(of=BankAccount)
        )
    )
