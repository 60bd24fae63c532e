"""What finance sees: the next pay day, runs, one run, and the payments of one award."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor
from grants.domain.errors import NotFound
from grants.models import Application, Award, BankAccount, Instalment, Organisation, Payment, PaymentRun
from grants.pay.gates import current_accounts, waits
from grants.pay.people import Releaser, names, releasers, third_person_limit
from grants.pay.policy import can_cancel, can_check, can_release
from grants.pay.rules import NO_MORE, PayDay, PayeeHistory, cut_off_of, next_pay_day, unusual
from grants.scope import in_scope, scoped

AHEAD = timedelta(days=28)  # how far past the pay day an instalment is shown as coming
MOST_SHOWN = 300
MOST_RUNS = 20
SENT = ("released", "paid")


@dataclass(frozen=True)
class DueRow:
    """An instalment that is ready, or what it waits for."""

    id: int
    number: int
    award_id: int
    award: str
    application: str
    organisation: str
    due_on: date
    pence: int
    waits: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True)
class RunRow:
    reference: str
    pay_on: date
    status: str
    payments: int
    total: int
    prepared_by: str
    released_by: str
    id: int


@dataclass(frozen=True)
class NextDay:
    """The next pay day: what can be paid, what cannot and why, and who is free."""

    day: PayDay
    ready: tuple[DueRow, ...]
    waiting: tuple[DueRow, ...]
    releasers: tuple[Releaser, ...]
    runs: tuple[RunRow, ...]
    may_prepare: bool
    cut_short: bool

    @property
    def total(self) -> int:
        return sum(row.pence for row in self.ready)

    @property
    def free(self) -> int:
        return sum(1 for each in self.releasers if each.free)


@dataclass(frozen=True)
class PaymentRow:
    reference: str
    organisation: str
    award: str
    application: str
    number: int
    pence: int
    account: str
    status: str
    flags: tuple[str, ...]
    waits: tuple[str, ...]
    failure: str
    finance_reference: str


@dataclass(frozen=True)
class RunPage:
    """One run with everything a releaser must see, and why a button is missing."""

    run: PaymentRun
    rows: tuple[PaymentRow, ...]
    cut_off: datetime
    people: dict[int, str]
    needs_third: int | None
    release_refusal: str
    may_release: bool
    may_check: bool
    may_cancel: bool

    @property
    def blocked(self) -> bool:
        return any(row.waits for row in self.rows)


def next_day(session: Session, actor: Actor, now: datetime) -> NextDay:
    """The page finance opens on: one day, what is ready for it, and what is not."""
    day = next_pay_day(now)
    instalments = _candidates(session, actor, until=day.pay_on + AHEAD)
    rows = due_rows(session, instalments[:MOST_SHOWN], pay_on=day.pay_on, now=now)
    ready = tuple(row for row in rows if not row.waits)
    people = releasers(session, {row.award_id for row in ready}, preparing=actor.person_id, today=day.cut_off.date())
    return NextDay(
        day=day,
        ready=ready,
        waiting=tuple(row for row in rows if row.waits),
        releasers=tuple(people),
        runs=runs(session, actor),
        may_prepare=bool(actor.holds("finance")),
        cut_short=len(instalments) > MOST_SHOWN,
    )


def due_rows(session: Session, instalments: Sequence[Instalment], *, pay_on: date, now: datetime) -> list[DueRow]:
    """Each instalment with what it waits for and what is unusual about paying it."""
    waiting = waits(session, instalments, pay_on=pay_on, now=now)
    organisations = {each.award.organisation_id for each in instalments}
    accounts = current_accounts(session, organisations)
    histories = _histories(session, organisations)
    found: list[DueRow] = []
    for each in instalments:
        award = each.award
        account = accounts.get(award.organisation_id)
        history = histories[award.organisation_id].to(account) if account else None
        found.append(
            DueRow(
                id=each.id,
                number=each.number,
                award_id=award.id,
                award=award.reference,
                application=award.application.reference,
                organisation=award.organisation.name,
                due_on=each.due_on,
                pence=each.pence,
                waits=tuple(waiting[each.id]),
                flags=tuple(unusual(each.pence, history)) if history else (),
            )
        )
    return found


def _candidates(session: Session, actor: Actor, *, until: date) -> list[Instalment]:
    live = exists().where(Payment.instalment_id == Instalment.id, Payment.status.not_in(("bounced", "cancelled")))
    rows = session.scalars(
        scoped(actor, Instalment)
        .join(Instalment.award)
        .where(
            Instalment.ended_at.is_(None),
            Instalment.due_on <= until,
            Award.status.in_(("offered", "accepted", "active", "suspended")),
            ~live,
        )
        .options(
            joinedload(Instalment.award).joinedload(Award.organisation),
            joinedload(Instalment.award).joinedload(Award.application),
        )
        .order_by(Instalment.due_on, Instalment.id)
        .limit(MOST_SHOWN + 1)
    )
    return list(rows)


@dataclass(frozen=True)
class _Earlier:
    """What was paid to an organisation: sums, and the accounts they went to."""

    sums: tuple[int, ...]
    accounts: frozenset[int]

    def to(self, account: BankAccount) -> PayeeHistory:
        return PayeeHistory(
            account_number=account.number,
            paid_to_this_account=account.id in self.accounts,
            earlier=self.sums,
        )


def _histories(
    session: Session, organisations: Collection[int], *, before_run: int | None = None
) -> dict[int, _Earlier]:
    sums: dict[int, list[int]] = defaultdict(list)
    accounts: dict[int, set[int]] = defaultdict(set)
    wanted = select(Payment.organisation_id, Payment.pence, Payment.bank_account_id).where(
        Payment.organisation_id.in_(organisations), Payment.status.in_(SENT)
    )
    if before_run is not None:
        wanted = wanted.where(Payment.run_id < before_run)
    for organisation_id, pence, account_id in session.execute(wanted):
        sums[organisation_id].append(pence)
        accounts[organisation_id].add(account_id)
    return {each: _Earlier(tuple(sums[each]), frozenset(accounts[each])) for each in organisations}


def runs(session: Session, actor: Actor, *, before: int | None = None) -> tuple[RunRow, ...]:
    """Runs, newest first."""
    wanted = scoped(actor, PaymentRun).order_by(PaymentRun.id.desc()).limit(MOST_RUNS)
    if before is not None:
        wanted = wanted.where(PaymentRun.id < before)
    found = session.scalars(wanted).all()
    people = names(session, [person for run in found for person in (run.prepared_by, run.released_by)])
    return tuple(
        RunRow(
            reference=run.reference,
            pay_on=run.pay_on,
            status=run.status,
            payments=run.payments_count,
            total=run.total,
            prepared_by=people[run.prepared_by],
            released_by=people[run.released_by] if run.released_by else "",
            id=run.id,
        )
        for run in found
    )


def run_page(session: Session, actor: Actor, reference: str, now: datetime) -> RunPage:
    """One run; NotFound where the person may not know of it."""
    run = session.scalars(
        scoped(actor, PaymentRun).where(PaymentRun.reference == reference).options(joinedload(PaymentRun.file))
    ).one_or_none()
    if run is None:
        raise NotFound("run")
    limit = third_person_limit(session, now.date())
    needs_third = limit if limit is not None and run.total > limit and run.checked_by is None else None
    verdict = can_release(actor, run, now)
    prepared = run.status == "prepared"
    return RunPage(
        run=run,
        rows=_payment_rows(session, run, now),
        cut_off=cut_off_of(run.pay_on),
        people=names(session, [run.prepared_by, run.checked_by, run.released_by, run.status_by]),
        needs_third=needs_third,
        release_refusal=getattr(verdict, "reason", "") if prepared else "",
        may_release=prepared and bool(verdict) and needs_third is None,
        may_check=prepared and needs_third is not None and bool(can_check(actor, run)),
        may_cancel=prepared and bool(can_cancel(actor, run, now)),
    )


def _payment_rows(session: Session, run: PaymentRun, now: datetime) -> tuple[PaymentRow, ...]:
    rows = session.execute(
        select(Payment, Organisation.name, Award.reference, Application.reference, BankAccount)
        .join(Award, Award.id == Payment.award_id)
        .join(Application, Application.id == Award.application_id)
        .join(Organisation, Organisation.id == Payment.organisation_id)
        .join(BankAccount, BankAccount.id == Payment.bank_account_id)
        .where(Payment.run_id == run.id)
        .options(joinedload(Payment.instalment))
        .order_by(Organisation.sort_name, Payment.id)
    ).all()
    organisations = {row[0].organisation_id for row in rows}
    histories = _histories(session, organisations, before_run=run.id)
    waiting: dict[int, list[str]] = {}
    if run.status == "prepared":
        waiting = waits(session, [row[0].instalment for row in rows], pay_on=run.pay_on, now=now)
    return tuple(_payment_row(row, histories, waiting) for row in rows)


def _payment_row(row: Any, histories: dict[int, _Earlier], waiting: dict[int, list[str]]) -> PaymentRow:
    payment, organisation, award, application, account = row
    held = list(waiting.get(payment.instalment_id, ()))
    if waiting and account.status != "verified":
        held.append("its bank details changed after this run was prepared")
    return PaymentRow(
        reference=payment.reference,
        organisation=organisation,
        award=award,
        application=application,
        number=payment.instalment.number,
        pence=payment.pence,
        account=account.last_two,
        status=payment.status,
        flags=tuple(unusual(payment.pence, histories[payment.organisation_id].to(account))),
        waits=tuple(held),
        failure=payment.failure or "",
        finance_reference=payment.finance_reference or "",
    )


@dataclass(frozen=True)
class CaseInstalment:
    number: int
    due_on: date
    pence: int
    waits: tuple[str, ...]
    payments: tuple[Payment, ...]
    status: str  # ready, waiting, or the state of its live payment


@dataclass(frozen=True)
class CasePayments:
    """What an award has paid and has still to pay."""

    award: Award
    instalments: tuple[CaseInstalment, ...]
    paid: int
    prepared: int
    account: BankAccount | None


def case_payments(session: Session, actor: Actor, application_reference: str, now: datetime) -> CasePayments:
    """Every instalment of the award of a case, with its payments."""
    award = session.scalars(
        scoped(actor, Award).join(Award.application).where(Application.reference == application_reference)
    ).one_or_none()
    if award is None:
        raise NotFound("award")
    instalments = session.scalars(
        select(Instalment)
        .where(Instalment.award_id == award.id, in_scope(actor, Instalment))
        .order_by(Instalment.number)
    ).all()
    payments = session.scalars(select(Payment).where(Payment.award_id == award.id).order_by(Payment.id)).all()
    waiting = waits(session, instalments, pay_on=next_pay_day(now).pay_on, now=now)
    rows = tuple(_case_row(each, payments, tuple(waiting[each.id])) for each in instalments)
    return CasePayments(
        award=award,
        instalments=rows,
        paid=sum(each.pence for each in payments if each.status in SENT),
        prepared=sum(each.pence for each in payments if each.status == "prepared"),
        account=current_accounts(session, [award.organisation_id]).get(award.organisation_id),
    )


def _case_row(instalment: Instalment, payments: Sequence[Payment], held: tuple[str, ...]) -> CaseInstalment:
    own = tuple(each for each in payments if each.instalment_id == instalment.id)
    live = next((each.status for each in own if each.status not in ("bounced", "cancelled")), "")
    ended = "ended" if instalment.ended_at or NO_MORE in held else ""
    return CaseInstalment(
        number=instalment.number,
        due_on=instalment.due_on,
        pence=instalment.pence,
        waits=() if live or ended else held,
        payments=own,
        status=live or ended or ("waiting" if held else "ready"),
    )
