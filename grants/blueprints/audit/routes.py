"""The auditor finds a case, reads its record, takes letters and evidence away, and verifies. Nothing is changed."""

from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.audit.case_record import case_record, load_case, part_of
from grants.audit.find import PAGE, find_cases
from grants.audit.verify import verify_record
from grants.blueprints.audit.asked import asked_from
from grants.blueprints.audit.pack import evidence_pack, send_pack
from grants.blueprints.audit.pages import (
    access_rows,
    found_rows,
    is_verifying,
    last_checkpoint,
    last_verified,
    record_head,
    sections,
)
from grants.domain.errors import NotFound
from grants.models import Letter
from grants.scope import scoped
from grants.web.access import access
from grants.web.downloads import log_access, send_stored
from grants.web.first_view import note_first_view
from grants.web.forms import Form, whole
from grants.web.kept import KeptObjects
from grants.web.outside import files
from grants.web.request import actor, db, house, working

door = Blueprint("audit", __name__, url_prefix="/audit")


@door.get("")
@access("auditor")
def find() -> Any:
    """Cases by reference, organisation, date or sum."""
    asked = asked_from(request.args)
    wanted = asked.wanted()
    before = request.args.get("before", type=whole)
    found = [] if asked.problems else find_cases(db(), actor(), wanted, before=before)
    following = None
    if len(found) > PAGE:
        following = url_for("audit.find", before=found[PAGE - 1].application_id, **dict[str, Any](asked.boxes))
    page = {"rows": found_rows(found), "next": following, "searched": wanted.anything}
    return render_template("audit/find.html", asked=asked, page=page, problems=asked.problems), (
        422 if asked.problems else 200
    )


@door.get("/verify")
@access("auditor")
def verify() -> Any:
    """How the whole record stood when it was last verified, and a button to do it again."""
    return render_template(
        "audit/verify.html",
        form=Form(),
        last=last_verified(),
        checkpoint=last_checkpoint(),
        running=is_verifying(),
    )


@door.post("/verify")
@access("auditor")
def verify_all() -> Any:
    """Ask the worker to verify everything. The record itself is only read."""
    form = Form()
    if form.validate_on_submit():
        with working(form, lands=url_for("audit.verify")) as work:
            work.send("verify_record", f"verify:{form.key.data}")
        flash(_("The whole record is being verified. Open this page again in a minute."), "success")
    return redirect(url_for("audit.verify"), 303)


@door.get("/<reference>")
@access("auditor")
def award(reference: str) -> Any:
    """The record of one case, in order of time, with the evidence under each step."""
    application, _award, _seen = load_case(db(), actor(), reference)
    note_first_view(application.reference)
    record = case_record(db(), actor(), reference)
    return render_template("audit/record.html", record=record, case=record_head(record), form=Form())


@door.post("/<reference>/verify")
@access("auditor")
def verify_case(reference: str) -> Any:
    """Verify the chains this case stands on, now, and say green or red."""
    application, found, _seen = load_case(db(), actor(), reference)
    result = verify_record(db(), house().keys, part=part_of(db(), application, found))
    record = case_record(db(), actor(), reference)
    head = record_head(record)
    letters = [(letter, _letter_holds(letter)) for letter in record.letters if letter.file is not None]
    return render_template("audit/verified.html", result=result, letters=letters, case=head, record=record)


def _letter_holds(letter: Letter) -> bool:
    data = KeptObjects(files()).read(letter.file.object_key) if letter.file else None
    return data is not None and sha256(data).hexdigest() == letter.sha256


@door.get("/<reference>/access")
@access("auditor")
def access_log(reference: str) -> Any:
    """Who looked at this case, and who took something away."""
    name, rows = access_rows(reference)
    return render_template("audit/access.html", reference=name, rows=rows, sections=sections(name, "access"))


@door.get("/letters/<int:letter_id>")
@access("auditor")
def letter(letter_id: int) -> Response:
    """The letter exactly as it was issued: the stored bytes, checked against their hash."""
    found = db().scalars(scoped(actor(), Letter).where(Letter.id == letter_id)).one_or_none()
    if found is None or found.file is None or found.issued_at is None:
        raise NotFound
    name = f"{found.reference.replace('/', '-')}.pdf"
    return send_stored(found.file, name=name, kind="letter", subject_id=found.id, reference=found.reference)


@door.get("/<reference>/pack.zip")
@access("auditor")
def pack(reference: str) -> Response:
    """Everything behind the case in one file, with a hash for each part."""
    record = case_record(db(), actor(), reference)
    members = evidence_pack(record)
    log_access(
        "evidence_pack",
        kind="application",
        subject_id=record.application.id,
        reference=record.application.reference,
        rows=len(members),
    )
    return send_pack(members, name=f"{record.application.reference}-evidence.zip")
