"""A prepared run is released by another person: from then on the money is paid."""

from grants.domain.calendar import long_date
from grants.domain.errors import RulesBroken
from grants.domain.money import pounds
from grants.models import Award, BankAccount, Instalment, Payment, PaymentRun
from grants.pay.people import third_person_limit
from grants.pay.rules import cut_off_of
from grants.pay.steps import gate_problems, locked_payments, move_money, refuse_barred, tell
from grants.work import Work


def release_run(work: Work, reference: str, version: int | None) -> PaymentRun:
    """Release every payment of a run, move its money from committed to paid, and order the file for finance.

    Asks every gate again, and whether each account is still the one that was pinned. Refused to the preparer, to an
    approver of any award in it, after the cut-off, and above the limit until a third person has checked it.
    """
    run = work.load(PaymentRun, reference, version)
    payments = locked_payments(work, run)
    if run.status == "prepared":
        run.released_by, run.released_at = work.actor.person_id, work.now
    with work.session.no_autoflush:
        work.move(run, "release_run", total=run.total, payments=run.payments_count)
        refuse_barred(work, {each.award_id for each in payments})
        problems = _problems(work, run, payments)
    if problems:
        raise RulesBroken(problems)
    for payment in payments:
        _release(work, payment)
    work.send("make_payment_file", f"payment_file:{run.id}", run_id=run.id)
    return run


def _problems(work: Work, run: PaymentRun, payments: list[Payment]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if work.now > cut_off_of(run.pay_on):
        found.append(
            ("form", f"The cut-off for {long_date(run.pay_on)} has passed. Cancel this run and prepare it again")
        )
    limit = third_person_limit(work.session, work.today)
    if limit is not None and run.total > limit and run.checked_by is None:
        found.append(("form", f"This run is above {pounds(limit)}: a third person must check it first"))
    instalments = [work.load(Instalment, each.instalment_id) for each in payments]
    found += gate_problems(work, instalments, pay_on=run.pay_on)
    return found + [problem for each in payments for problem in _account_problems(work, each)]


def _account_problems(work: Work, payment: Payment) -> list[tuple[str, str]]:
    account = work.load(BankAccount, payment.bank_account_id)
    if account.status == "verified":
        return []
    who = f"{account.organisation.name}’s bank details have changed since this run was prepared"
    return [("form", f"{who}. Cancel it and prepare it again")]


def _release(work: Work, payment: Payment) -> None:
    payment.released_by, payment.released_at = work.actor.person_id, work.now
    event = work.move(payment, "release_payment", amount=payment.pence, account=payment.bank_account_id)
    move_money(work, payment, event, paid=True)
    award = work.load(Award, payment.award_id)
    if award.status == "accepted":
        work.move(award, "start_award", payment=payment.id)
    tell(
        work,
        "payment_released",
        organisation_id=payment.organisation_id,
        key=f"payment-released:{payment.id}",
        award_id=award.id,
        organisation=award.organisation.name,
        award=award.reference,
        amount=pounds(payment.pence),
        pay_on=long_date(payment.run.pay_on),
        reference=payment.reference,
    )
