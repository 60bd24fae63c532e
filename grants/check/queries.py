"""What the checks room reads: checks due and done, what may be used again, and who else funds the same body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from grants.check.rules import DueCheck, counts_on, due_checks, holding_back
from grants.models import (
    Application,
    Award,
    BankAccount,
    DueDiligenceCheck,
    Fund,
    Ineligibility,
    Organisation,
    Person,
    Submission,
)

LIVE_AWARDS = ("offered", "accepted", "active", "suspended")
MOST_SHOWN = 50


@dataclass(frozen=True)
class DoneCheck:
    """One recorded check. `stale` when the application was sent again since."""

    id: int
    kind: str
    outcome: str
    evidence: str
    checked_by: str
    checked_at: datetime
    expires_on: date | None
    stale: bool


@dataclass(frozen=True)
class Reusable:
    """A pass of the same organisation, made for another application, that still counts."""

    id: int
    kind: str
    reference: str
    checked_at: datetime
    expires_on: date


@dataclass(frozen=True)
class OtherFunding:
    """A live application or award of the same organisation, or of one with the same bank account."""

    kind: str
    reference: str
    fund: Any
    organisation: str
    pence: int
    status: str
    same_account: bool


@dataclass(frozen=True)
class OpenProposal:
    """A proposal to stop the application that waits for a second person."""

    id: int
    rule: str
    reason: str
    proposed_by: int
    proposer: str
    proposed_at: datetime


def latest_submission_id(session: Session, application_id: int) -> int:
    """The submission that counts now."""
    return session.execute(
        select(func.max(Submission.id)).where(Submission.application_id == application_id)
    ).scalar_one()


def done_checks(session: Session, application_id: int) -> list[DoneCheck]:
    """Every check recorded for an application, newest first."""
    newest = select(func.max(Submission.id)).where(Submission.application_id == application_id).scalar_subquery()
    rows = session.execute(
        select(DueDiligenceCheck, Person.name, (DueDiligenceCheck.submission_id != newest).label("stale"))
        .join(Person, Person.id == DueDiligenceCheck.checked_by)
        .where(DueDiligenceCheck.application_id == application_id)
        .order_by(DueDiligenceCheck.id.desc())
    )
    return [
        DoneCheck(
            id=check.id,
            kind=check.kind,
            outcome=check.outcome,
            evidence=check.evidence,
            checked_by=name,
            checked_at=check.checked_at,
            expires_on=check.expires_on,
            stale=stale,
        )
        for check, name, stale in rows
    ]


def records_of(session: Session, application_id: int, kind: str) -> int:
    """How often a check was recorded for an application."""
    made = (DueDiligenceCheck.application_id == application_id, DueDiligenceCheck.kind == kind)
    return session.execute(select(func.count()).select_from(DueDiligenceCheck).where(*made)).scalar_one()


def latest_outcomes(session: Session, application_id: int) -> Mapping[str, str]:
    """The outcome that counts for each kind of check: the latest."""
    newest = (
        select(func.max(DueDiligenceCheck.id))
        .where(DueDiligenceCheck.application_id == application_id)
        .group_by(DueDiligenceCheck.kind)
    )
    rows = session.execute(
        select(DueDiligenceCheck.kind, DueDiligenceCheck.outcome).where(DueDiligenceCheck.id.in_(newest))
    )
    return {kind: outcome for kind, outcome in rows}  # noqa: C416 - rows are not typed as pairs


def outstanding(session: Session, application: Application, *, before: str) -> tuple[DueCheck, ...]:
    """Mandatory checks that hold the step `before` (assess, recommend, approve or payment) back."""
    due = due_checks(application.round.plan, application.requested or 0)
    return holding_back(due, latest_outcomes(session, application.id), before)


def reusable_checks(session: Session, application: Application, today: date) -> dict[str, Reusable]:
    """By kind, the organisation's newest pass for another application that still counts today."""
    rows = session.execute(
        select(DueDiligenceCheck, Application.reference)
        .join(Application, Application.id == DueDiligenceCheck.application_id)
        .where(
            DueDiligenceCheck.organisation_id == application.organisation_id,
            DueDiligenceCheck.application_id != application.id,
        )
        .order_by(DueDiligenceCheck.id)
    )
    newest = {check.kind: (check, reference) for check, reference in rows}
    return {
        kind: Reusable(
            id=check.id, kind=kind, reference=reference, checked_at=check.checked_at, expires_on=check.expires_on
        )
        for kind, (check, reference) in newest.items()
        if check.expires_on and counts_on(check.outcome, check.expires_on, today)
    }


def same_account(organisation_id: int) -> ColumnElement[bool]:
    """Organisations that gave the same bank account at some time, found without opening the details."""
    own, other = aliased(BankAccount), aliased(BankAccount)
    sharing = (
        select(other.organisation_id)
        .join(own, own.digest == other.digest)
        .where(own.organisation_id == organisation_id, own.status != "refused", other.status != "refused")
    )
    return Organisation.id.in_(sharing)


def other_funding(session: Session, application: Application) -> list[OtherFunding]:
    """Live applications and awards beside this one: the same body, or another one with the same bank account.

    It looks across all funds, so of an application it tells only what its applicant has been told.
    """
    same_body = Organisation.id == application.organisation_id
    near = or_(same_body, same_account(application.organisation_id))
    applications = session.execute(
        select(
            Application.reference,
            Fund.title,
            Organisation.name,
            Application.requested,
            Application.shown_status,
            same_body,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Fund, Fund.id == Application.fund_id)
        .where(near, Application.id != application.id, Application.shown_status == "received")
        .order_by(Application.id.desc())
        .limit(MOST_SHOWN)
    )
    awards = session.execute(
        select(Award.reference, Fund.title, Organisation.name, Award.amount, Award.status, same_body)
        .join(Organisation, Organisation.id == Award.organisation_id)
        .join(Fund, Fund.id == Award.fund_id)
        .where(near, Award.application_id != application.id, Award.status.in_(LIVE_AWARDS))
        .order_by(Award.id.desc())
        .limit(MOST_SHOWN)
    )
    found = [("award", row) for row in awards] + [("application", row) for row in applications]
    return [
        OtherFunding(
            kind=kind,
            reference=reference,
            fund=fund,
            organisation=name,
            pence=pence or 0,
            status=status,
            same_account=not own,
        )
        for kind, (reference, fund, name, pence, status, own) in found
    ]


def open_proposal(session: Session, application_id: int) -> OpenProposal | None:
    """The proposal to stop that waits for an answer, if there is one."""
    row = session.execute(
        select(Ineligibility, Person.name)
        .join(Person, Person.id == Ineligibility.proposed_by)
        .where(Ineligibility.application_id == application_id, Ineligibility.answered_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    proposal, name = row
    return OpenProposal(
        id=proposal.id,
        rule=proposal.rule,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        proposer=name,
        proposed_at=proposal.proposed_at,
    )
