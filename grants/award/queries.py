"""What the pages of awards and letters show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from grants.actor import Actor
from grants.award.policy import can_accept, can_meet_condition
from grants.crypto import same
from grants.domain.errors import NotFound
from grants.domain.workflow import Verdict
from grants.models import (
    Acceptance,
    Application,
    Award,
    AwardLine,
    BankAccount,
    Condition,
    Decision,
    Instalment,
    Letter,
    LetterTemplate,
    MonitoringReturn,
    Notice,
    Organisation,
    Payment,
    Person,
    Recommendation,
    Round,
    Suspension,
)
from grants.scope import scoped


@dataclass(frozen=True)
class ToRelease:
    """A decision that its applicant does not know yet."""

    reference: str
    version: int
    organisation: str
    outcome: str
    requested: int
    amount: int
    decided_by: str
    decided_at: datetime
    feedback: int


@dataclass(frozen=True)
class ReleasePage:
    """A round with the decisions that can be released."""

    round: Round
    rows: tuple[ToRelease, ...]


def release_page(session: Session, actor: Actor, round_id: int) -> ReleasePage:
    """The decided applications of a round, awards first."""
    round_ = session.scalars(
        scoped(actor, Round).where(Round.id == round_id, Round.status != "draft").options(joinedload(Round.fund))
    ).one_or_none()
    if round_ is None:
        raise NotFound("round")
    found = session.execute(
        scoped(actor, Application)
        .join(Decision, Decision.application_id == Application.id)
        .join(Recommendation, Recommendation.id == Decision.recommendation_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Person, Person.id == Decision.decided_by)
        .where(Application.round_id == round_id, Application.status == "decided", Decision.superseded_at.is_(None))
        .with_only_columns(Application, Decision, Recommendation, Organisation.name, Person.name.label("decider"))
        .order_by(Decision.outcome, Application.rank_score.desc(), Application.id)
    ).all()
    return ReleasePage(
        round_,
        tuple(
            ToRelease(
                reference=application.reference,
                version=application.version,
                organisation=name,
                outcome=decision.outcome,
                requested=application.requested or 0,
                amount=decision.amount,
                decided_by=decider,
                decided_at=decision.decided_at,
                feedback=len(recommendation.feedback.get("criteria") or {}),
            )
            for application, decision, recommendation, name, decider in found
        ),
    )


@dataclass(frozen=True)
class Accepted:
    """One acceptance of the offer."""

    name: str
    at: datetime


@dataclass(frozen=True)
class AwardPage:
    """An award with everything that hangs on it."""

    award: Award
    lines: tuple[AwardLine, ...]
    instalments: tuple[Instalment, ...]
    paid_on: Mapping[int, date]
    returns: tuple[MonitoringReturn, ...]
    conditions: tuple[Condition, ...]
    letters: tuple[Letter, ...]
    acceptances: tuple[Accepted, ...]
    bank: BankAccount | None
    bank_waiting: BankAccount | None
    may_accept: Verdict
    may_meet: Verdict
    suspension: Suspension | None
    notice: Notice | None

    @property
    def runs(self) -> bool:
        """Whether it was accepted and has not come to an end."""
        return self.award.status in ("accepted", "active", "suspended")

    @property
    def over(self) -> bool:
        """Whether nothing more is paid."""
        return self.award.status in ("closed", "ended", "lapsed")

    def unmet(self, part: Instalment) -> list[str]:
        """What an instalment still waits for."""
        met = {f"return:{each.number}" for each in self.returns if each.status == "accepted"}
        met |= {f"condition:{each.position}" for each in self.conditions if each.met_at is not None}
        met |= {"bank"} if self.bank is not None else set()
        met |= {"signed"} if self.award.accepted_at is not None else set()
        return [gate for gate in part.gates if gate not in met]

    @property
    def letter(self) -> Letter | None:
        """The letter that counts: the last that was issued."""
        return next((each for each in reversed(self.letters) if each.issued_at is not None), None)


def award_page(session: Session, actor: Actor, reference: str, now: datetime) -> AwardPage:
    """One award in this person's scope."""
    award = session.scalars(
        scoped(actor, Award)
        .where(Award.reference == reference)
        .options(
            joinedload(Award.organisation),
            joinedload(Award.fund),
            joinedload(Award.application).joinedload(Application.round),
            selectinload(Award.lines).joinedload(AwardLine.allocation),
            selectinload(Award.letters),
        )
    ).one_or_none()
    if award is None:
        raise NotFound("award")
    accounts = session.scalars(
        select(BankAccount)
        .where(BankAccount.organisation_id == award.organisation_id, BankAccount.status.in_(("proposed", "verified")))
        .order_by(BankAccount.number)
    ).all()
    newest = max((line.award_version for line in award.lines), default=1)
    return AwardPage(
        award=award,
        lines=tuple(line for line in award.lines if line.award_version == newest),
        instalments=tuple(
            session.scalars(select(Instalment).where(Instalment.award_id == award.id).order_by(Instalment.number))
        ),
        paid_on=_paid_on(session, award),
        returns=tuple(
            session.scalars(
                select(MonitoringReturn).where(MonitoringReturn.award_id == award.id).order_by(MonitoringReturn.number)
            )
        ),
        conditions=tuple(
            session.scalars(select(Condition).where(Condition.award_id == award.id).order_by(Condition.position))
        ),
        letters=tuple(award.letters),
        acceptances=tuple(_accepted(session, award)),
        bank=next((each for each in accounts if each.status == "verified"), None),
        bank_waiting=next((each for each in accounts if each.status == "proposed"), None),
        may_accept=can_accept(actor, award, now),
        may_meet=can_meet_condition(actor, award, now),
        suspension=_suspension(session, award) if award.status == "suspended" else None,
        notice=session.scalars(
            select(Notice).where(Notice.award_id == award.id, Notice.withdrawn_at.is_(None))
        ).one_or_none(),
    )


def _paid_on(session: Session, award: Award) -> dict[int, date]:
    """The day finance paid each instalment that is paid, by the instalment's row."""
    rows = session.execute(
        select(Payment.instalment_id, Payment.settled_on).where(Payment.award_id == award.id, Payment.status == "paid")
    )
    return {instalment_id: settled_on for instalment_id, settled_on in rows if settled_on is not None}


def _suspension(session: Session, award: Award) -> Suspension | None:
    return session.scalars(
        select(Suspension).where(Suspension.award_id == award.id, Suspension.resumed_at.is_(None))
    ).one_or_none()


def _accepted(session: Session, award: Award) -> list[Accepted]:
    rows = session.execute(
        select(Acceptance.accepted_as, Acceptance.accepted_at)
        .where(Acceptance.award_id == award.id)
        .order_by(Acceptance.id)
    )
    return [Accepted(name, at) for name, at in rows]


def issued_letter(session: Session, actor: Actor, reference: str) -> tuple[Letter, LetterTemplate]:
    """A letter in this person's scope that has its bytes, with the template it was made from."""
    letter = session.scalars(
        scoped(actor, Letter)
        .where(Letter.reference == reference, Letter.issued_at.is_not(None))
        .options(joinedload(Letter.file))
    ).one_or_none()
    if letter is None or letter.file is None:
        raise NotFound("letter")
    return letter, session.get_one(LetterTemplate, letter.template_id)


def genuine(session: Session, reference: str, code: str) -> Letter | None:
    """The award letter with this reference (or its award's) and the code printed on it; None tells nothing else."""
    found = session.scalars(
        select(Letter)
        .join(Award, Award.id == Letter.award_id)
        .where(
            (Letter.reference == reference) | (Award.reference == reference),
            Letter.kind != "decline",
            Letter.issued_at.is_not(None),
        )
        .order_by(Letter.number)
    ).all()
    return next((each for each in found if same(each.check_code, code)), None)


@dataclass(frozen=True)
class BankPage:
    """Where an organisation is paid, as far as a page may show it."""

    organisation: Organisation
    current: BankAccount | None
    waiting: BankAccount | None
    refused: BankAccount | None


def bank_page(session: Session, actor: Actor, reference: str) -> BankPage:
    """The bank details of this person's own organisation."""
    organisation = session.scalars(scoped(actor, Organisation).where(Organisation.reference == reference)).one_or_none()
    if organisation is None:
        raise NotFound("organisation")
    accounts = session.scalars(
        scoped(actor, BankAccount)
        .where(BankAccount.organisation_id == organisation.id)
        .order_by(BankAccount.number.desc())
    ).all()
    latest = accounts[0] if accounts else None
    return BankPage(
        organisation=organisation,
        current=next((each for each in accounts if each.status == "verified"), None),
        waiting=next((each for each in accounts if each.status == "proposed"), None),
        refused=latest if latest is not None and latest.status == "refused" else None,
    )
