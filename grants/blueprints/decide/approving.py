"""What waits for my approval, and the page on which I decide."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants import clock
from grants.blueprints.decide.door import DECIDERS, door, version_of
from grants.blueprints.decide.forms import ApproveForm, BatchApproveForm
from grants.decide.case_queries import DecisionCase, decision_case
from grants.decide.commands.approve_award import approve_award
from grants.decide.commands.refuse_award import refuse_award
from grants.decide.commands.return_recommendation import return_recommendation
from grants.decide.queries import all_asked
from grants.domain.errors import RulesBroken
from grants.web.access import access
from grants.web.batch import do_each
from grants.web.case import case_header
from grants.web.request import actor, db, shown_on, working
from grants.work import Work


@door.get("/approvals")
@access(*DECIDERS)
def approvals() -> Any:
    """What is asked of me and why me; below it, what waits for somebody else."""
    return _approvals_page(BatchApproveForm(formdata=None), [])


@door.post("/approvals")
@access(*DECIDERS)
def approve_ticked() -> Any:
    """Approve all that are ticked, each by itself."""
    form, chosen = BatchApproveForm(), request.form.getlist("chosen")
    problems = [] if chosen else [("", _("Tick at least one recommendation"))]
    if not form.validate_on_submit() or problems:
        return _approvals_page(form, problems), 422

    def approve(work: Work, reference: str) -> None:
        note, confirmed = form.note.data or "", bool(form.confirmed.data)
        approve_award(work, reference, version_of(reference), note=note, confirmed=confirmed)

    outcomes = do_each(chosen, form, approve)
    back = url_for("decide.approvals")
    return render_template("decide/batch.html", outcomes=outcomes, back_to=back, title=_("Approved together"))


def _approvals_page(form: BatchApproveForm, problems: list[tuple[str, str]]) -> str:
    found = all_asked(db(), actor())
    mine = [each for each in found if each.verdict]
    others = [each for each in found if not each.verdict]
    return render_template("decide/approvals.html", mine=mine, others=others, form=form, problems=problems)


@door.get("/approvals/<reference>")
@access(*DECIDERS)
def approval(reference: str) -> Any:
    """Everything an approver needs on one page."""
    page = decision_case(db(), actor(), reference, clock.now())
    return _approval_page(page, ApproveForm(formdata=None).seen(page.application))


def _approval_page(page: DecisionCase, form: Any) -> str:
    header = case_header(page.application.reference, "Decision")
    return render_template("decide/approval.html", page=page, form=form, case=header)


@door.post("/approvals/<reference>")
@access(*DECIDERS)
def decide(reference: str) -> Any:
    """Approve, return or refuse."""
    form = ApproveForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("decide.approvals")) as work:
                _decide(work, reference, form)
            flash(_("Your decision on %(reference)s is recorded.", reference=reference), "success")
            return redirect(url_for("decide.approvals"), 303)
    return _approval_page(decision_case(db(), actor(), reference, clock.now()), form), 422


def _decide(work: Work, reference: str, form: ApproveForm) -> None:
    note, version = form.note.data or "", form.version.data
    if form.outcome.data == "approve":
        approve_award(work, reference, version, note=note, confirmed=bool(form.confirmed.data))
        return
    if not note.strip():
        raise RulesBroken([("note", _("Enter a note: say what needs another look, or why the answer is no"))])
    if form.outcome.data == "return":
        return_recommendation(work, reference, version, note=note)
    else:
        refuse_award(work, reference, version, note=note)
