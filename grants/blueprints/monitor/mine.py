"""A grantee's return: what is in it, checking the answers, and sending it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.blueprints.monitor.door import door
from grants.blueprints.monitor.forms import SendForm
from grants.blueprints.monitor.shown import part_titles, summary
from grants.domain.errors import RulesBroken
from grants.monitor.commands.declare_return import declare_return
from grants.monitor.commands.submit_return import submit_return
from grants.monitor.declaring import declared_of
from grants.monitor.policy import can_declare, can_edit, can_submit
from grants.monitor.writing import Draft, draft_of, evidence_files, return_in_scope
from grants.web.access import access
from grants.web.request import actor, db, settings, working

OPEN = ("due", "queried")


def the_draft(reference: str, number: int) -> Draft:
    """The return asked for, as it is now; NotFound where it is not theirs."""
    return draft_of(db(), return_in_scope(db(), actor(), reference, number))


@door.get("/awards/<reference>/returns/<int:number>")
@access("applicant")
def grantee_return(reference: str, number: int) -> Any:
    """The parts of a return and how far each is."""
    draft = the_draft(reference, number)
    owed, now = draft.owed, clock.now()
    asked = [query for query in draft.queries if query.answered_at is None]
    return render_template(
        "monitor/grantee_return.html",
        draft=draft,
        owed=owed,
        titles=part_titles(draft),
        may_edit=owed.status in OPEN and bool(can_edit(actor(), owed, now)),
        asked=asked,
        asked_parts={query.section for query in asked},
        declared=declared_of(db(), owed),
        settings=settings(),
    )


@door.get("/awards/<reference>/returns/<int:number>/check")
@access("applicant")
def check_return(reference: str, number: int) -> Any:
    """Everything that was answered, on one page, and the button that sends it."""
    return _check(reference, number, SendForm(formdata=None))


def _check(reference: str, number: int, form: SendForm, *, refused: list[str] | None = None) -> Any:
    draft = the_draft(reference, number)
    owed, now = draft.owed, clock.now()
    verdict, declared = can_submit(actor(), owed, now), declared_of(db(), owed)
    body = render_template(
        "monitor/check_return.html",
        draft=draft,
        owed=owed,
        titles=part_titles(draft),
        summary=summary(draft, draft.answers),
        files=evidence_files(db(), owed),
        missing=draft.problems,
        problems=[("", each) for each in refused or []],
        send=form.seen(owed),
        declared=declared,
        declare=can_declare(actor(), owed, now),
        may_send=owed.status in OPEN and bool(verdict),
        refusal=getattr(verdict, "reason", "") if owed.status in OPEN else "",
    )
    return body, 422 if refused else 200


@door.post("/awards/<reference>/returns/<int:number>/send")
@access("applicant")
def send_return(reference: str, number: int) -> Any:
    """Send the return."""
    form = SendForm()
    if not form.validate_on_submit():
        return _check(reference, number, form)
    try:
        with working(form) as work:
            submit_return(work, reference, number, form.version.data)
            here = url_for("monitor.return_sent", reference=reference, number=number)
            work.outcome = {"location": here}
    except RulesBroken as broken:
        return _check(reference, number, form, refused=[message for _field, message in broken.problems])
    return redirect(here, 303)


@door.post("/awards/<reference>/returns/<int:number>/declare", endpoint="declare_return")
@access("applicant")
def declare_it(reference: str, number: int) -> Any:
    """The second person confirms a return that was sent."""
    form = SendForm()
    if not form.validate_on_submit():
        return _check(reference, number, form)
    here = url_for("monitor.grantee_return", reference=reference, number=number)
    with working(form, lands=here) as work:
        declare_return(work, reference, number, form.version.data)
    flash(_("You have confirmed this return. An officer looks at it next."), "success")
    return redirect(here, 303)


@door.get("/awards/<reference>/returns/<int:number>/sent")
@access("applicant")
def return_sent(reference: str, number: int) -> Any:
    """The receipt."""
    draft = the_draft(reference, number)
    if draft.owed.submitted_at is None:
        return redirect(url_for("monitor.grantee_return", reference=reference, number=number), 303)
    declared = declared_of(db(), draft.owed)
    return render_template("monitor/return_sent.html", owed=draft.owed, declared=declared, title=_("Return sent"))
