"""Everything that waits for one person, read from where it stands: a line each, with the page that does it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select

from grants import clock
from grants.actor import APPROVERS, Actor
from grants.assess.pile import pile
from grants.blueprints.home.endings import to_end
from grants.blueprints.home.task import Task
from grants.decide.queries import all_asked
from grants.domain.calendar import to_london
from grants.models import (
    Application,
    Assignment,
    Award,
    BankAccount,
    Ineligibility,
    MonitoringReturn,
    Organisation,
    PaymentRun,
    Round,
)
from grants.scope import in_funds, in_scope, scoped
from grants.sight import identity_shown, scoring_open
from grants.web.case import may_open, words
from grants.web.request import actor, db

MOST = 25
LATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Waiting:
    """The list, what is due first before the rest, and how many more of a kind there are than are shown."""

    tasks: tuple[Task, ...]
    more: tuple[str, ...]


def waiting() -> Waiting:
    """One statement for each kind of work that this person may do, and none for the others."""
    person, tasks, more = actor(), [], []
    for kind, found in _kinds(person):
        if len(found) > MOST:
            more.append(kind)
        tasks += found[:MOST]
    return Waiting(tasks=tuple(sorted(tasks, key=lambda each: each.order)), more=tuple(more))


def _kinds(person: Actor) -> Iterator[tuple[str, list[Task]]]:
    if person.holds("assessor"):
        yield _("Score"), _to_score(person)
    if person.holds("officer", "manager"):
        yield _("Do the checks"), _cases(person, _("Do the checks"), "check.checks", "checking", _mine(person))
        yield (
            _("Choose assessors"),
            _cases(person, _("Choose assessors"), "assess.assessors", "assessing", _short(person)),
        )
        yield _("Review a return"), _returns(person)
    if person.holds("manager"):
        yield _("Agree to stop"), _stops(person)
        yield (
            _("Agree the scores"),
            _cases(person, _("Agree the scores"), "assess.scores", "moderating", ~_asked(person)),
        )
        yield _("Release decisions"), _releases(person)
        yield _("Recommend"), _cases(person, _("Recommend"), "decide.case", "recommending", ~scoring_open(person))
    if person.holds(*APPROVERS):
        yield _("Approve"), _approvals(person)
        yield _("End an award"), to_end(person, today=to_london(clock.now()).date(), most=MOST + 1)
    if person.holds("finance"):
        yield _("Verify bank details"), _bank(person)
        yield _("Release a payment run"), _runs(person)


def _to_score(person: Actor) -> list[Task]:
    return [
        Task(
            what=_("Score") if piece.declared else _("Declare interests, then score"),
            about=f"{piece.reference}, {piece.organisation}"
            if piece.organisation and piece.declared
            else piece.reference,
            due_on=piece.due_on,
            since=LATE,
            href=url_for("assess.score", reference=piece.reference),
        )
        for piece in pile(db(), person)
        if piece.is_open
    ]


def _named(reference: str, name: Any) -> str:
    """A reference with the name behind it, where the name may be seen."""
    return f"{reference}, {name}" if name else reference


def _cases(person: Actor, what: str, endpoint: str, status: str, condition: ColumnElement[bool]) -> list[Task]:
    """Cases in one state that wait for this person, oldest due first."""
    roles = ("manager",) if endpoint in ("decide.case", "assess.scores") else ("officer", "manager")
    rows = db().execute(
        _case_columns(person)
        .where(Application.status == status, in_funds(Application.fund_id, person, *roles), condition)
        .order_by(func.coalesce(Round.decision_expected_on, date.max), Application.status_at, Application.id)
        .limit(MOST + 1)
    )
    return [_case_task(row, what, endpoint) for row in rows if may_open(endpoint, row.fund_id)]


def _case_columns(person: Actor) -> Select[Any]:
    return (
        select(
            Application.reference,
            case((identity_shown(person), Organisation.name), else_=None).label("name"),
            Round.decision_expected_on,
            Application.status_at,
            Application.fund_id,
        )
        .join(Round, Round.id == Application.round_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(in_scope(person, Application))
    )


def _case_task(row: Row[Any], what: str, endpoint: str) -> Task:
    return Task(
        what=what,
        about=_named(row.reference, row.name),
        due_on=row.decision_expected_on,
        since=row.status_at,
        href=url_for(endpoint, reference=row.reference),
    )


def _mine(person: Actor) -> ColumnElement[bool]:
    """A case nobody owns, or this person does, and that they did not fill in."""
    free = or_(Application.owner_id.is_(None), Application.owner_id == person.person_id)
    return free & (Application.created_by != person.person_id) & (Application.submitted_by != person.person_id)


def _asked(person: Actor) -> ColumnElement[bool]:
    """A case this person was asked to score at some time."""
    asked = exists().where(Assignment.application_id == Application.id, Assignment.person_id == person.person_id)
    return asked.correlate(Application)


def _short(person: Actor) -> ColumnElement[bool]:
    """A case with fewer assessors than its round asks for, which this person does not score."""
    given = (
        select(func.count())
        .where(Assignment.application_id == Application.id, Assignment.ended_at.is_(None))
        .correlate(Application)
        .scalar_subquery()
    )
    return (given < Round.assessors_needed) & ~_asked(person)


def _stops(person: Actor) -> list[Task]:
    proposed = exists().where(
        Ineligibility.application_id == Application.id,
        Ineligibility.answered_at.is_(None),
        Ineligibility.proposed_by != person.person_id,
    )
    return _cases(person, _("Agree to stop, or not"), "check.checks", "checking", proposed.correlate(Application))


def _releases(person: Actor) -> list[Task]:
    """Rounds with decisions that the applicants have not been told."""
    rows = db().execute(
        select(Round.id, Round.title, Round.decision_expected_on, func.count(), func.min(Application.status_at))
        .join(Application, Application.round_id == Round.id)
        .where(Application.status == "decided", in_scope(person, Application))
        .where(in_funds(Application.fund_id, person, "manager"), ~scoring_open(person))
        .group_by(Round.id, Round.title, Round.decision_expected_on)
        .limit(MOST + 1)
    )
    return [
        Task(
            what=_("Release decisions"),
            about=_("%(round)s: %(count)s decided", round=words(title), count=count),
            due_on=due_on,
            since=since,
            href=url_for("award.release", round_id=round_id),
        )
        for round_id, title, due_on, count, since in rows
    ]


def _approvals(person: Actor) -> list[Task]:
    return [
        Task(
            what=_("Approve"),
            about=f"{each.reference}, {each.organisation}",
            due_on=each.due_on,
            since=each.recommended_at,
            href=url_for("decide.approval", reference=each.reference),
        )
        for each in all_asked(db(), person)
        if each.verdict
    ]


def _returns(person: Actor) -> list[Task]:
    rows = db().execute(
        select(
            MonitoringReturn.title,
            MonitoringReturn.submitted_at,
            MonitoringReturn.due_on,
            Organisation.name,
            MonitoringReturn.reference,
            Award.fund_id,
        )
        .join(Award, Award.id == MonitoringReturn.award_id)
        .join(Organisation, Organisation.id == Award.organisation_id)
        .where(MonitoringReturn.status == "submitted", MonitoringReturn.id.in_(_own_returns(person)))
        .order_by(MonitoringReturn.due_on, MonitoringReturn.id)
        .limit(MOST + 1)
    )
    return [
        Task(
            what=_("Review a return"),
            about=f"{row.title}, {row.name}",
            due_on=row.due_on,
            since=row.submitted_at,
            href=url_for("monitor.review", reference=row.reference),
        )
        for row in rows
        if may_open("monitor.review", row.fund_id)
    ]


def _own_returns(person: Actor) -> Select[Any]:
    return scoped(person, MonitoringReturn).with_only_columns(MonitoringReturn.id)


def _bank(person: Actor) -> list[Task]:
    rows = db().execute(
        select(BankAccount.id, BankAccount.proposed_at, Organisation.name)
        .join(Organisation, Organisation.id == BankAccount.organisation_id)
        .where(
            in_scope(person, BankAccount),
            BankAccount.status == "proposed",
            BankAccount.proposed_by != person.person_id,
        )
        .order_by(BankAccount.proposed_at, BankAccount.id)
        .limit(MOST + 1)
    )
    return [
        Task(
            what=_("Verify bank details"),
            about=row.name,
            due_on=None,
            since=row.proposed_at,
            href=url_for("pay.bank_account", account_id=row.id),
        )
        for row in rows
    ]


def _runs(person: Actor) -> list[Task]:
    rows = db().execute(
        select(PaymentRun.reference, PaymentRun.pay_on, PaymentRun.prepared_at)
        .where(
            in_scope(person, PaymentRun), PaymentRun.status == "prepared", PaymentRun.prepared_by != person.person_id
        )
        .order_by(PaymentRun.pay_on, PaymentRun.id)
        .limit(MOST + 1)
    )
    return [
        Task(
            what=_("Release a payment run"),
            about=row.reference,
            due_on=row.pay_on,
            since=row.prepared_at,
            href=url_for("pay.run", reference=row.reference),
        )
        for row in rows
    ]
