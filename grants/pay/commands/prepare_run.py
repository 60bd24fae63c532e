"""Instalments that are ready are put into a run for one pay day, by one person of finance."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from grants.domain.errors import RulesBroken
from grants.domain.references import make_reference
from grants.models import BankAccount, Instalment, InstalmentLine, Payment, PaymentRun
from grants.pay.gates import current_accounts
from grants.pay.policy import can_prepare
from grants.pay.rules import MOST_PAYMENTS, next_pay_day
from grants.pay.steps import gate_problems, lock_awards, refuse_barred
from grants.work import Work


def prepare_run(work: Work, instalment_ids: Collection[int], *, pay_on: date) -> PaymentRun:
    """Make a run of these instalments, each pinned to the bank account that is current now.

    Locks awards and instalments first. Records the run and every payment. Refused when any of them still waits for
    something, is already being paid, or was approved by this person, or when the cut-off has passed.
    """
    work.freshen()
    work.may(can_prepare(work.actor))
    instalments = _locked(work, instalment_ids)
    refuse_barred(work, {each.award_id for each in instalments})
    problems = _shape(work, instalments, pay_on) or _already_paying(work, instalments)
    problems = problems or gate_problems(work, instalments, pay_on=pay_on) + _lines(work, instalments)
    if problems:
        raise RulesBroken(problems)
    run = _new_run(work, instalments, pay_on)
    accounts = current_accounts(work.session, {each.award.organisation_id for each in instalments})
    for place, each in enumerate(instalments, start=1):
        _pay(work, run, each, account=accounts[each.award.organisation_id], place=place)
    return run


def _locked(work: Work, instalment_ids: Collection[int]) -> list[Instalment]:
    wanted = sorted(set(instalment_ids))
    ids = work.session.scalars(select(Instalment.award_id).where(Instalment.id.in_(wanted))).all()
    lock_awards(work, ids)
    return [work.load(Instalment, each) for each in wanted]


def _shape(work: Work, instalments: Sequence[Instalment], pay_on: date) -> list[tuple[str, str]]:
    if not instalments:
        return [("instalments", "Choose at least one instalment")]
    if len(instalments) > MOST_PAYMENTS:
        return [("instalments", f"A run holds {MOST_PAYMENTS} payments at most")]
    if pay_on != next_pay_day(work.now).pay_on:
        return [("instalments", "The cut-off for that pay day has passed. Open the page again for the next one")]
    return []


def _already_paying(work: Work, instalments: Sequence[Instalment]) -> list[tuple[str, str]]:
    live = set(
        work.session.scalars(
            select(Payment.instalment_id).where(
                Payment.instalment_id.in_([each.id for each in instalments]),
                Payment.status.not_in(("bounced", "cancelled")),
            )
        )
    )
    return [
        ("instalments", f"{each.award.reference}, instalment {each.number}, is already in a run or paid")
        for each in instalments
        if each.id in live or each.ended_at is not None
    ]


def _lines(work: Work, instalments: Sequence[Instalment]) -> list[tuple[str, str]]:
    """Every penny of an instalment is borne by a line of the award, or it is not paid."""
    lines = work.session.execute(
        select(InstalmentLine.instalment_id, InstalmentLine.pence).where(
            InstalmentLine.instalment_id.in_([each.id for each in instalments])
        )
    ).all()
    borne = {each.id: sum(pence for id_, pence in lines if id_ == each.id) for each in instalments}
    return [
        ("instalments", f"{each.award.reference}, instalment {each.number}: its award lines do not add up to it")
        for each in instalments
        if borne[each.id] != each.pence
    ]


def _new_run(work: Work, instalments: Sequence[Instalment], pay_on: date) -> PaymentRun:
    run = work.add(
        PaymentRun(
            reference=f"new {instalments[0].id}",
            pay_on=pay_on,
            total=sum(each.pence for each in instalments),
            payments_count=len(instalments),
            prepared_by=work.actor.person_id,
            prepared_at=work.now,
            status_at=work.now,
            status_by=work.actor.person_id,
        )
    )
    run.reference = make_reference("RUN", pay_on.year, run.id)
    work.record("run_prepared", run, role="finance", total=run.total, payments=run.payments_count)
    return run


def _pay(work: Work, run: PaymentRun, instalment: Instalment, *, account: BankAccount, place: int) -> None:
    payment = work.add(
        Payment(
            reference=make_reference("PY", run.pay_on.year, run.id * MOST_PAYMENTS + place),
            run_id=run.id,
            prepared_by=run.prepared_by,
            instalment_id=instalment.id,
            award_id=instalment.award_id,
            award_approved_by=instalment.award.approved_by,
            organisation_id=instalment.award.organisation_id,
            bank_account_id=account.id,
            pence=instalment.pence,
            status_at=work.now,
            status_by=work.actor.person_id,
        )
    )
    work.record(
        "payment_prepared",
        payment,
        role="finance",
        subjects=[("payment_run", run.id)],
        amount=payment.pence,
        instalment=instalment.id,
        account=account.id,
    )
