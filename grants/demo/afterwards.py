"""The years after a round of the made-up county: returns and payments in the order of their dates."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from grants.demo import interrupting, reporting
from grants.demo.awarding import FINANCE1, FINANCE2
from grants.demo.rounds import Case
from grants.demo.teller import Teller
from grants.domain.calendar import next_working_day
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.models import Award, Instalment, MonitoringReturn, Payment, PaymentRun
from grants.monitor.rules import usual_notice
from grants.pay.commands.import_status import import_status
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.pay.rules import StatusFact, next_pay_day

REPORTED_EARLY = timedelta(days=8)
ACCEPTED_EARLY = timedelta(days=3)
SETTLED_AFTER = timedelta(days=4)
SUSPENDED_AFTER = timedelta(days=6)  # after its first payment was made
NOTICE_AFTER = timedelta(days=30)
CLAIMED_AFTER = timedelta(days=14)  # after the last return of an award that ended was accepted
LOST_AFTER = timedelta(days=90)
UNSPENT_AT_END = 40  # per cent of what was planned by then


class Afterwards:
    """Tells what follows the acceptance of a round's awards, day by day, until today or until all are closed."""

    def __init__(self, teller: Teller, cases: list[Case], *, since: date, unspent_percent: int) -> None:
        self.teller, self.since, self.unspent_percent = teller, since, unspent_percent
        self.cases = {case.reference: case for case in cases if case.reaches("active")}
        self.steps: dict[date, list[tuple[str, str, int]]] = defaultdict(list)
        self.accepted_on: dict[tuple[str, int], date] = {}
        self.last_days: dict[str, date] = {}  # of the awards that end early
        self.paid_until: dict[str, date] = {}
        self.recoveries: dict[str, int] = {}

    def tell(self) -> None:
        """Every step that falls before today."""
        self._plan()
        for day in sorted(self.steps):
            if day < self.teller.today:
                self._one_day(day)
        with self.teller.on(self.teller.today if not self.steps else min(max(self.steps), self.teller.today), hour=17):
            self.teller.jobs()

    def _plan(self) -> None:
        with self.teller.reading() as session:
            awards = session.scalars(select(Award).where(Award.reference.in_(sorted(self.cases)))).all()
            for award in sorted(awards, key=lambda each: each.id):
                owed = session.scalars(
                    select(MonitoringReturn)
                    .where(MonitoringReturn.award_id == award.id)
                    .order_by(MonitoringReturn.number)
                )
                parts = session.scalars(
                    select(Instalment).where(Instalment.award_id == award.id).order_by(Instalment.number)
                )
                self._plan_award(award.reference, owed.all(), parts.all())

    def _plan_award(self, reference: str, owed: Sequence[MonitoringReturn], parts: Sequence[Instalment]) -> None:
        self._plan_interruption(reference, self._monday(reference, parts[0]) + SETTLED_AFTER)
        asked = [each for each in owed if each.covers_from <= self.last_days.get(reference, date.max)]
        for each in asked:
            self._plan_return(reference, each)
        for part in parts:
            monday = self._monday(reference, part)
            if monday < self.paid_until.get(reference, date.max):
                self.steps[monday].append(("pay", reference, part.number))
        if reference in self.last_days:
            self._plan_recovery(reference, self.accepted_on[reference, asked[-1].number] + CLAIMED_AFTER)

    def _plan_interruption(self, reference: str, paid_on: date) -> None:
        """Some time after its first payment an award is suspended, or its grantee is told that it ends."""
        if self.cases[reference].end == "suspended":
            self.paid_until[reference] = next_working_day(paid_on + SUSPENDED_AFTER)
            self.steps[self.paid_until[reference]].append(("suspend", reference, 0))
        elif self.cases[reference].end == "ended":
            told = next_working_day(paid_on + NOTICE_AFTER)
            last = self.last_days[reference] = self.paid_until[reference] = next_working_day(usual_notice(told))
            self.steps[told].append(("notify", reference, 0))
            self.steps[last].append(("end", reference, 0))

    def _plan_recovery(self, reference: str, day: date) -> None:
        """What was not spent is claimed. The first to end never gives it back; the others do."""
        first = reference == min(self.last_days)
        self.steps[day].append(("claim", reference, 0))
        self.steps[day + LOST_AFTER].append(("lose" if first else "receive", reference, 0))

    def _plan_return(self, reference: str, owed: MonitoringReturn) -> None:
        sent = max(next_working_day(owed.due_on - REPORTED_EARLY), self.since + timedelta(days=21))
        accepted = next_working_day(max(owed.due_on - ACCEPTED_EARLY, sent + timedelta(days=4)))
        self.steps[sent].append(("report", reference, owed.number))
        self.steps[accepted].append(("accept", reference, owed.number))
        self.accepted_on[reference, owed.number] = accepted
        if owed.is_final and self.cases[reference].end == "closed":
            self.steps[accepted + timedelta(days=35)].append(("close", reference, 0))

    def _monday(self, reference: str, part: Instalment) -> date:
        """Paid in the first week after its date and after the returns it waits for."""
        waits = [int(gate.partition(":")[2]) for gate in part.gates if gate.startswith("return:")]
        accepted = [self.accepted_on.get((reference, number), date.max - timedelta(days=7)) for number in waits]
        ready = max([part.due_on, self.since, *accepted])
        return ready + timedelta(days=7 - ready.weekday())

    def _one_day(self, day: date) -> None:
        steps = self.steps[day]
        for kind, reference, number in steps:
            with self.teller.on(day, hour=11):
                self._step(kind, reference, number)
        if paying := [(reference, number) for kind, reference, number in steps if kind == "pay"]:
            self._pay(day, paying)

    def _step(self, kind: str, reference: str, number: int) -> None:
        teller, body = self.teller, self.cases[reference].body
        if kind == "report":
            unspent = UNSPENT_AT_END if reference in self.last_days else self.unspent_percent
            reporting.report(teller, reference, number, body, unspent_percent=unspent)
        elif kind == "accept":
            reporting.accept(teller, reference, number)
        elif kind == "close":
            reporting.recover_and_close(teller, reference, unspent=self.unspent_percent > 0)
        elif kind != "pay":  # those of a day go in one run
            self._interrupt(kind, reference)

    def _interrupt(self, kind: str, reference: str) -> None:
        if kind == "suspend":
            interrupting.suspend(self.teller, reference)
        elif kind == "notify":
            interrupting.notify(self.teller, reference, last_on=self.last_days[reference])
        elif kind == "end":
            interrupting.end(self.teller, reference)
        elif kind == "claim":
            self.recoveries[reference] = interrupting.claim(self.teller, reference)
        else:
            settle = interrupting.lose if kind == "lose" else interrupting.receive
            settle(self.teller, self.recoveries[reference])

    def _pay(self, monday: date, paying: list[tuple[str, int]]) -> None:
        with self.teller.on(monday, hour=10), self.teller.work(FINANCE1) as work:
            wanted = [
                work.session.scalars(
                    select(Instalment.id).join(Award).where(Award.reference == reference, Instalment.number == number)
                ).one()
                for reference, number in paying
            ]
            run = prepare_run(work, wanted, pay_on=next_pay_day(work.now).pay_on)
        with self.teller.on(monday, hour=15):
            self.teller.does(FINANCE2, release_run, run.reference, run.version)
            self.teller.jobs()
        self._settle(run, monday + SETTLED_AFTER)

    def _settle(self, run: PaymentRun, friday: date) -> None:
        """The finance system says that all were paid, unless that day is still to come."""
        if friday >= self.teller.today:
            return
        with self.teller.reading() as session:
            rows = session.execute(
                select(Payment.reference, Payment.pence).where(Payment.run_id == run.id).order_by(Payment.id)
            ).all()
        facts = [
            StatusFact(
                reference=row.reference,
                paid=True,
                on=run.pay_on,
                finance_reference=f"AP{run.id:04d}{place:03d}",
                reason="",
                pence=row.pence,
            )
            for place, row in enumerate(rows, start=1)
        ]
        digest = sha256_hex(canonical_bytes([[fact.reference, fact.finance_reference] for fact in facts]))
        with self.teller.on(friday, hour=16):
            self.teller.does(FINANCE1, import_status, sha256=digest, facts=facts)
