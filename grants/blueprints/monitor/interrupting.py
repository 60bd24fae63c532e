"""Suspending an award, letting it go on, and ending it early: notice by one person, the end by another."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.actor import APPROVERS, CASEWORK
from grants.blueprints.monitor.door import door
from grants.blueprints.monitor.forms import NoticeForm, ResumeForm, SendForm, SuspendForm, WithdrawForm
from grants.monitor.closing import closing_page
from grants.monitor.commands.end_award import end_award
from grants.monitor.commands.give_notice import give_notice
from grants.monitor.commands.resume_award import resume_award
from grants.monitor.commands.suspend_award import suspend_award
from grants.monitor.commands.withdraw_notice import withdraw_notice
from grants.monitor.interrupting import interruption
from grants.web.access import access
from grants.web.case import case_header
from grants.web.forms import Form, VersionedForm
from grants.web.request import actor, db, shown_on, working


@door.get("/casework/<reference>/suspend", endpoint="suspend")
@access(*CASEWORK, "finance")
def show_suspend(reference: str) -> Any:
    """Whether an award is suspended and why, what that does, and the form for it."""
    return _suspend_page(reference)


def _suspend_page(reference: str, form: VersionedForm | None = None) -> Any:
    page = interruption(db(), actor(), reference, clock.now())
    fresh = ResumeForm(formdata=None) if page.may_resume else SuspendForm(formdata=None)
    return _shown("monitor/suspend.html", reference, form, page=page, form=form or fresh.seen(page.award))


@door.post("/casework/<reference>/suspend")
@access("manager")
def suspend_it(reference: str) -> Any:
    """Suspend the award."""
    form, award = SuspendForm(), _award(reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("monitor.suspend", reference=reference)) as work:
                suspend_award(work, award, form.version.data, reason=form.reason.data or "")
            flash(_("The award is suspended. The grantee is told why."), "success")
            return redirect(url_for("monitor.suspend", reference=reference), 303)
    return _suspend_page(reference, form)


@door.post("/casework/<reference>/resume")
@access("manager")
def resume(reference: str) -> Any:
    """Let the award go on."""
    form, award = ResumeForm(), _award(reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("monitor.suspend", reference=reference)) as work:
                resume_award(work, award, form.version.data, reason=form.reason.data or "")
            flash(_("The award goes on. The grantee is told why."), "success")
            return redirect(url_for("monitor.suspend", reference=reference), 303)
    return _suspend_page(reference, form)


@door.get("/casework/<reference>/end", endpoint="end")
@access(*CASEWORK, "finance")
def show_end(reference: str) -> Any:
    """The notice, what ending does to money and returns, and the step that is next."""
    return _end_page(reference)


def _end_page(reference: str, form: Form | None = None) -> Any:
    page = interruption(db(), actor(), reference, clock.now())
    shown: dict[str, Any] = {
        "notice": NoticeForm(formdata=None).seen(page.award),
        "withdraw": WithdrawForm(formdata=None).seen(page.award),
        "finish": SendForm(formdata=None).seen(page.award),
    }
    kinds = {NoticeForm: "notice", WithdrawForm: "withdraw", SendForm: "finish"}
    if form is not None:
        shown[kinds[type(form)]] = form
    return _shown("monitor/end.html", reference, form, page=page, form=form or shown["notice"], **shown)


@door.post("/casework/<reference>/end/notice")
@access("manager")
def notice(reference: str) -> Any:
    """Tell the grantee that its award ends early."""
    form, award = NoticeForm(), _award(reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("monitor.end", reference=reference)) as work:
                words = {"reason": form.reason.data or "", "short_why": form.short_why.data or ""}
                give_notice(work, award, form.version.data, last_on=form.last_on.data or date.min, **words)
            flash(
                _("Notice is given, and the grantee is told. An approver can end the award on its last day."), "success"
            )
            return redirect(url_for("monitor.end", reference=reference), 303)
    return _end_page(reference, form)


@door.post("/casework/<reference>/end/withdraw")
@access("manager", *APPROVERS)
def withdraw(reference: str) -> Any:
    """Withdraw the notice."""
    form, award = WithdrawForm(), _award(reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("monitor.end", reference=reference)) as work:
                withdraw_notice(work, award, form.version.data, reason=form.reason.data or "")
            flash(_("The notice is withdrawn, and the grantee is told. The award goes on."), "success")
            return redirect(url_for("monitor.end", reference=reference), 303)
    return _end_page(reference, form)


@door.post("/casework/<reference>/end")
@access(*APPROVERS)
def end_it(reference: str) -> Any:
    """End the award."""
    form, award = SendForm(), _award(reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("monitor.end", reference=reference)) as work:
                end_award(work, award, form.version.data)
            flash(_("The award has ended. What was never paid is available again, and the grantee is told."), "success")
            return redirect(url_for("monitor.end", reference=reference), 303)
    return _end_page(reference, form)


def _award(reference: str) -> str:
    """The reference of the case's award; NotFound where the person may not know of it."""
    return closing_page(db(), actor(), reference).award.reference


def _shown(template: str, reference: str, sent: Form | None, **facts: Any) -> Any:
    body = render_template(template, reference=reference, case=case_header(reference, "Award"), **facts)
    return body, 422 if sent is not None and (sent.errors or sent.form_errors) else 200
