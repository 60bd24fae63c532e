"""Writes that several commands of this room share: an answer, the next reference, what an application says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from grants.apply.queries import Draft, closes_for, draft_of, live_invitation, with_form
from grants.apply.rules import INVITED_ROUTES, not_open
from grants.domain.errors import NotPermitted, Stale, WrongState
from grants.domain.references import make_reference
from grants.domain.text import fold
from grants.models import Answer, Application, Fund, Invitation, Round, SearchRow
from grants.work import Work


@dataclass(frozen=True)
class Given:
    """Answers as they are stored, and the version of each that the person had seen."""

    values: Mapping[str, Any]
    seen: Mapping[str, int]


@dataclass(frozen=True)
class Saved:
    """The version of each answer now, and when this was."""

    versions: Mapping[str, int]
    at: datetime


class StaleAnswers(Stale):
    """A colleague changed some of these answers since the page was opened. `stored` is {question: value now}."""


def open_draft(work: Work, reference: str, version: int | None = None) -> Application:
    """An application, locked, while it is a draft and its round takes applications."""
    application = work.load(Application, reference, version, options=with_form())
    if application.status != "draft":
        raise WrongState("This application was sent, so its answers can’t be changed. Open it to see where it is.")
    refuse_closed(work, application.round, application.organisation_id)
    return application


def refuse_closed(work: Work, round_: Round, organisation_id: int) -> None:
    """WrongState unless the round takes this organisation's application now; an extension counts."""
    closes_at = round_.closes_at
    if closes_at is not None and work.now > closes_at:
        closes_at = closes_for(work.session, round_, organisation_id)
    reason = not_open(now=work.now, status=round_.status, opens_at=round_.opens_at, closes_at=closes_at)
    if reason:
        raise WrongState(reason)


def invitation_for(work: Work, round_: Round, organisation_id: int) -> Invitation | None:
    """The invitation that lets this organisation in, where the round is by invitation."""
    if round_.route not in INVITED_ROUTES:
        return None
    invitation = live_invitation(work.session, round_.id, organisation_id, direct=round_.route == "direct")
    if invitation is None:
        raise NotPermitted("This round is by invitation, and your organisation has not been invited.")
    return invitation


def next_reference(work: Work, fund: Fund, round_: Round) -> str:
    """The fund's next number. The fund's row is locked, so numbers have no gap and no twin."""
    last = work.session.scalar(select(func.max(Round.last_number)).where(Round.fund_id == fund.id)) or 0
    round_.last_number = last + 1
    return make_reference(fund.prefix, work.today.year, last + 1)


def write_answers(
    work: Work, response_id: int, values: Mapping[str, Any], *, seen: Mapping[str, int]
) -> dict[str, int]:
    """Store answers that changed; returns every question's version now. StaleAnswers where a colleague was faster."""
    rows = {
        row.question: row
        for row in work.session.scalars(
            select(Answer).where(Answer.response_id == response_id, Answer.question.in_(sorted(values)))
        )
    }
    stale = {
        key: rows[key].value
        for key, value in values.items()
        if key in rows and rows[key].value != value and rows[key].version != seen.get(key, 0)
    }
    if stale:
        raise StaleAnswers("A colleague changed this answer after you opened the page.", stored=stale)
    for key, value in values.items():
        _write_answer(work, response_id, key, value, rows)
    work.session.flush()
    return {key: row.version for key, row in rows.items()}


def _write_answer(work: Work, response_id: int, key: str, value: Any, rows: dict[str, Answer]) -> None:
    row = rows.get(key)
    if row is None:
        if value is None:
            return
        rows[key] = row = Answer(response_id=response_id, question=key, version=0)
        work.session.add(row)
    elif row.value == value:
        return
    row.value, row.version = value, row.version + 1
    row.answered_by, row.answered_at = work.actor.person_id, work.now


def draft_now(work: Work, application: Application) -> Draft:
    """The answers as they stand inside this work."""
    return draft_of(work.session, application)


def write_search_row(work: Work, application: Application) -> None:
    """What officers find an application by, folded so that both engines find the same."""
    organisation = application.organisation
    said = (
        application.reference,
        organisation.name,
        organisation.charity_number,
        organisation.company_number,
        organisation.postcode,
        application.title,
    )
    folded = fold(" ".join(part for part in said if part))
    keep_search_row(work, kind="application", subject_id=application.id, fund_id=application.fund_id, folded=folded)


def keep_search_row(work: Work, *, kind: str, subject_id: int, fund_id: int | None, folded: str) -> None:
    """One folded row a thing, rewritten when what it says changes."""
    row = work.session.scalars(
        select(SearchRow).where(SearchRow.kind == kind, SearchRow.subject_id == subject_id)
    ).one_or_none()
    if row is None:
        work.add(SearchRow(kind=kind, subject_id=subject_id, fund_id=fund_id, folded=folded))
    else:
        row.folded = folded
