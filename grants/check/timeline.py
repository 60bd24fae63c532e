"""What happened to a case, newest first, as far as this person may know it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from grants.domain.event_words import event_words, role_words
from grants.models import ChainHead, Event, EventDetail, Person
from grants.sight import Sight

MOST_SHOWN = 300
# What somebody who still has to score, or may not see scores, is not told: who scored, and what came of it.
SCORING = ("assessor_chosen", "assessor_released", "submit_scores", "withdraw_scores", "interest_after_scoring")
AFTER_SCORES = ("scores_agree", "scores_differ", "agree_scores", "score_again")
TYPED = ("reason", "evidence", "note", "rule")


@dataclass(frozen=True)
class Happened:
    """One event in words."""

    title: str
    at: datetime
    who: str
    body: str | None


def happened(session: Session, *, application_id: int, award_id: int | None, seen: Sight) -> list[Happened]:
    """The newest events of the application and of its award. One statement."""
    chains = [and_(ChainHead.kind == "application", ChainHead.subject_id == application_id)]
    if award_id is not None:
        chains.append(and_(ChainHead.kind == "award", ChainHead.subject_id == award_id))
    rows = session.execute(
        select(Event.kind, Event.at, Event.role, Person.name, EventDetail.content)
        .join(ChainHead, ChainHead.id == Event.chain_id)
        .join(Person, Person.id == Event.person_id)
        .outerjoin(EventDetail, EventDetail.event_id == Event.id)
        .where(or_(*chains), Event.kind.not_in(untold(seen)))
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(MOST_SHOWN)
    )
    return [
        Happened(
            title=event_words(kind),
            at=at,
            who=", ".join(part for part in (name, role_words(role)) if part),
            body=_typed(content),
        )
        for kind, at, role, name, content in rows
    ]


def untold(seen: Sight) -> tuple[str, ...]:
    """The kinds of event this person is not told of."""
    if not seen.decision:
        return (*SCORING, *AFTER_SCORES)
    return () if seen.scores else AFTER_SCORES


def _typed(content: Any) -> str | None:
    lines = [str(content[name]) for name in TYPED if content.get(name)] if isinstance(content, dict) else []
    return "\n".join(lines) or None
