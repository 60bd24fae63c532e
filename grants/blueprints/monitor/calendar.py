"""Returns due, late and in review, and the returns of one case."""

from datetime import date
from typing import Any

from flask import render_template, request, url_for

from grants import clock
from grants.actor import CASEWORK
from grants.blueprints.monitor.door import door
from grants.domain.calendar import to_london
from grants.monitor import queries
from grants.monitor.closing import closing_page
from grants.web.access import access
from grants.web.case import case_header
from grants.web.forms import whole
from grants.web.request import actor, db


@door.get("/returns")
@access(*CASEWORK, "finance")
def calendar() -> Any:
    """One view of the calendar; late ones first unless another is asked for."""
    wanted = request.args.get("view", "")
    today = to_london(clock.now()).date()
    view = wanted if wanted in queries.VIEWS else "late"
    page = queries.calendar(db(), actor(), view=view, today=today, after=_after())
    following = None
    if page.following:
        due_on, id_ = page.following
        following = url_for("monitor.calendar", view=view, due=due_on.isoformat(), after=id_)
    return render_template("monitor/calendar.html", page=page, views=queries.VIEWS, following=following)


def _after() -> tuple[date, int] | None:
    try:
        due_on = date.fromisoformat(request.args.get("due", ""))
    except ValueError:
        return None
    after = request.args.get("after", type=whole)
    return (due_on, after) if after is not None else None


@door.get("/casework/<reference>/returns")
@access(*CASEWORK, "finance")
def case(reference: str) -> Any:
    """Every return of the award of a case."""
    header = case_header(reference, "Returns")
    rows = queries.case_returns(db(), actor(), reference, to_london(clock.now()).date())
    return render_template("monitor/case.html", case=header, rows=rows, closing=closing_page(db(), actor(), reference))
