"""A manager agrees the scores of an application whose assessors were too far apart."""

from collections.abc import Mapping

from sqlalchemy import select

from grants.assess.policy import can_moderate
from grants.assess.queries import Scored, criteria_of, has_declared, has_interest, scoring_plan, submitted_scores
from grants.assess.rules import problems_of, weighted_total
from grants.assess.steps import DECLARE_FIRST, weights_of
from grants.check.steps import english
from grants.domain.errors import NotFound, NotPermitted, RulesBroken, WrongState
from grants.models import Application, Assessment, Assignment, Criterion, ModeratedScore, Moderation
from grants.work import Work

AS_SCORED = "As every assessor scored it."


def agree_scores(
    work: Work,
    reference: str,
    version: int,
    *,
    points: Mapping[str, int | None],
    reasons: Mapping[str, str],
    reason: str,
) -> Moderation:
    """Who: a manager of the fund who did not score it and declared no interest. When: its scores differ too much.

    Adds the agreed points, each with a reason where they are not what everyone gave, and their weighted total; raw
    scores stay as they are. Moves the application on and records `agree_scores`. Refuses what is missing (RulesBroken).
    """
    application = work.load(Application, reference, version)
    if has_interest(work.session, work.actor.person_id, application):
        raise NotFound
    work.may(can_moderate(work.actor, application, work.now))
    _did_not_score(work, application)
    if application.status != "moderating":
        raise WrongState("The scores of this application don’t wait to be agreed.")
    if not has_declared(work.session, work.actor.person_id, application):
        raise WrongState(DECLARE_FIRST)
    criteria = criteria_of(work.session, application.round_id)
    scored = submitted_scores(work.session, application.id)
    words = scoring_plan(application)["reason_words"]
    if problems := _problems(criteria, scored, points=points, reasons=reasons, reason=reason, words=words):
        raise RulesBroken(problems)
    given = {each.id: points[each.key] or 0 for each in criteria}
    moderation = work.add(
        Moderation(
            application_id=application.id,
            total=weighted_total(weights_of(criteria), given),
            reason=reason.strip(),
            moderated_by=work.actor.person_id,
            moderated_at=work.now,
        )
    )
    for each in criteria:
        words_given = reasons.get(each.key, "").strip() or AS_SCORED
        work.session.add(
            ModeratedScore(moderation_id=moderation.id, criterion_id=each.id, points=given[each.id], reason=words_given)
        )
    application.score = application.rank_score = moderation.total
    work.move(application, "agree_scores", reason=reason, moderation=moderation.id, score=moderation.total)
    return moderation


def _did_not_score(work: Work, application: Application) -> None:
    scored = select(Assessment.id).where(
        Assessment.application_id == application.id, Assessment.person_id == work.actor.person_id
    )
    asked = select(Assignment.id).where(
        Assignment.application_id == application.id, Assignment.person_id == work.actor.person_id
    )
    if work.session.scalar(scored) is not None or work.session.scalar(asked) is not None:
        raise NotPermitted("You were asked to score this application, so another manager agrees its scores.")


def _problems(
    criteria: list[Criterion],
    scored: list[Scored],
    *,
    points: Mapping[str, int | None],
    reasons: Mapping[str, str],
    reason: str,
    words: int,
) -> list[tuple[str, str]]:
    problems = []
    for each in criteria:
        given = points.get(each.key)
        as_scored = all(one.points[each.id] == given for one in scored)
        words_given = reasons.get(each.key, "").strip() or (AS_SCORED if as_scored else "")
        title, top = english(each.title), len(each.bands) - 1
        problems += problems_of(given, words_given, field=each.key, title=title, words=words, top=top)
    if not reason.strip():
        problems.append(("reason", "Enter how the scores were agreed"))
    return problems
