"""What a panel said of one case."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.blueprints.decide.door import door
from grants.blueprints.decide.forms import PanelForm
from grants.decide.case_queries import decision_case
from grants.decide.commands.record_panel import Meeting, record_panel
from grants.web.access import access
from grants.web.case import case_header
from grants.web.request import actor, db, shown_on, working


@door.get("/casework/<reference>/panel")
@access("officer", "manager")
def panel(reference: str) -> Any:
    """The scores and checks the panel had, and the form for its minute."""
    page = decision_case(db(), actor(), reference, clock.now())
    return _page(reference, PanelForm(formdata=None).seen(page.application))


def _page(reference: str, form: Any) -> str:
    page = decision_case(db(), actor(), reference, clock.now())
    return render_template(
        "decide/panel.html",
        page=page,
        form=form,
        waits=page.application.status == "panel",
        case=case_header(reference, "Decision"),
    )


@door.post("/casework/<reference>/panel")
@access("officer", "manager")
def record(reference: str) -> Any:
    """Keep the minute; the case goes on to a recommendation."""
    form = PanelForm()
    decision_case(db(), actor(), reference, clock.now())
    if form.validate_on_submit() and form.met_on.data is not None and form.present.data is not None:
        meeting = Meeting(form.met_on.data, form.chair.data or "", form.present.data, form.minute.data or "")
        here = url_for("decide.case", reference=reference)
        with shown_on(form):
            with working(form, lands=here) as work:
                record_panel(work, reference, form.version.data, meeting)
            flash(_("The panel’s minute is recorded. The case is ready for a recommendation."), "success")
            return redirect(here, 303)
    return _page(reference, form), 422
