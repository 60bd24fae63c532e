"""What stands behind each step of a case: the rows that its work wrote, as titles and facts for a page or a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from grants.domain.calendar import long_date, long_moment
from grants.domain.money import pounds_exact
from grants.models import (
    Acceptance,
    Application,
    Approval,
    Assessment,
    Award,
    AwardVersion,
    BankAccount,
    Condition,
    Criterion,
    Decision,
    DueDiligenceCheck,
    Interest,
    Letter,
    ModeratedScore,
    Moderation,
    MonitoringReturn,
    Payment,
    PaymentRun,
    Person,
    Recommendation,
    Recovery,
    ReturnSpend,
    Score,
    Submission,
)
from grants.questions.text import text_from
from grants.sight import Sight

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Evidence:
    """One thing that was written at one moment. `group` says to which file of the pack it goes."""

    group: str
    row_id: int
    at: datetime
    title: str
    facts: Facts


@dataclass(frozen=True)
class Rows:
    """One case, read once."""

    session: Session
    application: Application
    award: Award | None
    names: Mapping[int, str]

    def who(self, person_id: int | None) -> str:
        return self.names.get(person_id or 0, "")

    def of_case(self, model: Any) -> Iterable[Any]:
        return self.session.scalars(select(model).where(model.application_id == self.application.id).order_by(model.id))

    def of_award(self, model: Any) -> Iterable[Any]:
        if self.award is None:
            return ()
        return self.session.scalars(select(model).where(model.award_id == self.award.id).order_by(model.id))


def evidence_of(session: Session, application: Application, award: Award | None, seen: Sight) -> list[Evidence]:
    """Everything this person may see behind the case, in order of time."""
    names = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    rows = Rows(session, application, award, names)
    makers: list[Callable[[Rows], Iterator[Evidence]]] = [_submissions, _checks, _interests]
    makers += [_scores, _moderations] if seen.scores else []
    makers += [_recommendations, _approvals] if seen.recommendation else []
    makers += [_decisions] if seen.decision else []
    makers += [_letters, _versions, _acceptances, _conditions, _accounts, _payments, _returns, _recoveries]
    return sorted((each for make in makers for each in make(rows)), key=lambda each: each.at)


def _facts(*pairs: tuple[str, Any]) -> Facts:
    return tuple((label, _words(value)) for label, value in pairs if value not in (None, ""))


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return long_moment(value)
    return long_date(value) if hasattr(value, "isoformat") else str(value)


def _submissions(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_case(Submission):
        facts = _facts(("Sent by", rows.who(row.submitted_by)), ("SHA-256", row.digest))
        yield Evidence("submissions", row.id, row.submitted_at, f"Submission {row.number}", facts)


def _checks(rows: Rows) -> Iterator[Evidence]:
    titles = {each["key"]: _english(each["title"]) for each in rows.application.round.plan.get("checks") or ()}
    for row in rows.of_case(DueDiligenceCheck):
        facts = _facts(
            ("Outcome", row.outcome.replace("_", " ").capitalize()),
            ("Evidence", row.evidence),
            ("Checked by", rows.who(row.checked_by)),
            ("Holds until", row.expires_on),
        )
        yield Evidence("checks", row.id, row.checked_at, f"Check: {titles.get(row.kind, row.kind)}", facts)


def _interests(rows: Rows) -> Iterator[Evidence]:
    wanted = select(Interest).where(
        Interest.round_id == rows.application.round_id, Interest.organisation_id == rows.application.organisation_id
    )
    for row in rows.session.scalars(wanted.order_by(Interest.id)):
        facts = _facts(("Declared by", rows.who(row.person_id)), ("Detail", row.detail))
        yield Evidence("checks", row.id, row.declared_at, "Interest declared", facts)


def _scores(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_case(Assessment):
        if row.submitted_at is None:
            continue
        marks = rows.session.execute(
            select(Criterion.title, Criterion.weight, Score.points, Score.reason)
            .join(Criterion, Criterion.id == Score.criterion_id)
            .where(Score.assessment_id == row.id)
            .order_by(Criterion.position)
        )
        each = [(f"{_english(mark.title)} ({mark.weight}%)", f"{mark.points}: {mark.reason}") for mark in marks]
        facts = _facts(
            ("Total", _percent(row.total)), *each, ("Comment", row.comment), ("Withdrawn", row.withdrawn_why)
        )
        yield Evidence("scores", row.id, row.submitted_at, f"Scores of {rows.who(row.person_id)}", facts)


def _moderations(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_case(Moderation):
        marks = rows.session.execute(
            select(Criterion.title, ModeratedScore.points, ModeratedScore.reason)
            .join(Criterion, Criterion.id == ModeratedScore.criterion_id)
            .where(ModeratedScore.moderation_id == row.id)
            .order_by(Criterion.position)
        )
        each = [(_english(mark.title), f"{mark.points}: {mark.reason}") for mark in marks]
        facts = _facts(("Total", _percent(row.total)), *each, ("Reason", row.reason))
        yield Evidence("scores", row.id, row.moderated_at, f"Agreed score, by {rows.who(row.moderated_by)}", facts)


def _recommendations(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_case(Recommendation):
        facts = _facts(
            ("Recommended", pounds_exact(row.amount) if row.amount else "No award"),
            ("Reason", row.reason),
            ("By", rows.who(row.recommended_by)),
            ("Superseded", row.superseded_at),
        )
        yield Evidence("approvals", row.id, row.recommended_at, "Recommendation", facts)


def _approvals(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_case(Approval):
        facts = _facts(
            ("Outcome", row.outcome.capitalize()),
            ("Note", row.note),
            ("By", f"{rows.who(row.approved_by)}, {row.role.replace('_', ' ')}"),
        )
        yield Evidence("approvals", row.id, row.approved_at, f"Approval, step {row.step}", facts)


def _decisions(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_case(Decision):
        facts = _facts(
            ("Outcome", row.outcome.capitalize()),
            ("Approved", pounds_exact(row.amount)),
            ("Decided by", rows.who(row.decided_by)),
            ("Released", row.released_at),
            ("Released by", rows.who(row.released_by)),
        )
        yield Evidence("approvals", row.id, row.decided_at, "Decision", facts)


def _letters(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_case(Letter):
        facts = _facts(
            ("Reference", row.reference),
            ("SHA-256", row.sha256 or "Not yet made"),
            ("Released by", rows.who(row.issued_by)),
        )
        yield Evidence("letters", row.id, row.issued_at or row.made_at, f"{row.kind.capitalize()} letter", facts)


def _versions(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_award(AwardVersion):
        facts = _facts(
            ("Amount", pounds_exact(row.amount)), ("From", row.starts_on), ("Until", row.ends_on), ("Why", row.reason)
        )
        yield Evidence("approvals", row.id, row.made_at, f"Terms, version {row.number}", facts)


def _acceptances(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_award(Acceptance):
        facts = _facts(
            ("Name given", row.accepted_as), ("Person", rows.who(row.accepted_by)), ("Declared", row.declaration)
        )
        yield Evidence("approvals", row.id, row.accepted_at, f"Acceptance, person {row.position}", facts)


def _conditions(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_award(Condition):
        if row.met_at is not None:
            facts = _facts(("Condition", row.text), ("Evidence", row.evidence), ("Met by", rows.who(row.met_by)))
            yield Evidence("payments", row.id, row.met_at, "Condition met", facts)


def _accounts(rows: Rows) -> Iterator[Evidence]:
    used = select(Payment.bank_account_id).where(Payment.award_id == (rows.award.id if rows.award else 0))
    for row in rows.session.scalars(select(BankAccount).where(BankAccount.id.in_(used)).order_by(BankAccount.id)):
        if row.verified_at is not None:
            facts = _facts(
                ("Account ends in", row.last_two),
                ("Proposed by", rows.who(row.proposed_by)),
                ("Verified by", rows.who(row.verified_by)),
                ("Called back", row.call_back_at),
                ("Spoke to", row.call_back_person),
                ("Name check", row.name_check),
                ("Payments held until", row.hold_until),
            )
            yield Evidence("payments", row.id, row.verified_at, f"Bank account {row.number}", facts)


def _payments(rows: Rows) -> Iterator[Evidence]:
    runs = {row.id: row.reference for row in rows.session.execute(select(PaymentRun.id, PaymentRun.reference))}
    for row in rows.of_award(Payment):
        facts = _facts(
            ("Reference", row.reference),
            ("Amount", pounds_exact(row.pence)),
            ("State", row.status.capitalize()),
            ("Run", runs.get(row.run_id, "")),
            ("Prepared by", rows.who(row.prepared_by)),
            ("Released by", rows.who(row.released_by)),
            ("Finance reference", row.finance_reference),
            ("Paid on", row.settled_on),
            ("Why it came back", row.failure),
        )
        yield Evidence("payments", row.id, row.released_at or row.status_at, "Payment", facts)


def _returns(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_award(MonitoringReturn):
        if row.submitted_at is None:
            continue
        sent = or_(Submission.response_id == row.response_id)
        for submission in rows.session.scalars(select(Submission).where(sent).order_by(Submission.number)):
            spent = rows.session.scalars(select(ReturnSpend.pence).where(ReturnSpend.submission_id == submission.id))
            facts = _facts(
                ("Reference", row.reference),
                ("Covers", f"{long_date(row.covers_from)} to {long_date(row.covers_until)}"),
                ("Sent by", rows.who(submission.submitted_by)),
                ("Spent", pounds_exact(sum(spent))),
                ("SHA-256", submission.digest),
                ("Accepted", row.accepted_at),
                ("Accepted by", rows.who(row.accepted_by)),
            )
            title = f"Return {row.number}: {row.title}"
            yield Evidence("returns", submission.id, submission.submitted_at, title, facts)


def _recoveries(rows: Rows) -> Iterator[Evidence]:
    for row in rows.of_award(Recovery):
        facts = _facts(
            ("Amount", pounds_exact(row.pence)),
            ("Reason", row.reason),
            ("State", row.status.replace("_", " ").capitalize()),
            ("Agreed by", rows.who(row.agreed_by)),
            ("Received on", row.received_on),
            ("Received by", rows.who(row.received_by)),
            ("Written off by", rows.who(row.written_off_by)),
            ("Why it was written off", row.written_off_why),
        )
        yield Evidence("payments", row.id, row.agreed_at, f"Recovery: {row.kind}", facts)


def _english(value: object) -> str:
    found = text_from(value)
    return found.en if found else ""


def _percent(hundredths: int | None) -> str | None:
    return None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}%"
