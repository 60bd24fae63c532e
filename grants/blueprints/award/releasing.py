"""Telling applicants what was decided, and the award as staff see it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants import clock
from grants.actor import CASEWORK
from grants.award.commands.meet_condition import meet_condition
from grants.award.commands.release_decision import release_decision
from grants.award.letter_words import Office
from grants.award.queries import award_page, release_page
from grants.blueprints.award.door import door
from grants.blueprints.award.forms import EvidenceForm, ReleaseForm
from grants.web.access import access
from grants.web.batch import do_each
from grants.web.case import case_header
from grants.web.forms import NEVER_SHOWN, whole
from grants.web.request import actor, db, settings, shown_on, working
from grants.work import Work


def office() -> Office:
    """Who writes our letters."""
    ours = settings()
    return Office(
        council=ours.council_name,
        address=ours.council_address,
        phone=ours.council_phone,
        email=ours.council_email,
        colour=ours.council_colour,
        website=ours.base_url,
    )


@door.get("/rounds/<int:round_id>/release")
@access("officer", "manager")
def release(round_id: int) -> Any:
    """The decisions of a round that nobody outside knows yet."""
    page = release_page(db(), actor(), round_id)
    return render_template("award/release.html", page=page, form=ReleaseForm(formdata=None), problems=[])


@door.post("/rounds/<int:round_id>/release")
@access("officer", "manager")
def release_ticked(round_id: int) -> Any:
    """Release all that are ticked, each by itself."""
    page, form = release_page(db(), actor(), round_id), ReleaseForm()
    chosen = request.form.getlist("chosen")
    problems = [] if chosen else [("", _("Tick at least one decision"))]
    if not form.validate_on_submit() or problems:
        return render_template("award/release.html", page=page, form=form, problems=problems), 422
    writer = office()

    def tell(work: Work, reference: str) -> None:
        version = request.form.get(f"version-{reference}", NEVER_SHOWN, type=whole)
        release_decision(work, reference, version, office=writer)

    outcomes = do_each(chosen, form, tell)
    back = url_for("award.release", round_id=round_id)
    return render_template("decide/batch.html", outcomes=outcomes, back_to=back, title=_("Released together"))


@door.get("/casework/<reference>/award")
@access(*CASEWORK, "finance")
def case(reference: str) -> Any:
    """The award of one case: lines, conditions, instalments, returns, letters."""
    return _case_page(reference, EvidenceForm(formdata=None))


def _case_page(reference: str, form: EvidenceForm, position: int = 0) -> str:
    page = award_page(db(), actor(), reference, clock.now())
    header = case_header(reference, "Award")
    return render_template("award/case.html", page=page, case=header, form=form, position=position)


@door.post("/casework/<reference>/award/conditions/<int:position>")
@access("officer", "manager")
def meet(reference: str, position: int) -> Any:
    """A condition is met, on evidence."""
    form = EvidenceForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("award.case", reference=reference)) as work:
                meet_condition(work, reference, position, evidence=form.evidence.data or "")
            flash(_("Condition %(number)s is met.", number=position), "success")
            return redirect(url_for("award.case", reference=reference), 303)
    return _case_page(reference, form, position), 422
