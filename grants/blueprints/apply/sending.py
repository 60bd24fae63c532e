"""The last pages of a draft: check your answers, sign, submit."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.apply.commands.sign_application import sign_application
from grants.apply.commands.submit_application import submit_application
from grants.apply.funds import words
from grants.apply.policy import can_edit, can_sign, can_submit
from grants.apply.queries import Draft, application_in_scope, draft_of
from grants.apply.summary import attached, in_words
from grants.blueprints.apply.door import allowed, door, language
from grants.blueprints.apply.forms import DeclarationForm, SubmitForm
from grants.domain.errors import RulesBroken, WrongState
from grants.domain.workflow import Refused
from grants.models import Application, Person
from grants.web.access import access
from grants.web.request import actor, db, settings, shown_on, working


@door.get("/applications/<reference>/check")
@access("applicant")
def check(reference: str) -> Any:
    draft = _draft(reference)
    return _check_page(draft, _fresh(draft))


@door.post("/applications/<reference>/submit")
@access("applicant")
def submit(reference: str) -> Any:
    form = SubmitForm()
    if not form.validate_on_submit():
        return redirect(url_for("apply.check", reference=reference), 303)
    try:
        with working(form) as work:
            submit_application(
                work,
                reference,
                form.version.data or 0,
                digest=form.digest.data or "",
                agreed=bool(form.agreed.data),
            )
            url = url_for("apply.receipt", reference=reference)
            work.outcome = {"location": url}
    except RulesBroken as broken:
        draft = _draft(reference)
        if not draft.problems:
            with shown_on(form):
                raise broken
        return _check_page(draft, form, told=True), 422
    return redirect(url, 303)


def _draft(reference: str) -> Draft:
    application = application_in_scope(db(), actor(), reference)
    if application.status != "draft":
        raise WrongState(_("This application was sent. You can read what was sent."))
    return draft_of(db(), application)


def _fresh(draft: Draft) -> SubmitForm:
    form = SubmitForm(formdata=None)
    form.seen(draft.application)
    form.digest.data = draft.digest
    return form


def _check_page(draft: Draft, form: SubmitForm, *, told: bool = False) -> str:
    application, now = draft.application, clock.now()
    submits = can_submit(actor(), application, now)
    problems = draft.problems
    return render_template(
        "apply/check.html",
        form=form,
        application=application,
        fund=words(application.fund.title, language()),
        sections=in_words(draft.form, draft.answers, problems=problems, files=_names(application), language=language()),
        problems=[(each.question, each.message) for each in problems] if told else [],
        complete=not problems,
        problem_count=len(problems),
        can_edit=bool(can_edit(actor(), application, now)),
        can_sign=bool(can_sign(actor(), application, now)),
        can_submit=bool(submits),
        refusal=submits.reason if isinstance(submits, Refused) else "",
        signature=_signature(draft),
        closes_at=draft.closes_at,
        is_late=draft.closes_at is not None and now > draft.closes_at,
        settings=settings(),
    )


def _signature(draft: Draft) -> dict[str, Any]:
    application = draft.application
    person = db().get(Person, application.signed_by) if application.signed_by else None
    return {
        "needed": application.round.signatory_required,
        "stands": draft.signed,
        "void": draft.signature_void,
        "who": person.name if person is not None else "",
        "at": application.signed_at,
    }


def _names(application: Application) -> dict[str, str]:
    return {key: attachment.name for key, (attachment, _) in attached(db(), application.response_id).items()}


@door.route("/applications/<reference>/sign", methods=["GET", "POST"])
@access("applicant")
def sign(reference: str) -> Any:
    """The signatory reads everything, then signs exactly that."""
    draft = _draft(reference)
    allowed(can_sign(actor(), draft.application, clock.now()))
    form = DeclarationForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form) as work:
                sign_application(work, reference, digest=form.digest.data or "", agreed=bool(form.agreed.data))
                url = url_for("apply.application", reference=reference)
                work.outcome = {"location": url}
            flash(_("You have signed. The lead can now submit the application."), "success")
            return redirect(url, 303)
    else:
        form.digest.data = draft.digest
    draft = _draft(reference) if form.errors else draft  # after a piece of work it must be read again
    page = render_template(
        "apply/sign.html",
        form=form,
        application=draft.application,
        fund=words(draft.application.fund.title, language()),
        sections=in_words(draft.form, draft.answers, files=_names(draft.application), language=language()),
        complete=not draft.problems,
        signature=_signature(draft),
        settings=settings(),
    )
    return page, 422 if form.errors else 200
