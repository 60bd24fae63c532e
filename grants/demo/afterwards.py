"""The years after a round of the made-up county: returns and payments in the order of their dates."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select

from grants.demo import reporting
from grants.demo.awarding import FINANCE1, FINANCE2
from grants.demo.rounds import Case
from grants.demo.teller import Teller
from grants.domain.calendar import next_working_day
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.models import Award, Instalment, MonitoringReturn, Payment, PaymentRun
from grants.pay.commands.import_status import import_status
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.pay.rules import StatusFact, next_pay_day

REPORTED_EARLY = timedelta(days=8)
ACCEPTED_EARLY = timedelta(days=3)


class Afterwards:
    """Tells what follows the acceptance of a round's awards, day by day, until today or until all are closed."""

    def __init__(self, teller: Teller, cases: list[Case], *, since: date, unspent_percent: int) -> None:
        self.teller, self.since, self.unspent_percent = teller, since, unspent_percent
        self.cases = {case.reference: case for case in cases if case.end in ("active", "closed")}
        self.steps: dict[date, list[tuple[str, str, int]]] = defaultdict(list)
        self.accepted_on: dict[tuple[str, int], date] = {}

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
                owed = session.scalars(select(MonitoringReturn).where(MonitoringReturn.award_id == award.id))
                for each in owed.all():
                    self._plan_return(award.reference, each)
                for part in session.scalars(select(Instalment).where(Instalment.award_id == award.id)).all():
                    self._plan_instalment(award.reference, part)

    def _plan_return(self, reference: str, owed: MonitoringReturn) -> None:
        sent = max(next_working_day(owed.due_on - REPORTED_EARLY), self.since + timedelta(days=21))
        accepted = next_working_day(max(owed.due_on - ACCEPTED_EARLY, sent + timedelta(days=4)))
        self.steps[sent].append(("report", reference, owed.number))
        self.steps[accepted].append(("accept", reference, owed.number))
        self.accepted_on[reference, owed.number] = accepted
        if owed.is_final and self.cases[reference].end == "closed":
            self.steps[accepted + timedelta(days=35)].append(("close", reference, 0))

    def _plan_instalment(self, reference: str, part: Instalment) -> None:
        """Paid in the first week after its date and after the returns it waits for."""
        waits = [int(gate.partition(":")[2]) for gate in part.gates if gate.startswith("return:")]
        ready = max([part.due_on, self.since, *(self.accepted_on[reference, number] for number in waits)])
        monday = ready + timedelta(days=7 - ready.weekday())
        self.steps[monday].append(("pay", reference, part.number))

    def _one_day(self, day: date) -> None:
        steps = self.steps[day]
        for kind, reference, number in steps:
            case = self.cases[reference]
            with self.teller.on(day, hour=11):
                if kind == "report":
                    reporting.report(self.teller, reference, number, case.body, unspent_percent=self.unspent_percent)
                elif kind == "accept":
                    reporting.accept(self.teller, reference, number)
                elif kind == "close":
                    reporting.recover_and_close(self.teller, reference, unspent=self.unspent_percent > 0)
        if paying := [(reference, number) for kind, reference, number in steps if kind == "pay"]:
            self._pay(day, paying)

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
        self._settle(run, monday + timedelta(days=4))

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
