"""The record of one case on one page: each step in order of time, with what was said and what stands behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor
from grants.audit.breaks import Part
from grants.audit.evidence import Evidence, evidence_of
from grants.domain.errors import NotFound
from grants.domain.event_words import event_words, role_words
from grants.domain.money import pounds_exact
from grants.domain.state_words import state_words
from grants.models import (
    Application,
    Award,
    ChainHead,
    Decision,
    Event,
    EventDetail,
    EventSubject,
    Letter,
    Payment,
    Person,
    Recommendation,
    Round,
)
from grants.scope import in_scope, scoped
from grants.sight import Sight, scoring_open, sight

TYPED = {"reason": "Reason", "note": "Note", "evidence": "Evidence", "rule": "Rule"}


@dataclass(frozen=True)
class Said:
    """One event of a step: what, by whom, in which role, why; and its place in the chain."""

    title: str
    who: str
    role: str
    typed: tuple[tuple[str, str], ...]
    moved: str
    amount: str
    money: tuple[str, ...]
    place: str
    hash: str
    kind: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Step:
    """Everything that happened at one moment."""

    at: datetime
    said: tuple[Said, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class CaseRecord:
    """A case as the auditor reads it."""

    application: Application
    award: Award | None
    seen: Sight
    letters: tuple[Letter, ...]
    recommended: int | None
    approved: int | None
    paid: int
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        return self.application.organisation.name if self.seen.identity else ""


def load_case(session: Session, actor: Actor, reference: str) -> tuple[Application, Award | None, Sight]:
    """The case by the reference of its application or award, in this person's scope; NotFound otherwise."""
    awarded = select(Award.application_id).where(Award.reference == reference, in_scope(actor, Award))
    application = session.scalars(
        scoped(actor, Application)
        .where(or_(Application.reference == reference, Application.id.in_(awarded)))
        .options(joinedload(Application.organisation), joinedload(Application.round).joinedload(Round.fund))
    ).one_or_none()
    if application is None:
        raise NotFound
    award = session.scalars(select(Award).where(Award.application_id == application.id)).one_or_none()
    waiting = select(Application.id).where(Application.id == application.id, scoring_open(actor))
    seen = sight(actor, application, own_assessment_open=session.scalar(waiting) is not None)
    return application, award, seen


def case_record(session: Session, actor: Actor, reference: str) -> CaseRecord:
    """Everything about one case that this person may see."""
    application, award, seen = load_case(session, actor, reference)
    live = Recommendation.application_id == application.id, Recommendation.superseded_at.is_(None)
    decided = Decision.application_id == application.id, Decision.superseded_at.is_(None)
    paid = select(Payment.pence).where(
        Payment.award_id == (award.id if award else 0), Payment.status.in_(("released", "paid"))
    )
    letters = select(Letter).where(Letter.application_id == application.id).options(joinedload(Letter.file))
    return CaseRecord(
        application=application,
        award=award,
        seen=seen,
        letters=tuple(session.scalars(letters.order_by(Letter.id))),
        recommended=session.scalar(select(Recommendation.amount).where(*live)) if seen.recommendation else None,
        approved=session.scalar(select(Decision.amount).where(*decided)) if seen.decision else None,
        paid=sum(session.scalars(paid)),
        steps=_steps(_said(session, application, award, seen), evidence_of(session, application, award, seen)),
    )


def part_of(session: Session, application: Application, award: Award | None) -> Part:
    """The chains a case stands on: its own, its award's, its organisation's and those of its payment runs."""
    award_id = award.id if award else None
    runs = session.scalars(select(Payment.run_id).where(Payment.award_id == (award_id or 0)).distinct()).all()
    chains = [("application", application.id), ("organisation", application.organisation_id)]
    chains += [("award", award_id)] if award_id else []
    return Part(
        chains=(*chains, *(("payment_run", run_id) for run_id in sorted(runs))),
        application_id=application.id,
        organisation_id=application.organisation_id,
        award_id=award_id,
        run_ids=tuple(sorted(runs)),
    )


def _said(session: Session, application: Application, award: Award | None, seen: Sight) -> list[tuple[datetime, Said]]:
    part = part_of(session, application, award)
    own = [chain for chain in part.chains if chain[0] != "organisation"]
    on_chains = or_(*(and_(ChainHead.kind == kind, ChainHead.subject_id == id_) for kind, id_ in own))
    named = select(EventSubject.event_id).where(
        or_(*(and_(EventSubject.kind == kind, EventSubject.subject_id == id_) for kind, id_ in own[:2]))
    )
    rows = session.execute(
        select(Event, ChainHead.kind, ChainHead.subject_id, Person.name, EventDetail.content)
        .join(ChainHead, ChainHead.id == Event.chain_id)
        .join(Person, Person.id == Event.person_id)
        .outerjoin(EventDetail, EventDetail.event_id == Event.id)
        .where(or_(on_chains, Event.id.in_(named)))
        .order_by(Event.at, Event.id)
    )
    return [
        (event.at, _one(event, chain=f"{kind.replace('_', ' ')} {id_}", name=name, detail=detail))
        for event, kind, id_, name, detail in rows
        if seen.decision or event.kind in ("submit", "sign", "letter_issued")
    ]


def _one(event: Event, *, chain: str, name: str, detail: Any) -> Said:
    body = event.body
    typed = detail if isinstance(detail, dict) else {}
    before, after = body.get("from", ""), body.get("to", "")
    moved = f"{state_words(before or 'new')} → {state_words(after)}" if after and after != before else ""
    amount = body.get("amount")
    return Said(
        title=event_words(event.kind),
        who=name,
        role=role_words(event.role),
        typed=tuple((words, str(typed[key])) for key, words in TYPED.items() if typed.get(key)),
        moved=moved,
        amount=pounds_exact(amount) if isinstance(amount, int) and amount else "",
        money=tuple(_money(*each) for each in body.get("money", ())),
        place=f"{chain}, event {event.sequence}",
        hash=event.hash,
        kind=event.kind,
        body=body,
    )


def _money(allocation_id: int, source: str, target: str, pence: int, key: str) -> str:
    return f"{pounds_exact(pence)} from {source.replace('_', ' ')} to {target.replace('_', ' ')}"


def _steps(said: Iterable[tuple[datetime, Said]], evidence: Iterable[Evidence]) -> tuple[Step, ...]:
    """Work reads the clock once, so what one piece of work wrote bears one moment."""
    both: list[tuple[datetime, Said | Evidence]] = [*said, *((each.at, each) for each in evidence)]
    both.sort(key=lambda pair: pair[0])
    steps = []
    for at, pairs in groupby(both, key=lambda pair: pair[0]):
        things = [thing for _, thing in pairs]
        steps.append(
            Step(
                at=at,
                said=tuple(thing for thing in things if isinstance(thing, Said)),
                evidence=tuple(thing for thing in things if isinstance(thing, Evidence)),
            )
        )
    return tuple(steps)
