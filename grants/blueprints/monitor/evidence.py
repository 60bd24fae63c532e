"""The files of a return: add, remove, open."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.blueprints.monitor.door import door
from grants.blueprints.monitor.forms import EvidenceForm, PartForm
from grants.blueprints.monitor.mine import the_draft
from grants.blueprints.monitor.parts import open_draft
from grants.domain.errors import NotFound
from grants.monitor.commands.attach_evidence import attach_evidence
from grants.monitor.commands.detach_evidence import detach_evidence
from grants.monitor.review import return_for_review
from grants.monitor.writing import EVIDENCE, Draft, evidence_files
from grants.web.access import access
from grants.web.request import actor, db, shown_on, working
from grants.web.uploads import MOST_BYTES, serve, shown_file, size_in_words, take, write_file


@door.route("/awards/<reference>/returns/<int:number>/evidence", methods=["GET", "POST"])
@access("applicant")
def evidence(reference: str, number: int) -> Any:
    """Files that show what was done and spent."""
    draft = open_draft(reference, number)
    question = _question(draft)
    form = EvidenceForm()
    if form.validate_on_submit():
        with shown_on(form):
            taken = take(form.file.data, field="file")
            with working() as work:
                file = write_file(work, taken)
                attach_evidence(work, reference, number, file_id=file.id, name=taken.name, question=question)
            flash(_("“%(name)s” is added.", name=taken.name), "success")
            return redirect(request.full_path, 303)
    files = [
        shown_file(attachment.id, file, name=attachment.name, href=_address(reference, number, attachment.id))
        for attachment, file in evidence_files(db(), draft.owed)
        if attachment.question == question
    ]
    body = render_template(
        "monitor/return_evidence.html",
        draft=draft,
        owed=draft.owed,
        form=form,
        files=files,
        remove=PartForm(formdata=None),
        most=size_in_words(MOST_BYTES),
    )
    return body, 422 if form.errors or form.form_errors else 200


def _question(draft: Draft) -> str:
    """Which question the files belong to: the return's own evidence, or a file question of its form."""
    wanted = request.args.get("question", EVIDENCE)
    asked = draft.form.question(wanted)
    if wanted != EVIDENCE and (asked is None or asked.type != "file"):
        raise NotFound("question")
    return wanted


def _address(reference: str, number: int, attachment_id: int) -> str:
    return url_for("monitor.evidence_file", reference=reference, number=number, attachment_id=attachment_id)


@door.post("/awards/<reference>/returns/<int:number>/evidence/<int:attachment_id>/remove")
@access("applicant")
def remove_evidence(reference: str, number: int, attachment_id: int) -> Any:
    """Take a file out again."""
    form = PartForm()
    if form.validate_on_submit():
        with working(form, lands=url_for("monitor.evidence", reference=reference, number=number)) as work:
            detach_evidence(work, reference, number, attachment_id)
        flash(_("The file is removed."), "success")
    return redirect(url_for("monitor.evidence", reference=reference, number=number), 303)


@door.get("/awards/<reference>/returns/<int:number>/evidence/<int:attachment_id>")
@access("applicant")
def evidence_file(reference: str, number: int, attachment_id: int) -> Any:
    """A file of one's own return."""
    owed = the_draft(reference, number).owed
    return _serve(owed, attachment_id)


@door.get("/returns/<reference>/evidence/<int:attachment_id>")
@access("officer", "manager", "head_of_service", "director", "cabinet_member", "auditor", "finance")
def review_file(reference: str, attachment_id: int) -> Any:
    """A file of a return, for its reviewer."""
    return _serve(return_for_review(db(), actor(), reference), attachment_id)


def _serve(owed: Any, attachment_id: int) -> Any:
    for attachment, file in evidence_files(db(), owed):
        if attachment.id == attachment_id:
            return serve(
                file,
                name=attachment.name,
                to_staff=actor().is_staff,
                owner=("return", owed.id),
                reference=owed.reference,
            )
    raise NotFound("file")
