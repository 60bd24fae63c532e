"""What officers see of returns: the calendar, and the returns of one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from grants.actor import Actor
from grants.models import (
    Application,
    Award,
    MonitoringReturn,
    Organisation,
)
from grants.scope import in_scope

MOST_SHOWN = 50
VIEWS = ("late", "review", "due", "queried", "accepted")


@dataclass(frozen=True)
class ReturnRow:
    id: int
    reference: str
    title: str
    organisation: str
    award: str
    application: str
    due_on: date
    status: str
    late: bool
    rag: str


@dataclass(frozen=True)
class Calendar:
    """One view of the returns, how many each view has, and where the next page starts."""

    view: str
    counts: Mapping[str, int]
    rows: tuple[ReturnRow, ...]
    following: tuple[date, int] | None


def calendar(
    session: Session, actor: Actor, *, view: str, today: date, after: tuple[date, int] | None = None
) -> Calendar:
    """Returns by what they need, those due first; keyset pages by date and id."""
    wanted = (
        select(MonitoringReturn, Organisation.name, Award.reference, Application.reference)
        .join(Award, Award.id == MonitoringReturn.award_id)
        .join(Organisation, Organisation.id == Award.organisation_id)
        .join(Application, Application.id == Award.application_id)
        .where(in_scope(actor, MonitoringReturn), _view(view, today), Award.status != "lapsed")
        .order_by(MonitoringReturn.due_on, MonitoringReturn.id)
        .limit(MOST_SHOWN)
    )
    if after is not None:
        due_on, id_ = after
        wanted = wanted.where(
            or_(
                MonitoringReturn.due_on > due_on,
                and_(MonitoringReturn.due_on == due_on, MonitoringReturn.id > id_),
            )
        )
    rows = [_row(each, today) for each in session.execute(wanted)]
    more = (rows[-1].due_on, rows[-1].id) if len(rows) == MOST_SHOWN else None
    return Calendar(view=view, counts=_counts(session, actor, today), rows=tuple(rows), following=more)


def _view(view: str, today: date) -> Any:
    rules = {
        "late": and_(MonitoringReturn.status == "due", MonitoringReturn.due_on < today),
        "due": and_(MonitoringReturn.status == "due", MonitoringReturn.due_on >= today),
        "review": MonitoringReturn.status == "submitted",
        "queried": MonitoringReturn.status == "queried",
        "accepted": MonitoringReturn.status == "accepted",
    }
    return rules[view]


def _counts(session: Session, actor: Actor, today: date) -> dict[str, int]:
    late = MonitoringReturn.due_on < today
    rows = session.execute(
        select(MonitoringReturn.status, late, func.count())
        .join(Award, Award.id == MonitoringReturn.award_id)
        .where(in_scope(actor, MonitoringReturn), Award.status != "lapsed")
        .group_by(MonitoringReturn.status, late)
    )
    found = dict.fromkeys(VIEWS, 0)
    for status, is_late, count in rows:
        view = {"due": "late" if is_late else "due", "submitted": "review"}.get(status, status)
        if view in found:
            found[view] += count
    return found


def _row(row: Any, today: date) -> ReturnRow:
    owed, organisation, award, application = row
    return ReturnRow(
        id=owed.id,
        reference=owed.reference,
        title=owed.title,
        organisation=organisation,
        award=award,
        application=application,
        due_on=owed.due_on,
        status=owed.status,
        late=owed.status == "due" and owed.due_on < today,
        rag=owed.rag or "",
    )


def case_returns(session: Session, actor: Actor, application_reference: str, today: date) -> tuple[ReturnRow, ...]:
    """Every return of a case's award, in order."""
    rows = session.execute(
        select(MonitoringReturn, Organisation.name, Award.reference, Application.reference)
        .join(Award, Award.id == MonitoringReturn.award_id)
        .join(Organisation, Organisation.id == Award.organisation_id)
        .join(Application, Application.id == Award.application_id)
        .where(in_scope(actor, MonitoringReturn), Application.reference == application_reference)
        .order_by(MonitoringReturn.number)
    )
    return tuple(_row(row, today) for row in rows)
