"""An assessor submits their scores, for good."""

from collections.abc import Mapping

from grants.assess.queries import scoring_plan
from grants.assess.rules import problems_of, weighted_total
from grants.assess.steps import close_scoring, load_to_score, open_assessment, weights_of, write_scores
from grants.check.steps import english
from grants.domain.errors import RulesBroken
from grants.models import Assessment
from grants.work import Work


def submit_scores(
    work: Work,
    reference: str,
    version: int,
    *,
    points: Mapping[str, int | None],
    reasons: Mapping[str, str],
    comment: str = "",
) -> Assessment:
    """Who: the assessor it was given to. When: it is being scored and they have not submitted.

    Freezes every score with its reason and the weighted total, and records `submit_scores`. When everybody asked is
    done, the application moves on: `scores_agree` keeps the average, `scores_differ` hands over to a manager.
    Refuses a page that is older than what is kept (Stale), and every criterion that lacks points or a reason
    (RulesBroken).
    """
    application, part = load_to_score(work, reference)
    assessment = open_assessment(work, application, part, version)
    criteria = application.round.criteria
    words = scoring_plan(application)["reason_words"]
    problems = [
        problem
        for each in criteria
        for problem in problems_of(
            points.get(each.key),
            reasons.get(each.key, ""),
            field=each.key,
            title=english(each.title),
            words=words,
            top=len(each.bands) - 1,
        )
    ]
    if problems:
        raise RulesBroken(problems)
    given = {each.id: points[each.key] or 0 for each in criteria}
    assessment.comment = comment.strip() or None
    assessment.total = weighted_total(weights_of(criteria), given)
    assessment.submitted_at = work.now
    work.move(assessment, "submit_scores", submission=assessment.submission_id)
    reasons_given = {each.id: reasons[each.key].strip() for each in criteria}
    write_scores(work, assessment, points=given, reasons=reasons_given, frozen_at=work.now)
    close_scoring(work, application, others_waiting=part.others_waiting)
    return assessment
