"""A manager recommends a sum, or nothing, and the money for it is reserved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grants.decide.rules import amount_problems, feedback_problems
from grants.decide.standing import limits_of, live_recommendation
from grants.decide.steps import move_split, refuse_unfit, release_reserve, split_for
from grants.domain.errors import RulesBroken
from grants.models import Application, Recommendation
from grants.work import Work


@dataclass(frozen=True)
class Terms:
    """What goes with a recommendation: words for the applicant by criterion, and conditions of the award."""

    feedback: Mapping[str, str] = field(default_factory=dict)
    conditions: Sequence[str] = ()
    special_conditions: str = ""


def recommend_award(
    work: Work, reference: str, version: int | None, *, amount: int, reason: str, terms: Terms | None = None
) -> Recommendation:
    """A manager of the fund recommends `amount` pence; 0 is a no, with feedback on every criterion.

    An earlier recommendation is superseded and its reserve released; the new sum goes from available to reserved.
    Refused: a sum outside what was asked and the round's limits, money that is not there, a stop, a missing check.
    """
    terms = terms or Terms()
    application = work.load(Application, reference, version)
    earlier = live_recommendation(work.session, application.id)
    event = work.move(application, "recommend", amount=amount, requested=application.requested)
    event.detail = {"reason": reason}
    _refuse_broken_rules(work, application, amount, reason, terms)
    if earlier is not None:
        earlier.superseded_at = work.now
        work.session.flush()
        release_reserve(work, earlier, event=event)
    recommendation = Recommendation(
        application_id=application.id,
        outcome="award" if amount else "decline",
        amount=amount,
        split=split_for(work, application, amount, giving_back=earlier),
        reason=reason,
        feedback={
            "criteria": {key: words.strip() for key, words in terms.feedback.items() if words.strip()},
            "conditions": [each.strip() for each in terms.conditions if each.strip()],
            "special_conditions": terms.special_conditions.strip(),
        },
        recommended_by=work.actor.person_id,
        recommended_at=work.now,
    )
    work.add(recommendation)
    event.body["recommendation_id"] = recommendation.id
    move_split(work, recommendation, "available", "reserved", event=event, what_for="recommended")
    return recommendation


def _refuse_broken_rules(work: Work, application: Application, amount: int, reason: str, terms: Terms) -> None:
    problems = amount_problems(amount, limits_of(application))
    if not reason.strip():
        problems.append(("reason", "Enter the reasons for this recommendation"))
    if amount == 0:
        criteria = [(each.key, each.title["en"]) for each in application.round.criteria]
        problems += feedback_problems(criteria, terms.feedback)
    if problems:
        raise RulesBroken(problems)
    if amount:
        refuse_unfit(work, application, amount=amount, before="recommend")
