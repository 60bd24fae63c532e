"""The next pay day, and runs from preparing to the file for finance."""

from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants import clock
from grants.blueprints.pay.door import door
from grants.blueprints.pay.forms import CancelForm, PrepareForm, RunForm
from grants.domain.calendar import in_words_until
from grants.domain.errors import NotFound
from grants.pay.commands.cancel_run import cancel_run
from grants.pay.commands.check_run import check_run
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.pay.queries import MOST_RUNS, next_day, run_page, runs
from grants.web.access import access
from grants.web.downloads import send_stored
from grants.web.forms import whole
from grants.web.request import actor, db, shown_on, working

FINANCE = ("finance", "auditor")


@door.get("/payments", endpoint="next_day")
@access(*FINANCE)
def show_next_day() -> Any:
    """The next pay day: what is ready, what is not and why, who is free to release."""
    return _next_day(PrepareForm())


def _next_day(form: PrepareForm) -> Any:
    now = clock.now()
    page = next_day(db(), actor(), now)
    form.pay_on.data = page.day.pay_on
    left = in_words_until(now, page.day.cut_off)
    body = render_template(
        "pay/next_day.html", page=page, form=form, left=left, chosen=set(form.instalments.data or ())
    )
    return body, 422 if form.errors or form.form_errors else 200


@door.post("/payments")
@access("finance")
def prepare() -> Any:
    """Prepare a run of the instalments that were ticked."""
    form = PrepareForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form) as work:
                run = prepare_run(work, form.instalments.data or [], pay_on=form.pay_on.data or date.min)
                here = url_for("pay.run", reference=run.reference)
                work.outcome = {"location": here}
            flash(_("The run is prepared. Somebody else must release it before the cut-off."), "success")
            return redirect(here, 303)
    return _next_day(form)


@door.get("/payments/runs")
@access(*FINANCE)
def list_runs() -> Any:
    """Every run, newest first."""
    before = request.args.get("before", type=whole)
    found = runs(db(), actor(), before=before)
    older = url_for("pay.list_runs", before=found[-1].id) if len(found) == MOST_RUNS else None
    return render_template("pay/list_runs.html", runs=found, older=older)


@door.get("/payments/runs/<reference>", endpoint="run")
@access(*FINANCE)
def show_run(reference: str) -> Any:
    """One run: totals, every payee masked, what to look at twice, and what can be done now."""
    return _run(reference)


def _run(reference: str, *, cancel: CancelForm | None = None, problems: list[str] | None = None) -> Any:
    page = run_page(db(), actor(), reference, clock.now())
    form = RunForm(formdata=None).seen(page.run)
    cancel = cancel or CancelForm(formdata=None).seen(page.run)
    body = render_template(
        "pay/run.html", page=page, act=form, form=cancel, problems=[("", each) for each in problems or []]
    )
    return body, 422 if problems or cancel.errors or cancel.form_errors else 200


@door.post("/payments/runs/<reference>/release")
@access("finance")
def release(reference: str) -> Any:
    """Release a prepared run."""
    form = RunForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("pay.run", reference=reference)) as work:
                release_run(work, reference, form.version.data)
            flash(_("The run is released. The file for finance is being made."), "success")
            return redirect(url_for("pay.run", reference=reference), 303)
    return _run(reference, problems=[*form.form_errors, *(m for ms in form.errors.values() for m in ms)])


@door.post("/payments/runs/<reference>/check")
@access("finance")
def check(reference: str) -> Any:
    """Note that a third person has looked at a large run."""
    form = RunForm()
    here = url_for("pay.run", reference=reference)
    if form.validate_on_submit():
        with working(form, lands=here) as work:
            check_run(work, reference, form.version.data)
        flash(_("You have checked this run. Somebody else can release it now."), "success")
    return redirect(here, 303)


@door.post("/payments/runs/<reference>/cancel")
@access("finance")
def cancel(reference: str) -> Any:
    """Take a prepared run back."""
    form = CancelForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("pay.run", reference=reference)) as work:
                cancel_run(work, reference, form.version.data, reason=(form.reason.data or "").strip())
            flash(_("The run is cancelled. Its instalments can be paid in another run."), "success")
            return redirect(url_for("pay.run", reference=reference), 303)
    return _run(reference, cancel=form)


@door.get("/payments/runs/<reference>/file")
@access(*FINANCE)
def run_file(reference: str) -> Response:
    """The bytes that were made for finance, whoever asks and however often."""
    run = run_page(db(), actor(), reference, clock.now()).run
    if run.file is None:
        raise NotFound("file")
    return send_stored(
        run.file, name=f"{run.reference}.csv", kind="payment_run", subject_id=run.id, reference=run.reference
    )
