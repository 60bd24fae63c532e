"""One round of the made-up county from opening to where each of its applications stops."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from grants.apply.commands.withdraw_application import withdraw_application
from grants.award.letter_words import Office
from grants.check.commands.answer_stop import answer_stop
from grants.check.commands.propose_to_stop import propose_to_stop
from grants.check.steps import rules_of
from grants.demo import awarding, casework
from grants.demo.applying import Applicant, Request, apply
from grants.demo.casework import MANAGER, OFFICER
from grants.demo.county import Plot
from grants.demo.spending import spend_directly
from grants.demo.teller import Teller
from grants.domain.calendar import next_working_day, to_london
from grants.models import Application, Fund, Round
from grants.setup.commands.approve_invitation import approve_invitation
from grants.setup.commands.invite_organisation import invite_organisation
from grants.setup.commands.publish_round import publish_round

# How far each ending goes: a case reaches every step up to its own.
STEPS = (
    "draft", "checking", "assessing", "moderating", "panel", "recommending", "approving", "decided", "offered",
    "accepted", "active", "closed",
)  # fmt: skip
AWARDED = ("offered", "lapsed", "accepted", "active", "suspended", "ended", "closed")
GOES_AS = {"declined": "decided", "lapsed": "offered", "suspended": "active", "ended": "active"}
OPEN_ENDED = timedelta(days=49)  # how long ago the story of a round without an end takes its last applications
TITLES = (
    "Warm Wednesdays", "Neighbours' Table", "Doorstep Friends", "Safe Journeys", "The Open Room", "Growing Together",
    "First Steps Back", "A Break for Carers", "Music and Memory", "Winter Pantry", "Getting Online", "Good Company",
)  # fmt: skip


@dataclass
class Case:
    """One application on its way: who applied, where its story stops, what it asks for."""

    reference: str
    body: Applicant
    end: str
    amount: int

    def reaches(self, step: str) -> bool:
        """Whether the story goes on to this step. A no is decided like a yes; what ended early is neither."""
        if self.end in ("withdrawn", "ineligible"):
            return step == "checking"
        end = GOES_AS.get(self.end, self.end)
        return STEPS.index(end) >= STEPS.index(step)


class RoundStory:
    """Tells one round, step by step, each step on later days than the one before."""

    def __init__(self, teller: Teller, plot: Plot, bodies: list[Applicant], *, office: Office) -> None:
        self.teller, self.plot, self.bodies, self.office = teller, plot, bodies, office
        with teller.reading() as session:
            self.round = session.scalars(select(Round).join(Fund).where(Fund.key == plot.scheme)).one()
        self.opens = to_london(self.round.opens_at).date()
        closes = to_london(self.round.closes_at).date() if self.round.closes_at else None
        self.closes = min(closes, teller.today) if closes else teller.today - OPEN_ENDED
        self.live = closes is not None and closes > teller.today
        self.cases: list[Case] = []

    def tell(self) -> None:
        """Everything up to the release of decisions."""
        self._publish()
        self._invite()
        self._apply()
        self._check()
        self._score()
        self._decide()
        bought = next_working_day(self.closes + timedelta(days=14))
        if bought < self.teller.today:
            spend_directly(self.teller, self.round.fund_id, on=bought, pounds=self.plot.direct_spend)

    def _day(self, share: float) -> date:
        """A working day that far through what there is of the story: the open round's whole story ends today."""
        if self.live:
            length = (self.teller.today - self.opens).days
            return min(next_working_day(self.opens + timedelta(days=round(length * share))), self.teller.today)
        return next_working_day(self.closes + timedelta(days=round(50 * (share - 0.4))))

    def _publish(self) -> None:
        with self.teller.on(self.opens - timedelta(days=7)):
            self.teller.does(MANAGER, publish_round, self.round.id)

    def _invite(self) -> None:
        with self.teller.on(self.opens, hour=11):
            for planned in self.round.plan["invitations"]:
                body = next(each for each in self.bodies if each.name == planned["organisation"])
                with self.teller.work(OFFICER) as work:
                    facts = {"reason": planned["reason"]["en"], "amount": planned["amount"]}
                    invitation = invite_organisation(
                        work, self.round.id, organisation_reference=body.reference, **facts
                    )
                self.teller.does(
                    casework.APPROVERS["head_of_service"], approve_invitation, self.round.id, invitation.id
                )

    def _applicants(self) -> list[Applicant]:
        invited = {each["organisation"] for each in self.round.plan["invitations"]}
        if invited:
            return [each for each in self.bodies if each.name in invited]
        start = self.teller.chance.randrange(len(self.bodies) - 6)
        rest = self.bodies[6:]
        return self.bodies[:1] + rest[start % len(rest) :] + rest[: start % len(rest)]

    def _apply(self) -> None:
        ends = [end for end, count in self.plot.ends.items() for _ in range(count)]
        length = max(int((self.closes - self.opens).days * (0.4 if self.live else 1)) - 1, 1)
        for number, (end, body) in enumerate(zip(ends, self._applicants(), strict=False)):
            day = self.opens + timedelta(days=min(number * length // len(ends), length - 1))
            with self.teller.on(day, hour=12 + number % 5, minute=number % 60):
                self._one_applies(number, end, body)

    def _one_applies(self, number: int, end: str, body: Applicant) -> None:
        amount = self._amount(number, end)
        starts_on, ends_on = self.round.award_starts_on, self.round.award_ends_on
        if starts_on is None or ends_on is None:
            raise ValueError("a scheme file gives the dates of its awards")
        request = Request(
            title=TITLES[(number * 5 + len(body.name) + self.round.id) % len(TITLES)],
            amount=amount,
            starts_on=starts_on,
            ends_on=ends_on,
            people=40 + self.teller.chance.randrange(40) * 5,
            match=self.plot.match * 100,
        )
        reference = apply(self.teller, self.round.id, body, request, finish=end != "draft")
        self.cases.append(Case(reference, body, end, amount))

    def _amount(self, number: int, end: str) -> int:
        awarded = sum(1 for case in self.cases if case.end in AWARDED)
        sums = self.plot.exact if end in AWARDED and self.plot.exact else self.plot.amounts
        return sums[(awarded if sums is self.plot.exact else number) % len(sums)] * 100

    def _check(self) -> None:
        with self.teller.on(self._day(0.45)):
            for case in self.cases:
                if case.end == "withdrawn":
                    with self.teller.work(case.body.lead) as work:
                        why = "Another funder said yes."
                        withdraw_application(work, case.reference, self._version(case), reason=why)
                elif case.end == "ineligible":
                    self._stop(case)
                elif case.reaches("assessing"):
                    casework.check(self.teller, case.reference)

    def _stop(self, case: Case) -> None:
        with self.teller.work(OFFICER) as work:
            application = work.load(Application, case.reference)
            rule = next(key for key, _ in rules_of(application))
            reason = "The constitution shows that members share what is left over."
            propose_to_stop(work, case.reference, application.version, rule=rule, reason=reason)
        self.teller.does(MANAGER, answer_stop, case.reference, self._version(case), agree=True)

    def _score(self) -> None:
        scored = [case for case in self.cases if case.reaches("assessing")]
        if not scored:
            return
        with self.teller.on(self._day(0.6)):
            casework.declare_nothing(self.teller, self.round.id)
            for case in scored:
                casework.allocate(self.teller, case.reference)
        with self.teller.on(self._day(0.75)):
            for number, case in enumerate(scored):
                self._score_one(number, case)

    def _score_one(self, number: int, case: Case) -> None:
        if case.end == "assessing":
            casework.score(self.teller, case.reference, level=3, only=number % 2)
            return
        level = 2 if case.end == "declined" else 4
        disputed = case.end == "moderating" or number % 7 == 6
        casework.score(self.teller, case.reference, level=level, apart=-2 if disputed else 0)
        if case.reaches("panel") and self._status(case) == "moderating":
            casework.moderate(self.teller, case.reference, level=level)

    def _decide(self) -> None:
        with self.teller.on(self._day(0.85)):
            for case in self.cases:
                self._recommend(case)
        with self.teller.on(self._day(0.93)):
            for case in self.cases:
                if case.reaches("decided"):
                    casework.approve(self.teller, case.reference)
        with self.teller.on(self._day(0.97), hour=14):
            for case in self.cases:
                if case.end in AWARDED or case.end == "declined":
                    casework.release(self.teller, case.reference, office=self.office)
            self.teller.jobs()

    def _recommend(self, case: Case) -> None:
        if case.reaches("recommending"):
            casework.sit(self.teller, case.reference)
        if case.reaches("approving"):
            casework.recommend(self.teller, case.reference, amount=0 if case.end == "declined" else case.amount)

    def accept(self) -> date:
        """Those who accept do so within three weeks, and give their bank details. Returns the day."""
        day = min(self._day(1.0) + timedelta(days=3), self.teller.today)
        with self.teller.on(day, hour=15):
            for case in self.cases:
                if case.reaches("accepted"):
                    awarding.accept(self.teller, case.reference, case.body)
                    awarding.give_bank_details(self.teller, case.body)
                    awarding.meet_conditions(self.teller, case.reference)
        return day

    def _version(self, case: Case) -> int:
        with self.teller.reading() as session:
            return session.scalars(select(Application.version).where(Application.reference == case.reference)).one()

    def _status(self, case: Case) -> str:
        with self.teller.reading() as session:
            return session.scalars(select(Application.status).where(Application.reference == case.reference)).one()
