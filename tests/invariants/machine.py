"""A county where anything may be tried in any order: what is refused is refused, and what must hold holds.

Every rule tries one step of one person on one case. The council's refusals are as good an outcome as success; a
failure is any other error, a broken invariant, or a record that no longer verifies.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import select

from grants import clock
from grants.apply.commands.save_answers import save_answers
from grants.apply.commands.withdraw_application import withdraw_application
from grants.assess.commands.declare_interests import declare_interests
from grants.audit.invariants import broken_invariants
from grants.award.bank_details import BankDetails
from grants.award.commands.propose_bank_account import propose_bank_account
from grants.award.commands.release_decision import release_decision
from grants.decide.commands.approve_award import approve_award
from grants.decide.commands.refuse_award import refuse_award
from grants.decide.commands.return_recommendation import return_recommendation
from grants.demo import awarding, casework, reporting
from grants.demo.applying import Applicant, Request, apply
from grants.demo.awarding import FINANCE1, FINANCE2
from grants.demo.casework import APPROVERS, ASSESSORS, MANAGER, OFFICER
from grants.demo.load import office_of
from grants.demo.teller import Teller
from grants.domain.errors import DomainError
from grants.models import Application, Award, Instalment, MonitoringReturn, Payment, PaymentRun, Recovery, Round
from grants.monitor.commands.agree_recovery import agree_recovery
from grants.monitor.commands.end_award import end_award
from grants.monitor.commands.give_notice import give_notice
from grants.monitor.commands.resume_award import resume_award
from grants.monitor.commands.suspend_award import suspend_award
from grants.monitor.commands.withdraw_notice import withdraw_notice
from grants.monitor.commands.write_off_recovery import write_off_recovery
from grants.pay.commands.cancel_run import cancel_run
from grants.pay.commands.import_status import import_status
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.pay.rules import StatusFact, next_pay_day
from grants.work import KeyReused, Repeated, work_for
from tests.invariants.likeness import likeness

PICK = st.integers(min_value=0, max_value=1000)
STAFF = (OFFICER, MANAGER, *ASSESSORS, *APPROVERS.values(), FINANCE1, FINANCE2)
ANYONE = st.sampled_from(STAFF)
INTERRUPTION = st.sampled_from(["suspend", "suspend", "resume", "notice", "withdraw", "end"])


class PowerCut(Exception):
    """The machine stops after everything was done and before any of it was kept."""


class County(RuleBasedStateMachine):
    """`make` gives a fresh county whose first weeks are over: a teller and the bodies."""

    make: Callable[[], tuple[Teller, list[Applicant]]]

    @initialize(later=st.booleans())
    def open_county(self, later: bool) -> None:
        self.enter(*type(self).make())
        if later:
            self.the_round_is_over()

    def enter(self, teller: Teller, bodies: list[Applicant]) -> None:
        """Be in this county from now on."""
        self.teller, self.bodies, self.app = teller, bodies, teller.app
        with self.teller.reading() as session:
            self.round_id = session.scalars(select(Round.id).where(Round.status == "published")).one()
        self.now = self.teller.moment
        self.keys = self.forms = 0
        self.form: Callable[..., Any] | None = None  # the last one that was sent, and went through
        self.power_fails = False
        self.refusals: list[str] = []

    def first_weeks(self) -> None:
        """Some are awarded, one has only been sent in: otherwise a short walk never gets to the money."""
        for number, pounds in enumerate((9_000, 40_000)):
            self.somebody_applies(number, pounds, True)
        self.everything_goes_one_step_on(4)
        self.somebody_applies(2, 64_000, True)
        for number in range(2):
            self.it_is_accepted(number)

    def the_round_is_over(self) -> None:
        """Nobody applies any more, and the first instalments are due."""
        self.time_passes(120)
        self.money_is_sent(FINANCE1, FINANCE2)

    def attempt(self, step: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Try a step now. The council may say no; nothing else may go wrong."""
        self.now += timedelta(minutes=1)
        with self.teller.at(self.now):
            try:
                return step(*arguments, **named)
            except DomainError as refused:
                self.refusals.append(f"{type(refused).__name__}: {refused}")
                return None

    def pick(self, model: Any, number: int, *conditions: Any) -> Any:
        with self.teller.reading() as session:
            rows = session.scalars(select(model).where(*conditions).order_by(model.id)).all()
            if not rows:
                return None
            row = rows[number % len(rows)]
            session.expunge_all()
            return row

    def case(self, number: int) -> Any:
        return self.pick(Application, number)

    def body_of(self, organisation_id: int) -> Applicant:
        return self.bodies[organisation_id - 1]

    def does(self, who: str, command: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """One form by one person, with a key of its own."""
        self.forms += 1
        key, self.form = f"{self.now:%Y%m%d%H%M} {self.forms}", None

        def send(*, changed: str = "", power_fails: bool = False) -> Any:
            body = [command.__name__, repr(arguments), repr(named), changed]
            with work_for(self.teller.house, self.teller.actor(who), key=key, body=body) as work:
                outcome = command(work, *arguments, **named)
                if power_fails:
                    raise PowerCut
            self.form = send
            return outcome

        if self.power_fails:
            self.power_fails, before = False, self.everything()
            try:
                self.attempt(send, power_fails=True)
            except PowerCut:
                assert self.everything() == before
        return self.attempt(send)

    def everything(self) -> dict[str, Any]:
        with self.teller.reading() as session:
            return likeness(session, self.teller.actor(MANAGER), self.round_id)

    # The applicant

    @rule(number=PICK, pounds=st.integers(min_value=3_000, max_value=100_000), finish=st.booleans())
    def somebody_applies(self, number: int, pounds: int, finish: bool) -> None:
        body = self.bodies[number % len(self.bodies)]
        with self.teller.reading() as session:
            round_ = session.get_one(Round, self.round_id)
        request = Request("Warm rooms", pounds * 100, round_.award_starts_on, round_.award_ends_on, people=50)
        self.attempt(apply, self.teller, self.round_id, body, request, finish=finish)

    @rule(number=PICK, words=st.text(max_size=20))
    def somebody_saves_late(self, number: int, words: str) -> None:
        if case := self.case(number):
            given = {"project_title": "Title " + "".join(w for w in words if w.isalnum())}
            self.does(self.body_of(case.organisation_id).lead, save_answers, case.reference, given, seen={})

    @rule(number=PICK)
    def somebody_withdraws(self, number: int) -> None:
        if number % 5 == 0 and (case := self.case(number)):
            lead = self.body_of(case.organisation_id).lead
            self.does(lead, withdraw_application, case.reference, case.version, reason="No longer needed")

    # The council, from check to release

    @rule(number=PICK)
    def it_is_checked(self, number: int) -> None:
        if case := self.case(number):
            self.attempt(casework.check, self.teller, case.reference)

    @rule(number=PICK, level=st.integers(0, 5), apart=st.integers(-3, 3))
    def it_is_scored(self, number: int, level: int, apart: int) -> None:
        if case := self.case(number):
            self.attempt(casework.declare_nothing, self.teller, self.round_id)
            self.attempt(casework.allocate, self.teller, case.reference)
            self.attempt(casework.score, self.teller, case.reference, level=level, apart=apart)

    @rule(number=PICK, level=st.integers(0, 5))
    def it_is_moderated(self, number: int, level: int) -> None:
        if case := self.case(number):
            self.attempt(casework.moderate, self.teller, case.reference, level=level)
            self.attempt(casework.sit, self.teller, case.reference)

    @rule(number=PICK, share=st.integers(min_value=0, max_value=120))
    def it_is_recommended(self, number: int, share: int) -> None:
        if case := self.case(number):
            amount = (case.requested or 0) * share // 100
            self.attempt(casework.recommend, self.teller, case.reference, amount=amount)

    @rule(number=PICK, who=ANYONE, word=st.sampled_from(["approve", "approve", "approve", "return", "refuse"]))
    def somebody_decides(self, number: int, who: str, word: str) -> None:
        case = self.pick(Application, number, Application.status == "approving")
        if case and word == "approve":
            self.does(who, approve_award, case.reference, case.version, note="Read and agreed.", confirmed=True)
        elif case:
            command = return_recommendation if word == "return" else refuse_award
            self.does(who, command, case.reference, case.version, note="Not like this.")

    @rule(number=PICK)
    def everybody_approves(self, number: int) -> None:
        if case := self.pick(Application, number, Application.status == "approving"):
            self.attempt(casework.approve, self.teller, case.reference)

    @rule(number=PICK, who=ANYONE)
    def it_is_released(self, number: int, who: str) -> None:
        if case := self.pick(Application, number, Application.status == "decided"):
            office = office_of(self.app.extensions["grants_settings"])
            self.does(who, release_decision, case.reference, case.version, office=office)
            self.attempt(casework.release, self.teller, case.reference, office=office)

    @rule(level=st.integers(3, 5))
    def everything_goes_one_step_on(self, level: int) -> None:
        """A good week: without it a random walk would hardly ever reach a payment."""
        with self.teller.reading() as session:
            cases = [(each.reference, each.requested) for each in session.scalars(select(Application))]
        office = office_of(self.app.extensions["grants_settings"])
        for reference, requested in cases:
            self.attempt(casework.check, self.teller, reference)
            self.attempt(casework.declare_nothing, self.teller, self.round_id)
            self.attempt(casework.allocate, self.teller, reference)
            self.attempt(casework.score, self.teller, reference, level=level)
            self.attempt(casework.sit, self.teller, reference)
            self.attempt(casework.recommend, self.teller, reference, amount=requested or 0)
            self.attempt(casework.approve, self.teller, reference)
            self.attempt(casework.release, self.teller, reference, office=office)

    # The award

    @rule(number=PICK)
    def it_is_accepted(self, number: int) -> None:
        if award := self.pick(Award, number):
            self.attempt(self.teller.jobs)
            body = self.body_of(award.organisation_id)
            self.attempt(awarding.accept, self.teller, award.reference, body)
            self.attempt(awarding.meet_conditions, self.teller, award.reference)
            self.attempt(awarding.give_bank_details, self.teller, body)

    @rule(number=PICK, account=st.integers(10_000_000, 99_999_999))
    def the_bank_changes(self, number: int, account: int) -> None:
        if award := self.pick(Award, number):
            body = self.body_of(award.organisation_id)
            details = BankDetails(account_name=body.name[:60], sort_code="089999", account_number=str(account))
            self.does(body.lead, propose_bank_account, body.reference, details, modulus="not_checked")

    @rule(preparer=st.sampled_from([FINANCE1, FINANCE2, MANAGER]), releaser=st.sampled_from([FINANCE1, FINANCE2]))
    def money_is_sent(self, preparer: str, releaser: str) -> None:
        with self.teller.reading() as session:
            ids = list(session.scalars(select(Instalment.id).order_by(Instalment.id)))
        for instalment_id in ids:
            with clock.at(self.now):
                pay_on = next_pay_day(self.now).pay_on
            run = self.does(preparer, prepare_run, [instalment_id], pay_on=pay_on)
            if run is not None:
                self.does(releaser, release_run, run.reference, run.version)

    @rule(number=PICK, who=st.sampled_from([FINANCE1, FINANCE2, OFFICER]), cancel=st.booleans())
    def a_run_is_released_or_cancelled(self, number: int, who: str, cancel: bool) -> None:
        if run := self.pick(PaymentRun, number):
            if cancel:
                self.does(who, cancel_run, run.reference, run.version, reason="Not this week")
            else:
                self.does(who, release_run, run.reference, run.version)

    @rule(number=PICK, paid=st.booleans())
    def the_bank_answers(self, number: int, paid: bool) -> None:
        payment = self.pick(Payment, number)
        if payment is None:
            return
        self.keys += 1
        fact = StatusFact(
            reference=payment.reference,
            paid=paid,
            on=self.now.date(),
            finance_reference=f"AP{payment.id}{paid}",
            reason="" if paid else "Account closed",
            pence=payment.pence,
        )
        self.does(FINANCE1, import_status, sha256=f"{self.keys:064d}", facts=[fact])

    @rule(number=PICK, unspent=st.integers(0, 60), accept=st.booleans())
    def it_reports(self, number: int, unspent: int, accept: bool) -> None:
        owed = self.pick(MonitoringReturn, number)
        award = self.pick(Award, 0, Award.id == owed.award_id) if owed else None
        if award is None:
            return
        body = self.body_of(award.organisation_id)
        self.attempt(reporting.report, self.teller, award.reference, owed.number, body, unspent_percent=unspent)
        if accept:
            self.attempt(reporting.accept, self.teller, award.reference, owed.number)

    @rule(number=PICK, unspent=st.booleans())
    def it_closes(self, number: int, unspent: bool) -> None:
        if award := self.pick(Award, number, Award.status == "active"):
            self.attempt(reporting.recover_and_close, self.teller, award.reference, unspent=unspent)

    @rule(number=PICK, who=st.sampled_from([MANAGER, MANAGER, *APPROVERS.values()]), what=INTERRUPTION)
    def it_is_interrupted(self, number: int, who: str, what: str) -> None:
        award = self.pick(Award, number)
        if award is None:
            return
        if what in ("notice", "end"):
            last_on = self.now.date() + timedelta(days=number % 5 if what == "notice" else 0)
            told = {"reason": "The work has stopped", "last_on": last_on, "short_why": "They asked us to"}
            self.does(MANAGER, give_notice, award.reference, None, **told)
        command = {"suspend": suspend_award, "resume": resume_award, "withdraw": withdraw_notice}.get(what)
        if command is not None:
            self.does(who, command, award.reference, None, reason="The register says something else")
        elif what == "end":
            self.does(who, end_award, award.reference, None)

    @rule(number=PICK, who=st.sampled_from([MANAGER, FINANCE2, *APPROVERS.values()]))
    def what_comes_back_is_agreed_or_written_off(self, number: int, who: str) -> None:
        if award := self.pick(Award, number):
            self.does(MANAGER, agree_recovery, award.reference, reason="By their return")
        if recovery := self.pick(Recovery, number):
            self.does(who, write_off_recovery, recovery.id, None, reason="They have been wound up")

    @rule(number=PICK, who=st.sampled_from([MANAGER, *ASSESSORS, *APPROVERS.values()]))
    def somebody_remembers_an_interest(self, number: int, who: str) -> None:
        if number % 5 == 0 and (case := self.case(number)):
            told = {"nothing": False, "organisations": [case.organisation_id], "detail": "A cousin works there"}
            self.does(who, declare_interests, self.round_id, **told)

    # What happens to anything that is sent

    @rule(other=st.booleans())
    def the_last_form_is_sent_again(self, other: bool) -> None:
        if self.form is None:
            return
        before = self.everything()
        with pytest.raises(KeyReused if other else Repeated), self.teller.at(self.now):
            self.form(changed="something else" if other else "")
        assert self.everything() == before

    @rule()
    def the_power_fails_during_the_next_form(self) -> None:
        self.power_fails = True

    @rule(days=st.sampled_from([1, 3, 7, 30, 120]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.attempt(self.teller.jobs)

    @precondition(lambda self: hasattr(self, "teller"))
    @rule()
    def what_must_hold_holds(self) -> None:
        with self.teller.reading() as session:
            broken = broken_invariants(session, self.teller.house.keys)
            assert broken == [], broken

    reached: ClassVar[set[str]] = set()

    def teardown(self) -> None:
        if hasattr(self, "teller"):
            self.what_must_hold_holds()
            self.note_what_was_reached()
            # However far it came: a short walk hardly ever ends an award by chance.
            self.it_is_interrupted(0, MANAGER, "suspend")
            self.it_is_interrupted(1, APPROVERS["director"], "end")
            self.what_must_hold_holds()
            self.note_what_was_reached()
            self.teller.house.database.close()

    def note_what_was_reached(self) -> None:
        with self.teller.reading() as session:
            type(self).reached |= set(session.scalars(select(Application.status)))
            type(self).reached |= {f"award {each}" for each in session.scalars(select(Award.status))}
            type(self).reached |= {f"payment {each}" for each in session.scalars(select(Payment.status))}
            type(self).reached |= {f"recovery {each}" for each in session.scalars(select(Recovery.status))}
