"""What the scoring pages show, put together where two queries meet."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from grants import clock
from grants.assess.pile import Piece, given_application, pile
from grants.assess.policy import can_allocate, can_declare, can_moderate
from grants.assess.queries import (
    Candidate,
    Chosen,
    Scored,
    assessors_of,
    candidates,
    chosen_assessors,
    criteria_of,
    has_declared,
    in_scoring,
    own_assessment,
    own_scores,
    scoring_plan,
    submitted_scores,
    workload,
)
from grants.assess.rules import bands_differ, totals_differ
from grants.assess.steps import margins_of
from grants.check.answers_shown import SentApplication, sent_application
from grants.domain.calendar import to_london
from grants.domain.errors import NotFound, NotPermitted
from grants.domain.workflow import Refused
from grants.models import Application, Assessment, Criterion, ModeratedScore, Moderation, Person, Round, Score
from grants.scope import scoped
from grants.sight import Sight, sight
from grants.web.case import CaseFacts, case_facts, header_of, percent, words
from grants.web.request import actor, db


@dataclass(frozen=True)
class ScoringPage:
    """Answers to read and criteria to score, with the way through one's own pile."""

    application: Application
    sight: Sight
    sent: SentApplication
    criteria: list[Criterion]
    related: dict[str, list[tuple[str, str]]]
    assessment: Assessment | None
    scores: dict[int, Score]
    name: str
    title: str | None
    reason_words: int
    position: int
    of: int
    done: int
    previous: str | None
    next: str | None

    @property
    def version(self) -> int:
        return self.assessment.version if self.assessment else 0

    @property
    def submitted(self) -> bool:
        return self.assessment is not None and self.assessment.status == "submitted"

    @property
    def is_open(self) -> bool:
        return self.application.status == "assessing" and not self.submitted


def scoring_page(reference: str) -> ScoringPage:
    """One application of this person's pile."""
    session, person = db(), actor()
    application = given_application(session, person, reference)
    assessment = own_assessment(session, person.person_id, application.id)
    submitted = assessment is not None and assessment.status == "submitted"
    seen = sight(person, application, own_assessment_open=not submitted)
    sent = sent_application(session, application, seen)
    criteria = application.round.criteria
    pieces = pile(session, person, only_round=application.round_id)
    place = next((n for n, each in enumerate(pieces) if each.reference == reference), 0)
    return ScoringPage(
        application=application,
        sight=seen,
        sent=sent,
        criteria=criteria,
        related=_related(sent),
        assessment=assessment,
        scores=own_scores(session, assessment.id) if assessment else {},
        name=application.organisation.name if seen.identity else _("Applicant’s name hidden"),
        title=application.title if seen.identity else None,
        reason_words=scoring_plan(application)["reason_words"],
        position=place + 1,
        of=len(pieces),
        done=sum(each.assessment == "submitted" for each in pieces),
        previous=_score_url(pieces[place - 1]) if place else None,
        next=_score_url(pieces[place + 1]) if place + 1 < len(pieces) else None,
    )


def _score_url(piece: Piece) -> str:
    return url_for("assess.score", reference=piece.reference)


def _related(sent: SentApplication) -> dict[str, list[tuple[str, str]]]:
    """The answers that belong to each criterion, to jump to."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section in sent.sections:
        for answer in section.answers:
            if answer.criterion:
                found.setdefault(answer.criterion, []).append((answer.key, answer.label))
    return found


@dataclass(frozen=True)
class AssessorsPage:
    """Who scores an application, who could, and what is still missing."""

    case: dict[str, Any]
    chosen: list[Chosen]
    able: list[Candidate]
    needed: int
    missing: int
    can_choose: bool
    scoring: bool


def assessors_page(reference: str) -> AssessorsPage:
    """For those who choose assessors; somebody who scores the case learns nothing of the others here."""
    facts = case_facts(reference)
    application = facts.application
    chosen = chosen_assessors(db(), application.id)
    if any(each.person_id == actor().person_id for each in chosen):
        raise NotPermitted(_("You score this application yourself, so somebody else chooses its assessors."))
    needed = scoring_plan(application)["assessors"]
    missing = max(0, needed - len(chosen))
    scoring = application.status == "assessing"
    able = bool(can_allocate(actor(), application, clock.now())) and scoring
    today = to_london(clock.now()).date()
    people = candidates(db(), application, today) if able and missing else []
    return AssessorsPage(
        case=header_of(facts, "Scores"),
        chosen=chosen,
        able=[each for each in people if each.person_id != actor().person_id],
        needed=needed,
        missing=missing,
        can_choose=able,
        scoring=scoring,
    )


@dataclass(frozen=True)
class CriterionScores:
    """One criterion with everybody's points side by side, and what was agreed."""

    criterion: Criterion
    given: list[tuple[str, int, str]]
    differs: bool
    agreed: int | None
    agreed_reason: str | None

    @property
    def same(self) -> int | None:
        """The points everyone gave, if they did."""
        points = {each for _name, each, _reason in self.given}
        return points.pop() if len(points) == 1 else None


@dataclass(frozen=True)
class ScoresPage:
    """The scores of a case as far as they may be seen, and how they were or will be agreed."""

    case: dict[str, Any]
    facts: CaseFacts
    shown: bool
    chosen: list[Chosen]
    needed: int
    scored: list[Scored]
    rows: list[CriterionScores]
    totals_differ: bool
    moderation: Moderation | None
    moderator: str | None
    can_agree: bool
    refusal: str | None
    must_declare: bool
    reason_words: int
    can_choose: bool


def scores_page(reference: str) -> ScoresPage:
    """Nothing of anybody's scores is read until this person may see them."""
    facts = case_facts(reference)
    application, session = facts.application, db()
    shown = facts.sight.scores
    scored = submitted_scores(session, application.id) if shown else []
    moderation, moderator, agreed = _moderation(application.id) if shown else (None, None, {})
    chosen = chosen_assessors(session, application.id) if facts.sight.decision else []
    margins = margins_of(application)
    verdict = can_moderate(actor(), application, clock.now())
    involved = {each.person_id for each in chosen} | {each.person_id for each in scored}
    own = actor().person_id in involved
    moderating = application.status == "moderating" and shown
    return ScoresPage(
        case=header_of(facts, "Scores"),
        facts=facts,
        shown=shown,
        chosen=chosen,
        needed=scoring_plan(application)["assessors"],
        scored=scored,
        rows=[
            CriterionScores(
                criterion=each,
                given=[(one.name, one.points.get(each.id, 0), one.reasons.get(each.id, "")) for one in scored],
                differs=bands_differ([one.points.get(each.id, 0) for one in scored], margins),
                agreed=agreed[each.id].points if each.id in agreed else None,
                agreed_reason=agreed[each.id].reason if each.id in agreed else None,
            )
            for each in (criteria_of(session, application.round_id) if shown else [])
        ],
        totals_differ=totals_differ([one.total for one in scored], margins),
        moderation=moderation,
        moderator=moderator,
        can_agree=moderating and bool(verdict) and not own,
        refusal=_why_not(moderating, bool(verdict), own),
        must_declare=moderating
        and bool(verdict)
        and not own
        and not has_declared(session, actor().person_id, application),
        reason_words=scoring_plan(application)["reason_words"],
        can_choose=application.status == "assessing"
        and not own
        and bool(can_allocate(actor(), application, clock.now())),
    )


def _why_not(moderating: bool, able: bool, own: bool) -> str | None:
    if not moderating:
        return None
    if own:
        return str(_("You scored this application, so another manager agrees its scores."))
    return None if able else str(_("A manager of this fund agrees the scores."))


def _moderation(application_id: int) -> tuple[Moderation | None, str | None, dict[int, ModeratedScore]]:
    row = (
        db()
        .execute(
            select(Moderation, Person.name)
            .join(Person, Person.id == Moderation.moderated_by)
            .where(Moderation.application_id == application_id, Moderation.superseded_at.is_(None))
        )
        .one_or_none()
    )
    if row is None:
        return None, None, {}
    moderation, name = row
    agreed = db().scalars(select(ModeratedScore).where(ModeratedScore.moderation_id == moderation.id))
    return moderation, name, {each.criterion_id: each for each in agreed}


def declaring_round(round_id: int) -> Round:
    """The round, if this person has anything to declare in it."""
    round_ = _round(round_id)
    verdict = can_declare(actor(), round_.fund_id)
    if isinstance(verdict, Refused):
        raise NotPermitted(verdict.reason)
    return round_


def _round(round_id: int) -> Round:
    found: Round | None = db().scalars(scoped(actor(), Round).where(Round.id == round_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class AllocationPage:
    """How far a round is: what waits for assessors, and what each assessor has to do."""

    round_id: int
    title: str
    needed: int
    in_scoring: int
    lacking: list[tuple[str, int]]
    assessors: list[dict[str, Any]]
    given: int
    done: int


def allocation_page(round_id: int) -> AllocationPage:
    """Counts of work only; nobody's scores."""
    session, round_ = db(), _round(round_id)
    if not actor().holds("officer", "manager", fund_id=round_.fund_id):
        raise NotPermitted(_("Only officers and managers of this fund share out its applications."))
    needed = round_.plan["scoring"]["assessors"]
    rows = in_scoring(session, actor(), round_id)
    people = assessors_of(session, round_.fund_id, to_london(clock.now()).date())
    loads = workload(session, [id_ for id_, _name in people], round_id)
    return AllocationPage(
        round_id=round_id,
        title=words(round_.title),
        needed=needed,
        in_scoring=len(rows),
        lacking=[(reference, needed - count) for reference, count in rows if count < needed],
        assessors=[
            {"cells": [name, sum(loads.get(id_, (0, 0))), loads.get(id_, (0, 0))[1], loads.get(id_, (0, 0))[0]]}
            for id_, name in people
        ],
        given=sum(waiting + done for waiting, done in loads.values()),
        done=sum(done for _waiting, done in loads.values()),
    )


def criterion_words(criteria: list[Criterion]) -> dict[int, dict[str, str]]:
    """Title and guidance of each criterion in words."""
    return {each.id: {"title": words(each.title), "guidance": words(each.guidance)} for each in criteria}


def shown_total(total: int | None) -> str:
    """A total as people read it."""
    return str(percent(total) or "")
