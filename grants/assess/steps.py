"""What the commands of this room share."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from grants.assess.policy import can_score
from grants.assess.queries import Part, covers, part_of, scoring_plan, submitted_scores
from grants.assess.rules import Margins, Weight, average, need_moderation
from grants.domain.errors import NotFound, Stale, WrongState
from grants.models import Account, Application, Assessment, Assignment, Criterion, Round, Score
from grants.models.base import table_of
from grants.work import STALE, Work

DECLARE_FIRST = "Say first whether you have an interest in any organisation of this round."
NOT_SCORING = "This application is no longer being scored."


def load_to_score(work: Work, reference: str) -> tuple[Application, Part]:
    """The application, locked, if it was given to this person to score and they declared no interest in it.

    Their part is read after the lock: a declaration made meanwhile must win.
    """
    application = work.load(Application, reference, options=[joinedload(Application.round).joinedload(Round.criteria)])
    part = part_of(work.session, work.actor.person_id, application)
    if not part.given or part.interest:
        raise NotFound
    work.may(can_score(work.actor, application, work.now))
    if not covers(part.declared_at, application):
        raise WrongState(DECLARE_FIRST)
    if application.status != "assessing":
        raise WrongState(NOT_SCORING)
    return application, part


def open_assessment(work: Work, application: Application, part: Part, version: int) -> Assessment:
    """This person's scores as the page showed them: version 0, and not yet written, when there were none. Or Stale."""
    found = part.assessment
    if (found.version if found else 0) != version:
        raise Stale(STALE, stored=found)
    if found is None:
        found = Assessment(
            application=application,
            person_id=work.actor.person_id,
            submission_id=part.submission_id,
            status="open",
            version=0,
            started_at=work.now,
            scores=[],
        )
        work.session.add(found)
    if found.status != "open":
        raise WrongState("You have submitted these scores, so they can’t be changed.")
    return found


def write_scores(
    work: Work,
    assessment: Assessment,
    *,
    points: Mapping[int, int | None],
    reasons: Mapping[int, str],
    frozen_at: datetime | None = None,
) -> None:
    """Put what was given into the rows, by criterion; what was not given stays as it is."""
    kept = {each.criterion_id: each for each in assessment.scores}
    for criterion_id, score in kept.items():
        score.points = points.get(criterion_id, score.points)
        score.reason = reasons.get(criterion_id, score.reason)
        score.frozen_at = frozen_at
    work.session.flush()
    new = [
        {
            "assessment_id": assessment.id,
            "criterion_id": each,
            "points": points.get(each),
            "reason": reasons.get(each, ""),
            "frozen_at": frozen_at,
        }
        for each in sorted({*points, *reasons} - kept.keys())
    ]
    if new:
        work.session.execute(insert(table_of(Score)), new)


def weights_of(criteria: list[Criterion]) -> list[Weight]:
    """Criteria as the arithmetic needs them."""
    return [Weight(criterion_id=each.id, weight=each.weight, top=len(each.bands) - 1) for each in criteria]


def margins_of(application: Application) -> Margins:
    """How far two scores may be apart in this round."""
    plan = scoring_plan(application)
    return Margins(points=plan["variance_points"], bands=plan["variance_bands"])


def close_scoring(work: Work, application: Application, *, others_waiting: int) -> None:
    """Once everybody asked has submitted and they are enough: keep the average and move on, or hand over to a manager.

    The average is kept in both cases where the round has no moderation; where it has, scores too far apart wait.
    """
    if others_waiting:
        return
    scored = submitted_scores(work.session, application.id)
    if len(scored) < scoring_plan(application)["assessors"]:
        return
    by_criterion = [[each.points[criterion.id] for each in scored] for criterion in application.round.criteria]
    totals = [each.total for each in scored]
    differ = need_moderation(totals, by_criterion, margins_of(application))
    assessments = [each.assessment_id for each in scored]
    if differ and "moderate" in application.round.stages:
        work.move(application, "scores_differ", assessments=assessments)
        return
    application.score = application.rank_score = average(totals)
    work.move(application, "scores_agree", assessments=assessments, score=application.score, differ=differ)


def give_to(work: Work, application: Application, person_id: int, *, role: str) -> Assignment:
    """Ask one assessor to score an application."""
    assignment = work.add(
        Assignment(
            application_id=application.id,
            person_id=person_id,
            assigned_by=work.actor.person_id,
            assigned_at=work.now,
        )
    )
    work.record("assessor_chosen", assignment, role=role, subjects=[("person", person_id)], assessor=person_id)
    _tell(work, person_id)
    return assignment


def _tell(work: Work, person_id: int) -> None:
    """Write to an assessor that something waits for their scores: once a day, however much they are given."""
    address = select(Account.email).where(Account.person_id == person_id, Account.disabled_at.is_(None))
    for email in work.session.scalars(address):
        work.mail("asked_to_score", to=email, data={}, key=f"asked_to_score:{person_id}:{work.today}")
