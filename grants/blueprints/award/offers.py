"""The award as the organisation sees it, and its acceptance by two people."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.award.commands.accept_offer import accept_offer
from grants.award.queries import award_page
from grants.blueprints.award.door import door
from grants.blueprints.award.forms import AcceptForm
from grants.web.access import access
from grants.web.request import actor, db, shown_on, working


@door.get("/awards/<reference>")
@access("applicant")
def award(reference: str) -> Any:
    """The grant: the letter, who has accepted, when the money comes and what is owed."""
    return render_template("award/award.html", page=award_page(db(), actor(), reference, clock.now()))


@door.get("/awards/<reference>/accept")
@access("applicant")
def accept(reference: str) -> Any:
    """The declaration, beside a way to read the letter once more."""
    form = AcceptForm(formdata=None)
    form.name.data = actor().name
    return _accept_page(reference, form)


def _accept_page(reference: str, form: AcceptForm) -> str:
    page = award_page(db(), actor(), reference, clock.now())
    return render_template("award/accept.html", page=page, form=form)


@door.post("/awards/<reference>/accept")
@access("applicant")
def accept_it(reference: str) -> Any:
    """One person accepts; the second makes it an agreement."""
    form = AcceptForm()
    here = url_for("award.award", reference=reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=here) as work:
                name, declared = form.name.data or "", bool(form.declared.data)
                accepted = accept_offer(work, reference, None, name=name, declared=declared).status == "accepted"
            flash(
                _("The grant is accepted. Thank you.")
                if accepted
                else _("Your acceptance is recorded. Now a second person who may sign must accept too."),
                "success",
            )
            return redirect(here, 303)
    return _accept_page(reference, form), 422
