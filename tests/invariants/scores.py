"""Invariant 13: scores are independent, by people without an interest, and a case's score follows from them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.assess.rules import average
from grants.models import AccessLog, Application, Assessment, Interest, Moderation

BEFORE_MONEY = ("assessing", "moderating", "panel", "recommending")


def broken_scores(session: Session) -> list[str]:
    """Everything that breaks the invariant, in words; empty when it holds."""
    return [*_live_twice(session), *_beside_an_interest(session), *_wrong_totals(session), *_unopened(session)]


def _live(session: Session) -> list[Assessment]:
    return list(session.scalars(select(Assessment).where(Assessment.status != "withdrawn")))


def _live_twice(session: Session) -> list[str]:
    pairs = [(each.application_id, each.person_id) for each in _live(session)]
    return [f"{pair} has two live assessments" for pair in {p for p in pairs if pairs.count(p) > 1}]


def _beside_an_interest(session: Session) -> list[str]:
    declared = {
        (each.person_id, each.round_id, each.organisation_id)
        for each in session.scalars(select(Interest).where(Interest.kind == "interest"))
    }
    return [
        f"assessment {each.id} is by somebody with an interest"
        for each in _live(session)
        if each.application.status in BEFORE_MONEY
        and (each.person_id, each.application.round_id, each.application.organisation_id) in declared
    ]


def _wrong_totals(session: Session) -> list[str]:
    found = []
    for application in session.scalars(select(Application).where(Application.score.is_not(None))):
        agreed = session.scalar(
            select(Moderation.total).where(
                Moderation.application_id == application.id, Moderation.superseded_at.is_(None)
            )
        )
        totals = [
            each.total or 0
            for each in _live(session)
            if each.application_id == application.id and each.status == "submitted"
        ]
        expected = agreed if agreed is not None else average(totals) if totals else None
        if application.score != expected or application.rank_score != expected:
            found.append(f"{application.reference} has score {application.score}, its scores say {expected}")
    return found


def _unopened(session: Session) -> list[str]:
    """Whoever scored had opened the case, and had said before whether they have an interest."""
    opened = {
        (row.person_id, row.subject_id)
        for row in session.scalars(select(AccessLog).where(AccessLog.action == "case_opened"))
    }
    return [
        f"assessment {each.id} is by somebody who never opened the case"
        for each in _live(session)
        if (each.person_id, each.application_id) not in opened
    ]
