"""What the scoring room reads about an application's assessors, their scores and their interests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor, role_stands
from grants.assess.rules import Load
from grants.models import (
    Account,
    Application,
    Assessment,
    Assignment,
    Criterion,
    Interest,
    Organisation,
    Person,
    RoleGrant,
    Score,
    Submission,
)
from grants.scope import in_scope


@dataclass(frozen=True)
class Candidate:
    """Somebody who could score an application, and how much waits for them already."""

    person_id: int
    name: str
    waiting: int
    done: int


@dataclass(frozen=True)
class Chosen:
    """An assessor an application was given to. Their scores are not here."""

    assignment_id: int
    person_id: int
    name: str
    assigned_at: datetime
    submitted: bool


@dataclass(frozen=True)
class Scored:
    """One assessor's submitted scores."""

    assessment_id: int
    person_id: int
    name: str
    total: int
    comment: str | None
    points: dict[int, int]
    reasons: dict[int, str]


@dataclass(frozen=True)
class Part:
    """What one person has to do with the scoring of one application: asked, in the way, declared when, done so far."""

    given: bool
    interest: bool
    declared_at: datetime | None
    submission_id: int
    others_waiting: int
    assessment: Assessment | None


@dataclass(frozen=True)
class Declaring:
    """An organisation of a round, and whether this person has declared an interest in it."""

    organisation_id: int
    name: str
    declared: bool


def has_interest(session: Session, person_id: int, application: Application) -> bool:
    """Whether the person declared an interest in who applied, read afresh."""
    found = select(Interest.id).where(
        Interest.person_id == person_id,
        Interest.round_id == application.round_id,
        Interest.organisation_id == application.organisation_id,
    )
    return session.scalar(select(found.exists())) or False


def has_declared(session: Session, person_id: int, application: Application) -> bool:
    """Whether the person has declared interests in the round since this application came in."""
    last = session.scalar(
        select(func.max(Interest.declared_at)).where(
            Interest.person_id == person_id, Interest.round_id == application.round_id
        )
    )
    return covers(last, application)


def covers(declared_at: datetime | None, application: Application) -> bool:
    """Whether a declaration was made since this application came in."""
    return declared_at is not None and application.submitted_at is not None and application.submitted_at <= declared_at


def is_assessor(fund_id: ColumnElement[int] | int, today: date) -> ColumnElement[bool]:
    """A person (Person) who holds the assessor role for the fund today and can sign in."""
    role = exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.role == "assessor",
        or_(RoleGrant.fund_id.is_(None), RoleGrant.fund_id == fund_id),
        role_stands(today),
    )
    account = exists().where(Account.person_id == Person.id, Account.is_staff.is_(True), Account.disabled_at.is_(None))
    return and_(role, account)


def candidates(session: Session, application: Application, today: date) -> list[Candidate]:
    """Who could still be given this application: no interest in it, not chosen already, nothing filled in for it."""
    conflicted = exists().where(
        Interest.person_id == Person.id,
        Interest.round_id == application.round_id,
        Interest.organisation_id == application.organisation_id,
    )
    chosen = exists().where(
        Assignment.person_id == Person.id,
        Assignment.application_id == application.id,
        Assignment.ended_at.is_(None),
    )
    involved = [each for each in (application.created_by, application.submitted_by) if each is not None]
    people = session.execute(
        select(Person.id, Person.name)
        .where(is_assessor(application.fund_id, today), ~conflicted, ~chosen, Person.id.not_in(involved))
        .order_by(Person.name, Person.id)
    ).all()
    loads = workload(session, [id_ for id_, _name in people])
    return [
        Candidate(person_id=id_, name=name, waiting=loads.get(id_, (0, 0))[0], done=loads.get(id_, (0, 0))[1])
        for id_, name in people
    ]


def workload(session: Session, person_ids: Sequence[int], round_id: int | None = None) -> dict[int, tuple[int, int]]:
    """By person, how many applications wait for their scores and how many they have scored."""
    asked = (
        select(Assignment.person_id, _has_submitted().label("submitted"))
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.person_id.in_(person_ids), Assignment.ended_at.is_(None))
    )
    if round_id is not None:
        asked = asked.where(Application.round_id == round_id)
    found: dict[int, tuple[int, int]] = {}
    for person_id, is_done in session.execute(asked):
        waiting, done = found.get(person_id, (0, 0))
        found[person_id] = (waiting + (not is_done), done + bool(is_done))
    return found


def assessors_of(session: Session, fund_id: int, today: date) -> list[tuple[int, str]]:
    """Everyone who may score for a fund today."""
    rows = session.execute(
        select(Person.id, Person.name).where(is_assessor(fund_id, today)).order_by(Person.name, Person.id)
    )
    return [(id_, name) for id_, name in rows]


def in_scoring(session: Session, actor: Actor, round_id: int) -> list[tuple[str, int]]:
    """The applications of a round that are being scored, each with how many assessors it has."""
    asked = (
        select(func.count())
        .where(Assignment.application_id == Application.id, Assignment.ended_at.is_(None))
        .correlate(Application)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Application.reference, asked)
        .where(in_scope(actor, Application), Application.round_id == round_id, Application.status == "assessing")
        .order_by(Application.id)
    )
    return [(reference, count) for reference, count in rows]


def loads_of(people: Iterable[Candidate]) -> list[Load]:
    """The candidates as the rule of fair shares wants them."""
    return [Load(person_id=each.person_id, waiting=each.waiting) for each in people]


def chosen_assessors(session: Session, application_id: int) -> list[Chosen]:
    """Who an application was given to and whether they are done; nobody's scores."""
    rows = session.execute(
        select(Assignment.id, Person.id, Person.name, Assignment.assigned_at, _has_submitted())
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.application_id == application_id, Assignment.ended_at.is_(None))
        .order_by(Assignment.id)
    )
    return [Chosen(*row) for row in rows]


def submitted_scores(session: Session, application_id: int) -> list[Scored]:
    """Every submitted set of scores, in the order they came in. For Work and for those whose sight includes scores."""
    rows = session.execute(
        select(
            Assessment.id,
            Assessment.person_id,
            Person.name,
            Assessment.total,
            Assessment.comment,
            Score.criterion_id,
            Score.points,
            Score.reason,
        )
        .join(Person, Person.id == Assessment.person_id)
        .join(Score, Score.assessment_id == Assessment.id)
        .where(Assessment.application_id == application_id, Assessment.status == "submitted")
        .order_by(Assessment.submitted_at, Assessment.id)
    )
    return [_scored(list(of_one)) for _id, of_one in groupby(rows, key=lambda row: row.id)]


def _scored(rows: list[Any]) -> Scored:
    first = rows[0]
    return Scored(
        assessment_id=first.id,
        person_id=first.person_id,
        name=first.name,
        total=first.total or 0,
        comment=first.comment,
        points={each.criterion_id: each.points or 0 for each in rows},
        reasons={each.criterion_id: each.reason for each in rows},
    )


def part_of(session: Session, person_id: int, application: Application) -> Part:
    """One person's part in the scoring of one application, as it is now, in one statement."""
    mine = (Assignment.person_id == person_id, Assignment.application_id == application.id)
    others = (Assignment.person_id != person_id, Assignment.application_id == application.id)
    declared = (Interest.person_id == person_id, Interest.round_id == application.round_id)
    row = session.execute(
        select(
            exists().where(*mine, Assignment.ended_at.is_(None)).label("given"),
            exists().where(*declared, Interest.organisation_id == application.organisation_id).label("interest"),
            select(func.max(Interest.declared_at)).where(*declared).scalar_subquery().label("declared_at"),
            select(func.max(Submission.id))
            .where(Submission.application_id == application.id)
            .scalar_subquery()
            .label("submission_id"),
            select(func.count())
            .select_from(Assignment)
            .where(*others, Assignment.ended_at.is_(None), ~_has_submitted())
            .scalar_subquery()
            .label("others_waiting"),
            Assessment,
        )
        .select_from(Application)
        .outerjoin(
            Assessment,
            and_(
                Assessment.application_id == Application.id,
                Assessment.person_id == person_id,
                Assessment.status != "withdrawn",
            ),
        )
        .options(joinedload(Assessment.scores))
        .where(Application.id == application.id)
    )
    return Part(*row.unique().one())


def _has_submitted() -> ColumnElement[bool]:
    """The person of an assignment has submitted their scores for its application."""
    return exists().where(
        Assessment.application_id == Assignment.application_id,
        Assessment.person_id == Assignment.person_id,
        Assessment.status == "submitted",
    )


def own_assessment(session: Session, person_id: int, application_id: int) -> Assessment | None:
    """This person's live scores for an application."""
    return session.scalars(
        select(Assessment).where(
            Assessment.application_id == application_id,
            Assessment.person_id == person_id,
            Assessment.status != "withdrawn",
        )
    ).one_or_none()


def own_scores(session: Session, assessment_id: int) -> dict[int, Score]:
    """The scores of one assessment by criterion."""
    found = session.scalars(select(Score).where(Score.assessment_id == assessment_id))
    return {score.criterion_id: score for score in found}


def criteria_of(session: Session, round_id: int) -> list[Criterion]:
    """A round's criteria in order."""
    return list(session.scalars(select(Criterion).where(Criterion.round_id == round_id).order_by(Criterion.position)))


def organisations_of(session: Session, actor: Actor, round_id: int) -> list[Declaring]:
    """Who applied in a round, for a declaration: names only, and nothing of what they asked for."""
    declared = exists().where(
        Interest.person_id == actor.person_id,
        Interest.round_id == round_id,
        Interest.organisation_id == Organisation.id,
    )
    applied = exists().where(
        Application.organisation_id == Organisation.id,
        Application.round_id == round_id,
        Application.submitted_at.is_not(None),
    )
    rows = session.execute(
        select(Organisation.id, Organisation.name, declared)
        .where(applied)
        .order_by(Organisation.sort_name, Organisation.id)
    )
    return [Declaring(*row) for row in rows]


def scoring_plan(application: Application) -> dict[str, Any]:
    """How the round is scored: assessors, margins, the most words of a reason."""
    plan: dict[str, Any] = application.round.plan["scoring"]
    return plan
