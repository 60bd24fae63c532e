"""A person says, before any application of a round opens to them, whether they have an interest in who applied."""

from collections.abc import Sequence

from sqlalchemy import select

from grants.assess.policy import can_declare
from grants.assess.queries import organisations_of, own_assessment
from grants.assess.states import SCORED_AGAIN
from grants.domain.errors import RulesBroken
from grants.domain.text import word_count
from grants.models import Application, Assignment, Interest, Moderation, Recommendation, Round
from grants.work import Work

MOST_WORDS = 150
WITHDRAWN = "The assessor declared an interest."


def declare_interests(
    work: Work, round_id: int, *, nothing: bool, organisations: Sequence[int], detail: str
) -> list[Interest]:
    """Who: anyone with a role in the fund, for themselves. When: any time; again whenever something changes.

    Adds a row for each organisation, or one that says there is none; they are never taken back. From then on the cases
    of those organisations are closed to the person, what was given to them ends, and their scores are withdrawn: a
    case that had left scoring without a recommendation goes back to it; later than that the scores stay and
    `interest_after_scoring` says so on the case. Records `interest_declared` or `no_interest_declared`, and
    `withdraw_scores`, `score_again` where they happen.
    """
    round_ = work.load(Round, round_id)
    role = work.may(can_declare(work.actor, round_.fund_id))
    known = {each.organisation_id: each.declared for each in organisations_of(work.session, work.actor, round_id)}
    wanted = sorted({each for each in organisations if not known.get(each, False)})
    if problems := _problems(nothing=nothing, wanted=wanted, known=known, detail=detail):
        raise RulesBroken(problems)
    if nothing:
        row = work.add(_row(work, round_id, None, None))
        work.record("no_interest_declared", row, role=role, subjects=[("fund", round_.fund_id)], round=round_id)
        return [row]
    return [_declare(work, round_, organisation_id, detail.strip(), role=role) for organisation_id in wanted]


def _problems(*, nothing: bool, wanted: list[int], known: dict[int, bool], detail: str) -> list[tuple[str, str]]:
    if nothing and wanted:
        return [("nothing", "Select organisations or say that you have no interest, not both")]
    if not nothing and not wanted:
        return [("nothing", "Select the organisations you have an interest in, or say that you have none")]
    if not set(wanted) <= set(known):
        return [("organisations", "Select from the organisations shown")]
    if wanted and not detail.strip():
        return [("detail", "Enter what your interest is, such as a trustee or a relative who works there")]
    return [("detail", f"Enter {MOST_WORDS} words or fewer")] if word_count(detail) > MOST_WORDS else []


def _row(work: Work, round_id: int, organisation_id: int | None, detail: str | None) -> Interest:
    return Interest(
        person_id=work.actor.person_id,
        round_id=round_id,
        organisation_id=organisation_id,
        kind="none" if organisation_id is None else "interest",
        detail=detail,
        declared_at=work.now,
    )


def _declare(work: Work, round_: Round, organisation_id: int, detail: str, *, role: str) -> Interest:
    cases = work.session.scalars(
        select(Application)
        .where(Application.round_id == round_.id, Application.organisation_id == organisation_id)
        .order_by(Application.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    row = work.add(_row(work, round_.id, organisation_id, detail))
    work.record(
        "interest_declared",
        row,
        role=role,
        subjects=[("fund", round_.fund_id), ("organisation", organisation_id)],
        round=round_.id,
        organisation=organisation_id,
    )
    for case in cases:
        _step_back(work, case)
    return row


def _step_back(work: Work, case: Application) -> None:
    """End what was given to the person and take their scores out, as far as the case has not been recommended."""
    given = work.session.scalars(
        select(Assignment).where(
            Assignment.application_id == case.id,
            Assignment.person_id == work.actor.person_id,
            Assignment.ended_at.is_(None),
        )
    ).one_or_none()
    if given is not None:
        given.ended_at, given.ended_why = work.now, "interest"
        work.record("assessor_released", given, role="assessor", assessor=work.actor.person_id)
    assessment = own_assessment(work.session, work.actor.person_id, case.id)
    if assessment is None:
        return
    if assessment.status == "submitted" and not _can_be_scored_again(work, case):
        work.record("interest_after_scoring", assessment, role="assessor", state=case.status)
        return
    was_in = assessment.status == "submitted"
    assessment.withdrawn_why = "interest"
    work.move(assessment, "withdraw_scores", reason=WITHDRAWN)
    if was_in and case.status != "assessing":
        _score_again(work, case)


def _can_be_scored_again(work: Work, case: Application) -> bool:
    recommended = work.session.scalar(
        select(Recommendation.id).where(
            Recommendation.application_id == case.id, Recommendation.superseded_at.is_(None)
        )
    )
    return case.status in SCORED_AGAIN and recommended is None


def _score_again(work: Work, case: Application) -> None:
    live = select(Moderation).where(Moderation.application_id == case.id, Moderation.superseded_at.is_(None))
    for moderation in work.session.scalars(live):
        moderation.superseded_at = work.now
    case.score, case.rank_score = None, -1
    work.move(case, "score_again")
