"""Files of a draft: add, remove, open."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from grants import clock
from grants.apply.commands.attach_file import attach_file
from grants.apply.commands.detach_file import detach_file
from grants.apply.policy import can_edit
from grants.apply.queries import Draft, application_in_scope, draft_of
from grants.apply.summary import attached
from grants.blueprints.apply.door import allowed, door, language
from grants.blueprints.apply.forms import UploadForm
from grants.domain.errors import NotFound, NotPermitted, WrongState
from grants.models import Application, Attachment, StoredFile
from grants.questions.question import Question
from grants.sight import scoring_open, sight
from grants.web.access import access
from grants.web.request import actor, db, settings, shown_on, working
from grants.web.uploads import MOST_BYTES, serve, shown_file, size_in_words, take, write_file


@door.route("/applications/<reference>/files/<question>", methods=["GET", "POST"])
@access("applicant")
def files(reference: str, question: str) -> Any:
    """The files of one question, and a box to add one."""
    draft, asked = _open(reference, question)
    form = UploadForm()
    if form.validate_on_submit():
        with shown_on(form):
            taken = take(form.file.data, field="file")
            with working() as work:
                file = write_file(work, taken)
                attach_file(work, reference, question=question, file_id=file.id, name=taken.name)
            flash(_("“%(name)s” is added.", name=taken.name), "success")
            return redirect(url_for("apply.files", reference=reference, question=question), 303)
    section = draft.form.section_of(question)
    page = render_template(
        "apply/files.html",
        form=form,
        application=draft.application,
        question=asked.label.in_language(language()),
        help_=asked.help.in_language(language()) if asked.help else "",
        files=_given(draft, question),
        question_key=question,
        section=section.key if section else "",
        most=size_in_words(MOST_BYTES),
        settings=settings(),
    )
    return page, 422 if form.errors else 200


def _open(reference: str, question: str) -> tuple[Draft, Question]:
    application = application_in_scope(db(), actor(), reference)
    if application.status != "draft":
        raise WrongState(_("This application was sent, so its files can’t be changed."))
    allowed(can_edit(actor(), application, clock.now()))
    draft = draft_of(db(), application)
    asked = draft.form.question(question)
    if asked is None or asked.type != "file":
        raise NotFound("question")
    return draft, asked


def _given(draft: Draft, question: str) -> list[dict[str, Any]]:
    kept = attached(db(), draft.application.response_id)
    given = []
    for key in draft.answers.get(question, []):
        attachment, file = kept[key]
        href = url_for("apply.attachment", reference=draft.application.reference, attachment_id=attachment.id)
        given.append({"id": attachment.id, "file": shown_file(attachment.id, file, name=attachment.name, href=href)})
    return given


@door.post("/applications/<reference>/files/<question>/<int:attachment_id>/remove")
@access("applicant")
def remove_file(reference: str, question: str, attachment_id: int) -> Any:
    with working() as work:
        name = detach_file(work, reference, attachment_id).name
    flash(_("“%(name)s” is removed.", name=name), "success")
    return redirect(url_for("apply.files", reference=reference, question=question), 303)


@door.get("/applications/<reference>/attachments/<int:attachment_id>")
@access("signed_in")
def attachment(reference: str, attachment_id: int) -> Any:
    """A file, to whoever may see the application and who applied: a name or a document may say it."""
    application = application_in_scope(db(), actor(), reference)
    scoring = select(Application.id).where(Application.id == application.id, scoring_open(actor()))
    own_open = actor().is_staff and db().scalars(scoring).first() is not None
    if not sight(actor(), application, own_assessment_open=own_open).identity:
        raise NotPermitted(_("Files are closed to you in this round: they may say who applied."))
    row = (
        db()
        .execute(
            select(Attachment, StoredFile)
            .join(StoredFile, StoredFile.id == Attachment.file_id)
            .where(Attachment.id == attachment_id, Attachment.response_id == application.response_id)
        )
        .one_or_none()
    )
    if row is None:
        raise NotFound("file")
    kept, file = row
    return serve(
        file, name=kept.name, to_staff=actor().is_staff, owner=("application", application.id), reference=reference
    )
