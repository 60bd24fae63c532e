"""Pages of an application: start, task list, receipt, copy, timeline, withdraw."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from grants import clock
from grants.apply.commands.start_application import start_application
from grants.apply.commands.withdraw_application import withdraw_application
from grants.apply.funds import fund_on_show, round_with_forms, words
from grants.apply.home import applications_of, begun_in, expected_on, organisations_of
from grants.apply.policy import WRITERS, can_edit, can_sign, can_submit, can_withdraw, part_in
from grants.apply.progress import outcome_of, steps_of
from grants.apply.queries import Draft, application_in_scope, draft_of, last_saved
from grants.apply.states import BEFORE_AWARD
from grants.apply.summary import attached, in_words
from grants.blueprints.apply.door import allowed, door, language
from grants.blueprints.apply.forms import StartForm, WithdrawForm
from grants.blueprints.apply.papers import application_copy, zipped
from grants.documents.pdf import render_pdf
from grants.domain.calendar import in_words_until, to_london
from grants.domain.errors import NotFound, WrongState
from grants.models import Application, Submission
from grants.questions.answers import section_status
from grants.web.access import access
from grants.web.downloads import as_download, log_access, stored_bytes
from grants.web.eligibility_pass import pass_for
from grants.web.request import actor, db, settings, shown_on, working
from grants.web.states import shown_tag

STATUS = {
    "not_started": ("Not started", "grey"),
    "in_progress": ("In progress", "blue"),
    "complete": ("Complete", None),
}


@door.route("/funds/<key>/<round_key>/apply", methods=["GET", "POST"])
@access("applicant")
def start(key: str, round_key: str) -> Any:
    """Choose who applies, and whether earlier answers come along."""
    fund = fund_on_show(db(), actor(), key, now=clock.now(), language=language())
    round_ = round_with_forms(db(), actor(), key, round_key, now=clock.now())
    mine = [each for each in organisations_of(db(), actor()) if part_in(actor(), each.id) in WRITERS]
    version = round_.eligibility_form
    passed = pass_for(round_.id, version.digest) if version is not None else None
    if version is not None and passed is None and round_.route in ("competitive", "rolling"):
        return redirect(url_for("public.eligibility", key=key, round=round_key), 303)
    form = _start_form(mine)
    if mine and form.validate_on_submit():
        with shown_on(form):
            with working(form) as work:
                made = start_application(
                    work,
                    round_.id,
                    form.organisation.data or "",
                    eligibility=passed,
                    copy_from=form.copy_from.data or "",
                )
                url = url_for("apply.application", reference=made.reference)
                work.outcome = {"location": url}
            return redirect(url, 303)
    on_show = next(each for each in fund.rounds if each.id == round_.id)
    page = render_template(
        "apply/start.html",
        fund=fund,
        round=on_show,
        form=form,
        organisations=mine,
        reads_only=bool(organisations_of(db(), actor())),
        begun=begun_in(db(), actor(), round_.id, [each.id for each in mine]),
    )
    return page, 422 if form.errors or form.form_errors else 200


def _start_form(mine: Any) -> StartForm:
    form = StartForm()
    form.organisation.choices = [SelectChoice(each.reference, each.name) for each in mine]
    if len(mine) == 1:
        form.organisation.data = mine[0].reference
    earlier = [(card, one) for one in mine for card in applications_of(db(), actor(), one, language=language())]
    form.copy_from.choices = [
        SelectChoice("", _("No, start empty")),
        *(
            SelectChoice(card.reference, f"{card.title or card.fund} ({card.reference}, {one.name})")
            for card, one in earlier
        ),
    ]
    return form


@door.get("/applications/<reference>")
@access("applicant")
def application(reference: str) -> Any:
    """The task list of a draft; where it is, once it was sent."""
    found = application_in_scope(db(), actor(), reference)
    if found.status != "draft":
        return _sent(found)
    draft = draft_of(db(), found)
    now = clock.now()
    edits = bool(can_edit(actor(), found, now))
    return render_template(
        "apply/task_list.html",
        application=found,
        fund=words(found.fund.title, language()),
        tasks=_tasks(draft, edits=edits),
        complete=not draft.problems,
        closes_at=draft.closes_at,
        extended=draft.closes_at is not None and draft.closes_at != found.round.closes_at,
        left=in_words_until(now, draft.closes_at) if draft.closes_at else "",
        is_late=draft.closes_at is not None and now > draft.closes_at,
        saved=last_saved(db(), found.response_id),
        signature_needed=found.round.signatory_required,
        signed=draft.signed,
        signature_void=draft.signature_void,
        can_sign=bool(can_sign(actor(), found, now)),
        can_submit=bool(can_submit(actor(), found, now)),
        can_edit=edits,
        can_withdraw=bool(can_withdraw(actor(), found, now)),
        settings=settings(),
    )


def _tasks(draft: Draft, *, edits: bool) -> list[dict[str, Any]]:
    tasks = []
    for section in draft.form.sections:
        status = section_status(draft.form, section, draft.answers)
        if status == "not_needed":
            continue
        text, colour = STATUS[status]
        href = url_for("apply.section", reference=draft.application.reference, key=section.key) if edits else ""
        tasks.append(
            {
                "title": section.title.in_language(language()),
                "href": href,
                "hint": "",
                "status": {"text": _(text), "colour": colour},
            }
        )
    return tasks


def _sent(found: Application) -> str:
    return render_template(
        "apply/sent.html",
        application=found,
        fund=words(found.fund.title, language()),
        tag=shown_tag(found.shown_status),
        was_sent=found.submitted_at is not None,
        expected=expected_on(found) if found.shown_status == "received" else None,
        steps=steps_of(db(), found, today=to_london(clock.now()).date(), language=language()),
        outcome=outcome_of(db(), found),
        can_withdraw=bool(can_withdraw(actor(), found, clock.now())) and found.shown_status == "received",
        settings=settings(),
    )


@door.get("/applications/<reference>/receipt")
@access("applicant")
def receipt(reference: str) -> Any:
    found, submission = _submitted(reference)
    return render_template(
        "apply/receipt.html",
        application=found,
        submission=submission,
        fund=words(found.fund.title, language()),
        expected=expected_on(found),
        settings=settings(),
    )


@door.get("/applications/<reference>/timeline")
@access("applicant")
def timeline(reference: str) -> Any:
    found = application_in_scope(db(), actor(), reference)
    today = to_london(clock.now()).date()
    steps = steps_of(db(), found, today=today, language=language())
    return render_template("apply/timeline.html", application=found, steps=steps, settings=settings())


@door.get("/applications/<reference>/answers")
@access("applicant")
def answers(reference: str) -> Any:
    """What was sent, word for word."""
    found, submission = _submitted(reference)
    draft = draft_of(db(), found)
    sections = in_words(draft.form, submission.content, files=_names(found), language=language())
    return render_template("apply/sent_answers.html", application=found, submission=submission, sections=sections)


@door.get("/applications/<reference>/copy.pdf")
@access("applicant")
def copy_pdf(reference: str) -> Any:
    found, submission = _submitted(reference)
    name, data = _pdf(found, submission)
    log_access("copy", kind="application", subject_id=found.id, reference=reference)
    return as_download(data, name=name, media_type="application/pdf")


@door.get("/applications/<reference>/copy.zip")
@access("applicant")
def copy_zip(reference: str) -> Any:
    """The PDF with every file that was sent and may be opened."""
    found, submission = _submitted(reference)
    files = [_pdf(found, submission)]
    for attachment, file in attached(db(), found.response_id).values():
        if file.state == "clean":
            files.append((attachment.name, stored_bytes(file)))
    log_access("copy", kind="application", subject_id=found.id, reference=reference, rows=len(files))
    return as_download(zipped(files), name=f"{reference}.zip", media_type="application/zip")


def _pdf(found: Application, submission: Submission) -> tuple[str, bytes]:
    draft = draft_of(db(), found)
    sections = in_words(draft.form, submission.content, files=_names(found), language=language())
    document = application_copy(found, submission, sections, language=language())
    return f"{found.reference}.pdf", render_pdf(document)


def _names(found: Application) -> dict[str, str]:
    return {key: attachment.name for key, (attachment, _) in attached(db(), found.response_id).items()}


def _submitted(reference: str) -> tuple[Application, Submission]:
    found = application_in_scope(db(), actor(), reference)
    submission = (
        db()
        .scalars(
            select(Submission).where(Submission.application_id == found.id).order_by(Submission.number.desc()).limit(1)
        )
        .one_or_none()
    )
    if submission is None:
        raise NotFound("receipt")
    return found, submission


@door.route("/applications/<reference>/withdraw", methods=["GET", "POST"])
@access("applicant")
def withdraw(reference: str) -> Any:
    found = application_in_scope(db(), actor(), reference)
    allowed(can_withdraw(actor(), found, clock.now()))
    if found.status not in BEFORE_AWARD:
        raise WrongState(_("This application can’t be withdrawn any more. Call us if you no longer want the grant."))
    form = WithdrawForm()
    if form.validate_on_submit():
        with working(form) as work:
            withdraw_application(work, reference, form.version.data or 0, reason=form.reason.data or "")
            url = url_for("apply.application", reference=reference)
            work.outcome = {"location": url}
        flash(_("The application is withdrawn."), "success")
        return redirect(url, 303)
    if request.method == "GET":
        form.seen(found)
    return render_template("apply/withdraw.html", form=form, application=found)
