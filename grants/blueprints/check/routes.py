"""Checks of an application before it is scored, and stopping it under a published rule."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from grants import clock
from grants.actor import CASEWORK
from grants.blueprints.check.forms import AnswerForm, CheckForm, CompleteForm, ReuseForm, StopForm
from grants.blueprints.check.pages import checks_page
from grants.check.commands.answer_stop import answer_stop
from grants.check.commands.pass_checks import pass_checks
from grants.check.commands.propose_to_stop import propose_to_stop
from grants.check.commands.record_check import record_check
from grants.check.commands.reuse_check import reuse_check
from grants.check.policy import OPEN_TO_CHECKS, can_check
from grants.check.rules import EVIDENCE_WORDS
from grants.check.steps import rules_of
from grants.domain.errors import NotFound, NotPermitted, RulesBroken, WrongState
from grants.domain.workflow import Refused
from grants.web.access import access
from grants.web.case import case_facts, header_of
from grants.web.forms import whole
from grants.web.request import actor, shown_on, working

door = Blueprint("check", __name__, url_prefix="/casework/<reference>/checks")


def _all(reference: str) -> str:
    return url_for("check.checks", reference=reference)


@door.get("")
@access(*CASEWORK)
def checks(reference: str) -> Any:
    """Every check that is due, and what was found."""
    return _page(reference)


def _page(reference: str, *, problems: tuple[tuple[str, str], ...] = (), code: int = 200) -> Any:
    page = checks_page(reference)
    forms = {
        "complete": CompleteForm(formdata=None).seen(page.facts.application),
        "answer": AnswerForm(formdata=None).seen(page.facts.application),
        "reuse": {row.key: ReuseForm(formdata=None) for row in page.rows if row.reusable},
    }
    shown = [("checks", message) for _field, message in problems]
    return render_template("check/checks.html", page=page, forms=forms, problems=shown), code


@door.route("/<kind>", methods=["GET", "POST"])
@access("officer", "manager")
def record(reference: str, kind: str) -> Any:
    """Record what one check showed."""
    form = CheckForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=_all(reference)) as work:
                found = {"outcome": form.outcome.data or "", "evidence": form.evidence.data or ""}
                record_check(work, reference, kind=kind, seen=form.version.data, **found)
            flash(_("The check is recorded."), "success")
            return redirect(_all(reference), 303)
    page = checks_page(reference)
    row = next((each for each in page.rows if each.key == kind), None)
    if row is None:
        raise NotFound
    _may_check(page.facts.application)
    form.version.data = len(row.earlier) + (row.latest is not None)
    code = 422 if form.errors else 200
    return render_template("check/record.html", page=page, row=row, form=form, most_words=EVIDENCE_WORDS), code


@door.post("/<kind>/reuse")
@access("officer", "manager")
def reuse(reference: str, kind: str) -> Any:
    """Let an earlier pass of the same organisation serve this application too."""
    form = ReuseForm()
    if form.validate_on_submit():
        number = request.form.get("check_id", 0, type=whole)
        with working(form, lands=_all(reference)) as work:
            reuse_check(work, reference, kind=kind, check_id=number)
        flash(_("The earlier pass serves this application too."), "success")
    return redirect(_all(reference), 303)


@door.post("/complete")
@access("officer", "manager")
def complete(reference: str) -> Any:
    """The checks are complete: on to the next stage."""
    form = CompleteForm()
    url = url_for("casework.case", reference=reference)
    if not form.validate_on_submit():
        return redirect(_all(reference), 303)
    try:
        with working(form, lands=url) as work:
            pass_checks(work, reference, form.version.data or 0)
    except RulesBroken as broken:
        return _page(reference, problems=broken.problems, code=422)
    flash(_("Checks complete. The application has gone to its next stage."), "success")
    return redirect(url, 303)


@door.route("/stop", methods=["GET", "POST"])
@access("officer", "manager")
def stop(reference: str) -> Any:
    """Propose to stop the application under a published rule."""
    form = StopForm()
    form.rule.choices = [SelectChoice(key, text) for key, text in rules_of(case_facts(reference).application)]
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=_all(reference)) as work:
                propose_to_stop(
                    work, reference, form.version.data or 0, rule=form.rule.data or "", reason=form.reason.data or ""
                )
            flash(_("A manager is asked to agree."), "success")
            return redirect(_all(reference), 303)
    return _stop_page(reference, form)


def _stop_page(reference: str, form: StopForm) -> Any:
    facts = case_facts(reference)
    application = facts.application
    if not facts.sight.identity:
        raise NotFound
    _may_check(application)
    if application.status != "checking":
        raise WrongState(_("Only an application that is being checked can be stopped as ineligible."))
    if not form.errors:
        form.seen(application)
    case = header_of(facts, "Checks")
    code = 422 if form.errors else 200
    return render_template(
        "check/stop.html", case=case, form=form, most_words=EVIDENCE_WORDS, back_to=_all(reference)
    ), code


@door.post("/stop/agree")
@access("manager")
def agree(reference: str) -> Any:
    """A second person agrees: the application ends and the applicant is told."""
    return _answer(reference, agree=True, said=_("The application is stopped and the applicant is told why."))


@door.post("/stop/refuse")
@access("manager")
def refuse(reference: str) -> Any:
    """A second person does not agree: checking goes on."""
    return _answer(reference, agree=False, said=_("The application goes on. Its checks can be completed."))


def _answer(reference: str, *, agree: bool, said: str) -> Any:
    form = AnswerForm()
    if form.validate_on_submit():
        with working(form, lands=_all(reference)) as work:
            answer_stop(work, reference, form.version.data or 0, agree=agree)
        flash(said, "success")
    return redirect(_all(reference), 303)


def _may_check(application: Any) -> None:
    verdict = can_check(actor(), application, clock.now())
    if isinstance(verdict, Refused):
        raise NotPermitted(verdict.reason)
    if application.status not in OPEN_TO_CHECKS:
        raise WrongState(_("This application has ended, so no more checks are recorded."))
