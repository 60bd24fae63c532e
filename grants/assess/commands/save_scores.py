"""An assessor's scores are kept while they work on them."""

from collections.abc import Mapping

from grants.assess.queries import scoring_plan
from grants.assess.rules import reason_too_long
from grants.assess.steps import load_to_score, open_assessment, write_scores
from grants.check.steps import english
from grants.domain.errors import RulesBroken
from grants.models import Assessment
from grants.work import Work


def save_scores(
    work: Work,
    reference: str,
    version: int,
    *,
    points: Mapping[str, int | None],
    reasons: Mapping[str, str],
    comment: str | None = None,
) -> Assessment:
    """Who: the assessor it was given to. When: it is being scored and they have not submitted.

    Changes only the criteria (by key) that were given. A draft, so it records nothing. Refuses a reason that is too
    long (RulesBroken) and a page that is older than what is kept (Stale).
    """
    application, part = load_to_score(work, reference)
    criteria = {each.key: each for each in application.round.criteria}
    words = scoring_plan(application)["reason_words"]
    problems = [
        problem for key, reason in reasons.items() if key in criteria
        for problem in reason_too_long(reason, field=key, title=english(criteria[key].title), words=words)
    ]  # fmt: skip
    problems += [
        (f"points-{key}", "Select one of the scores shown") for key, given in points.items()
        if key in criteria and given is not None and not 0 <= given < len(criteria[key].bands)
    ]  # fmt: skip
    if problems:
        raise RulesBroken(problems)
    assessment = open_assessment(work, application, part, version)
    write_scores(
        work,
        assessment,
        points={criteria[key].id: given for key, given in points.items() if key in criteria},
        reasons={criteria[key].id: reason for key, reason in reasons.items() if key in criteria},
    )
    if comment is not None:
        assessment.comment = comment
    assessment.version += 1
    return assessment
