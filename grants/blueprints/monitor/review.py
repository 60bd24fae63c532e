"""One return before an officer: accept it, or ask about one part of it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.actor import APPROVERS, CASEWORK
from grants.blueprints.monitor.door import door
from grants.blueprints.monitor.forms import CancelReturnForm, QueryForm, SendForm
from grants.blueprints.monitor.shown import part_titles, summary
from grants.domain.calendar import to_london
from grants.monitor.commands.accept_return import accept_return
from grants.monitor.commands.cancel_return import cancel_return
from grants.monitor.commands.query_return import query_return
from grants.monitor.review import Review, review
from grants.web.access import access
from grants.web.request import actor, db, shown_on, working
from grants.web.uploads import shown_file


@door.get("/returns/<reference>", endpoint="review")
@access(*CASEWORK, "finance")
def show_review(reference: str) -> Any:
    """Target beside actual, spending beside plan, files, and what accepting it opens."""
    return _page(reference)


def _page(reference: str, *, form: QueryForm | None = None, cancel: CancelReturnForm | None = None) -> Any:
    page = review(db(), actor(), reference, clock.now())
    titles = part_titles(page.draft)
    query = (form or QueryForm(formdata=None).seen(page.owed)).offer(list(titles.items()))
    cancel = cancel or CancelReturnForm(formdata=None).seen(page.owed)
    sent = cancel if cancel.errors or cancel.form_errors else query
    body = render_template(
        "monitor/review.html",
        page=page,
        owed=page.owed,
        late=page.owed.status == "due" and page.owed.due_on < to_london(clock.now()).date(),
        titles=titles,
        answers=_answers(page),
        files=_files(page),
        form=sent,
        ask=query,
        cancel=cancel,
        accept=SendForm(formdata=None).seen(page.owed),
    )
    return body, 422 if sent.errors or sent.form_errors else 200


def _answers(page: Review) -> list[dict[str, Any]]:
    """The form's own sections; targets and spending have tables of their own."""
    return [each for each in summary(page.draft, dict(page.answers)) if each["part"] not in ("targets", "spending")]


def _files(page: Review) -> list[Any]:
    return [
        shown_file(
            attachment.id,
            file,
            name=attachment.name,
            href=url_for("monitor.review_file", reference=page.owed.reference, attachment_id=attachment.id),
        )
        for attachment, file in page.files
    ]


@door.post("/returns/<reference>/accept")
@access("officer", "manager")
def accept(reference: str) -> Any:
    """Accept a return."""
    form = SendForm()
    here = url_for("monitor.review", reference=reference)
    if form.validate_on_submit():
        with working(form, lands=here) as work:
            accept_return(work, reference, form.version.data)
        flash(_("The return is accepted. The grantee has been told."), "success")
    return redirect(here, 303)


@door.post("/returns/<reference>/query")
@access("officer", "manager")
def query(reference: str) -> Any:
    """Ask about one part."""
    form = QueryForm()
    here = url_for("monitor.review", reference=reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=here) as work:
                question = (form.question.data or "").strip()
                query_return(work, reference, form.version.data, part=form.part.data or "", question=question)
            flash(_("Your question is sent. The return comes back here when it is answered."), "success")
            return redirect(here, 303)
    return _page(reference, form=form)


@door.post("/returns/<reference>/cancel")
@access(*APPROVERS)
def cancel_it(reference: str) -> Any:
    """No longer ask for a return of an award that has ended."""
    form = CancelReturnForm()
    here = url_for("monitor.review", reference=reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=here) as work:
                cancel_return(work, reference, form.version.data, reason=form.reason.data or "")
            flash(_("The return is no longer asked for. The grantee has been told."), "success")
            return redirect(here, 303)
    return _page(reference, cancel=form)
