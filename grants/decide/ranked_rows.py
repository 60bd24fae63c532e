"""The rows of one page of a ranking: what is shown of each application, read for those on the page alone."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.decide.placing import RankedList
from grants.decide.ranked import RankedRow
from grants.decide.rules import Limits, part_of
from grants.decide.standing import exception_for, limits_in
from grants.models import Application, Invitation, Organisation, Round

SHOWN = (
    select(
        Application.id,
        Application.reference,
        Application.version,
        Application.title,
        Application.status,
        Application.score,
        Application.requested,
        Application.viable_minimum,
        Organisation.name.label("organisation"),
        Organisation.reference.label("organisation_reference"),
        Invitation.amount.label("invited"),
    )
    .join(Organisation, Organisation.id == Application.organisation_id)
    .outerjoin(Invitation, Invitation.id == Application.invitation_id)
)


def rows_of(session: Session, round_: Round, this: RankedList) -> Iterator[RankedRow]:
    """One statement: the rows of the list's page. Whoever asks has made sure that they may be seen."""
    places = list(this.page())
    if not places:
        return
    found = session.execute(SHOWN.where(Application.id.in_([each.application.id for each in places])))
    shown, mark = {row.id: row for row in found.all()}, pass_mark(round_)
    left = this.budget - this.within
    for place in places:
        row, above = shown[place.application.id], place.number <= this.line
        limits, first_below = _limits(round_, row), place.number == this.line + 1
        yield RankedRow(
            place=place.number,
            reference=row.reference,
            version=row.version,
            organisation=row.organisation,
            title=row.title or "",
            status=row.status,
            score=row.score,
            requested=row.requested or 0,
            recommended=place.application.given,
            sum=place.application.counted,
            running_total=place.total,
            above_line=above,
            below_pass_mark=mark is not None and row.score is not None and row.score < mark,
            open=row.status == "recommending",
            offer=limits.asked if above else part_of(left, limits) if first_below else 0,
        )


def _limits(round_: Round, row: Any) -> Limits:
    return limits_in(
        round_,
        requested=row.requested,
        invited=row.invited,
        viable=row.viable_minimum,
        exception=exception_for(round_, row.organisation, row.organisation_reference),
    )


def pass_mark(round_: Round) -> int | None:
    """The pass mark as scores are kept: hundredths of a per cent."""
    percent = (round_.plan.get("scoring") or {}).get("pass_mark")
    return None if percent is None else int(percent) * 100
