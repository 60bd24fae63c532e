"""One return as its reviewer sees it: target beside actual, spending beside plan, what changed, what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor
from grants.domain.calendar import long_date, to_london
from grants.domain.errors import NotFound
from grants.domain.money import pounds_exact
from grants.models import (
    Application,
    Attachment,
    Award,
    Instalment,
    MonitoringReturn,
    Payment,
    StoredFile,
    Submission,
)
from grants.monitor.declaring import NEEDS_SECOND, Declared, declared_of
from grants.monitor.policy import can_accept, can_cancel_return, can_review
from grants.monitor.rules import rag, varies
from grants.monitor.writing import Draft, draft_of, evidence_files, standing_of
from grants.pay.gates import waits
from grants.pay.people import names
from grants.pay.rules import first_pay_day_on_or_after
from grants.questions.display import show
from grants.scope import scoped


@dataclass(frozen=True)
class TargetRow:
    title: str
    unit: str
    target: int | None
    actual: int
    last: int | None
    so_far: int
    districts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SpendRow:
    label: str
    award: int
    last: int | None
    now: int
    so_far: int
    planned: int
    note: str
    varies: bool


@dataclass(frozen=True)
class Change:
    """What a second submission says that the first did not."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Review:
    """One return as its reviewer sees it."""

    draft: Draft
    submissions: tuple[Submission, ...]
    targets: tuple[TargetRow, ...]
    spending: tuple[SpendRow, ...]
    answers: Mapping[str, Any]
    files: tuple[tuple[Attachment, StoredFile], ...]
    changes: tuple[Change, ...]
    people: Mapping[int, str]
    application: str
    colour: str
    consequences: tuple[str, ...]
    declared: Declared
    may_accept: bool
    may_query: bool
    may_cancel: bool
    refusal: str

    @property
    def owed(self) -> MonitoringReturn:
        return self.draft.owed


def return_for_review(session: Session, actor: Actor, reference: str) -> MonitoringReturn:
    """The return by its own reference; NotFound where the person may not know of it."""
    owed: MonitoringReturn | None = session.scalars(
        scoped(actor, MonitoringReturn)
        .where(MonitoringReturn.reference == reference)
        .options(joinedload(MonitoringReturn.award).joinedload(Award.organisation))
    ).one_or_none()
    if owed is None or not actor.is_staff:
        raise NotFound("return")
    return owed


def review(session: Session, actor: Actor, reference: str, now: datetime) -> Review:
    """A return with everything needed to accept it or ask about it."""
    owed = return_for_review(session, actor, reference)
    draft = draft_of(session, owed)
    sent = tuple(
        session.scalars(
            select(Submission).where(Submission.response_id == owed.response_id).order_by(Submission.number)
        )
    )
    content = sent[-1].content if sent else {"answers": {}, "targets": {}, "spending": {}}
    targets, spending = content["targets"], content["spending"]
    verdict = can_accept(actor, owed, now)
    reviewing, declared = owed.status == "submitted", declared_of(session, owed)
    return Review(
        draft=draft,
        submissions=sent,
        targets=_target_rows(draft, targets) if sent else (),
        spending=_spend_rows(draft, spending) if sent else (),
        answers=content["answers"],
        files=tuple(evidence_files(session, owed)) if sent else (),
        changes=_changes(draft, sent),
        people=names(
            session, [owed.accepted_by, *(each.submitted_by for each in sent), *(q.asked_by for q in draft.queries)]
        ),
        application=session.scalars(
            select(Application.reference).where(Application.id == owed.award.application_id)
        ).one(),
        colour=owed.rag or (rag(standing_of(draft, spending=spending, targets=targets)) if sent else ""),
        consequences=consequences(session, owed, now),
        declared=declared,
        may_accept=reviewing and bool(verdict) and not declared.waits,
        may_query=reviewing and bool(can_review(actor, owed, now)),
        may_cancel=owed.status == "due" and owed.award.status == "ended" and bool(can_cancel_return(actor, owed, now)),
        refusal=getattr(verdict, "reason", NEEDS_SECOND if declared.waits else "") if reviewing else "",
    )


def _target_rows(draft: Draft, targets: Mapping[str, Any]) -> tuple[TargetRow, ...]:
    figures = draft.figures
    found = []
    for each in figures.targets:
        given = targets.get(each.key) or {}
        actual = int(given.get("all") or 0)
        found.append(
            TargetRow(
                title=each.title,
                unit=each.unit,
                target=each.target,
                actual=actual,
                last=figures.last_counted.get(each.key),
                so_far=figures.counted_before.get(each.key, 0) + actual,
                districts=tuple((d.name, int(given.get(d.code) or 0)) for d in figures.districts if each.by_district),
            )
        )
    return tuple(found)


def _spend_rows(draft: Draft, spending: Mapping[str, Any]) -> tuple[SpendRow, ...]:
    found = []
    for line in draft.figures.lines:
        given = spending.get(str(line.id)) or {}
        now = int(given.get("pence") or 0)
        found.append(
            SpendRow(
                label=line.label,
                award=line.pence,
                last=draft.figures.last_spent.get(line.id),
                now=now,
                so_far=line.before + now,
                planned=line.planned,
                note=given.get("note") or "",
                varies=varies(line.before + now, line.planned),
            )
        )
    return tuple(found)


def _changes(draft: Draft, sent: Sequence[Submission]) -> tuple[Change, ...]:
    """What differs between the last two submissions, answer by answer."""
    if len(sent) < 2:
        return ()
    before, after = (_flat(draft, each.content) for each in sent[-2:])
    return tuple(
        Change(what=what, before=before.get(what, ""), after=after.get(what, ""))
        for what in dict.fromkeys([*after, *before])
        if before.get(what, "") != after.get(what, "")
    )


def _flat(draft: Draft, content: Mapping[str, Any]) -> dict[str, str]:
    """Every answer of a submission under the words it was asked with."""
    found: dict[str, str] = {}
    for question in draft.form.questions:
        value = content["answers"].get(question.key)
        if value is not None:
            found[question.label.en] = show(question, value).text()
    for target in _target_rows(draft, content["targets"]):
        found[target.title] = f"{target.actual:,}"
        found |= {f"{target.title}, {name}": f"{count:,}" for name, count in target.districts}
    for line in _spend_rows(draft, content["spending"]):
        found[line.label] = pounds_exact(line.now)
        if line.note:
            found[f"{line.label}, reason"] = line.note
    return found


def consequences(session: Session, owed: MonitoringReturn, now: datetime) -> tuple[str, ...]:
    """What accepting this return opens: the instalments that wait for it, and when each can go."""
    gate = f"return:{owed.number}"
    paid = select(Payment.instalment_id).where(
        Payment.award_id == owed.award_id, Payment.status.not_in(("bounced", "cancelled"))
    )
    instalments = [
        each
        for each in session.scalars(
            select(Instalment)
            .where(Instalment.award_id == owed.award_id, Instalment.ended_at.is_(None), Instalment.id.not_in(paid))
            .order_by(Instalment.number)
        )
        if gate in each.gates
    ]
    found: list[str] = []
    for each in instalments:
        day = first_pay_day_on_or_after(max(each.due_on, to_london(now).date()), now).pay_on
        other = [
            wait
            for wait in waits(session, [each], pay_on=day, now=now)[each.id]
            if not wait.startswith(f"return {owed.number} ") and owed.reference not in wait
        ]
        if other:
            found.append(f"Instalment {each.number} would then wait only for {'; '.join(other)}.")
        else:
            found.append(f"Instalment {each.number} can go in the run of {long_date(day)}.")
    if owed.is_final:
        found.append("The award can then be closed.")
    return tuple(found)
