"""Makes the file a released run hands to the finance system, once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.award.bank_details import open_details
from grants.crypto import KeyRing, new_key_name
from grants.domain.canonical import sha256_hex
from grants.domain.references import parse_reference
from grants.integrations.finance import PaymentInstruction, write_payment_file
from grants.jobs.desk import system_working
from grants.models import AwardLine, BankAccount, Fund, InstalmentLine, Organisation, Payment, PaymentRun
from grants.pay.commands.keep_payment_file import keep_payment_file
from grants.pay.rules import SUBJECTIVE
from grants.web.outside import files
from grants.web.request import db, house


def make_payment_file(run_id: int) -> None:
    """Put the bytes into the store, then tie them to the run. A run that has its file keeps it."""
    run = db().scalars(select(PaymentRun).where(PaymentRun.id == run_id)).one()
    if run.file_id is not None:
        return
    data = write_payment_file(run.reference, instructions(db(), house().keys, run))
    key = f"payments/{new_key_name()}"
    files().put(key, data)
    with system_working() as work:
        keep_payment_file(work, run_id, object_key=key, sha256=sha256_hex(data), size=len(data))


def instructions(session: Session, keys: KeyRing, run: PaymentRun) -> list[PaymentInstruction]:
    """One line for each payment and cost code, in the order of the payments."""
    rows = session.execute(
        select(Payment, BankAccount, Organisation, Fund.prefix)
        .join(BankAccount, BankAccount.id == Payment.bank_account_id)
        .join(Organisation, Organisation.id == Payment.organisation_id)
        .join(Payment.award)
        .join(Fund)
        .where(Payment.run_id == run.id)
        .order_by(Payment.id)
    ).all()
    found: list[PaymentInstruction] = []
    for payment, account, organisation, project in rows:
        codes = _by_cost_code(session, payment)
        details = open_details(keys, account)
        for place, (cost_code, pence) in enumerate(codes, start=1):
            found.append(
                PaymentInstruction(
                    supplier_number=organisation.supplier_number or "",
                    payee=details.account_name,
                    sort_code=details.sort_code,
                    account_number=details.account_number,
                    amount=pence,
                    reference=part_reference(payment.reference, place) if len(codes) > 1 else payment.reference,
                    cost_centre=cost_code,
                    subjective=SUBJECTIVE,
                    project=project,
                    description=f"Grant {payment.award.reference}, instalment {payment.instalment.number}",
                    award_reference=payment.award.reference,
                    due_on=run.pay_on,
                )
            )
    return found


def part_reference(reference: str, place: int) -> str:
    """A payment borne by several cost codes is several lines, each with its own reference of at most 18 characters."""
    parse_reference(reference)
    return f"{reference}/{place}"


def _by_cost_code(session: Session, payment: Payment) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    rows = session.execute(
        select(AwardLine.cost_code, InstalmentLine.pence)
        .join(InstalmentLine, InstalmentLine.award_line_id == AwardLine.id)
        .where(InstalmentLine.instalment_id == payment.instalment_id)
        .order_by(AwardLine.position)
    )
    for cost_code, pence in rows:
        sums[cost_code] = sums.get(cost_code, 0) + pence
    return list(sums.items())


HANDLERS = {"make_payment_file": make_payment_file}
