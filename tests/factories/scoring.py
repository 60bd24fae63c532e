"""Applications being scored, in the state a test needs."""

from datetime import timedelta

from sqlalchemy import select

from grants import clock
from grants.models import Assessment, Assignment, Criterion, Interest, Score, Submission
from grants.models.base import Base
from tests.factories.world import World


def declare(world: World, person, organisation=None, round_=None) -> None:
    """The person has declared an interest in the organisation, or none."""
    world.write(
        Interest(
            person_id=person.id,
            round_id=(round_ or world.round).id,
            organisation_id=organisation.id if organisation else None,
            kind="interest" if organisation else "none",
            detail="Trustee" if organisation else None,
            declared_at=clock.now(),
        )
    )


def give(world: World, application, *people, declared: bool = True) -> list[Base]:
    """The application is given to these assessors, who have declared no interest."""
    rows = []
    for person in people:
        row = Assignment(
            application_id=application.id,
            person_id=person.id,
            assigned_by=world.officer.id,
            assigned_at=clock.now(),
        )
        world.write(row)
        rows.append(row)
        if declared:
            declare(world, person)
    return rows


def score(world: World, application, person, points: tuple[int, ...], *, total: int, words: str = "Because.") -> None:
    """The person has submitted these points, written straight to the rows."""
    criteria = criteria_of(world)
    submission = submission_of(world, application)
    assessment = Assessment(
        application_id=application.id,
        person_id=person.id,
        submission_id=submission,
        status="submitted",
        version=2,
        total=total,
        started_at=clock.now() - timedelta(hours=1),
        submitted_at=clock.now(),
    )
    world.write(assessment)
    world.write(
        *(
            Score(assessment_id=assessment.id, criterion_id=each.id, points=given, reason=words, frozen_at=clock.now())
            for each, given in zip(criteria, points, strict=True)
        )
    )


def criteria_of(world: World, round_=None):
    wanted = (round_ or world.round).id
    return world.read(select(Criterion).where(Criterion.round_id == wanted).order_by(Criterion.position))


def submission_of(world: World, application) -> int:
    return world.one(select(Submission).where(Submission.application_id == application.id)).id


def fields(need="4", outcomes="3", value="5", reason="Shown by letters from users.", **rest) -> dict[str, str]:
    """What an assessor types."""
    points = {"points-need": need, "points-outcomes": outcomes, "points-value": value}
    return {**points, **{f"reason-{key}": reason for key in ("need", "outcomes", "value")}, **rest}
