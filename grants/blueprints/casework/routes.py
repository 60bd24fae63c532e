"""Officers find cases and read one: worklist, case, its files and what happened."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from grants import clock
from grants.actor import CASEWORK
from grants.blueprints.casework.forms import OwnerForm
from grants.blueprints.casework.list_file import TAKERS, list_file
from grants.blueprints.casework.pages import case_page, worklist_page
from grants.check.commands.take_case import take_case
from grants.check.timeline import happened
from grants.check.worklist import Filters, filters_from
from grants.domain.calendar import to_london
from grants.domain.errors import NotFound, WrongState
from grants.models import Attachment, StoredFile
from grants.web.access import access
from grants.web.case import case_facts, header_of
from grants.web.downloads import as_download, send_stored
from grants.web.first_view import note_first_view
from grants.web.request import db, working

door = Blueprint("casework", __name__, url_prefix="/casework")


@door.get("")
@access(*CASEWORK)
def worklist() -> Any:
    """Cases to find and to work from."""
    return render_template("casework/worklist.html", page=worklist_page(_filters()))


@door.get("/applications.csv")
@access(*TAKERS)
def worklist_csv() -> Response:
    """The cases of the list, all its pages, as a file; who took how many is written down first."""
    parts = list_file(_filters())
    today = _today()
    return as_download(parts, name=f"applications-{today.isoformat()}.csv", media_type="text/csv; charset=utf-8")


def _filters() -> Filters:
    return filters_from(request.args, _today())


def _today() -> date:
    return to_london(clock.now()).date()


@door.get("/<reference>")
@access(*CASEWORK)
def case(reference: str) -> Any:
    """One application as it was sent, with its money, files and seal."""
    note_first_view(reference)
    return render_template("casework/case.html", page=case_page(reference), form=OwnerForm())


@door.post("/<reference>/take")
@access("officer", "manager")
def take(reference: str) -> Any:
    """The case is mine from now on."""
    return _own(reference, give_back=False, said=_("You own this case now."))


@door.post("/<reference>/give-back")
@access("officer", "manager")
def give_back(reference: str) -> Any:
    """The case is nobody's again."""
    return _own(reference, give_back=True, said=_("You have given this case back."))


def _own(reference: str, *, give_back: bool, said: str) -> Any:
    form = OwnerForm()
    url = url_for("casework.case", reference=reference)
    if form.validate_on_submit():
        with working(form, lands=url) as work:
            take_case(work, reference, give_back=give_back)
        flash(said, "success")
    return redirect(url, 303)


@door.get("/<reference>/timeline")
@access(*CASEWORK)
def timeline(reference: str) -> Any:
    """What happened, newest first."""
    facts = case_facts(reference)
    entries = happened(db(), application_id=facts.application.id, award_id=facts.award_id, seen=facts.sight)
    return render_template("casework/timeline.html", case=header_of(facts, "Timeline"), entries=entries)


@door.get("/<reference>/files/<int:attachment_id>")
@access(*CASEWORK)
def file(reference: str, attachment_id: int) -> Any:
    """A file that came with the application; one that was not scanned only behind a warning."""
    facts = case_facts(reference)
    row = (
        db()
        .execute(
            select(Attachment, StoredFile)
            .join(StoredFile, StoredFile.id == Attachment.file_id)
            .where(Attachment.id == attachment_id, Attachment.response_id == facts.application.response_id)
            .where(Attachment.removed_at.is_(None))
        )
        .one_or_none()
    )
    if row is None or not facts.sight.identity:
        raise NotFound
    attachment, stored = row
    if stored.state in ("pending", "infected"):
        raise WrongState(_("This file can’t be opened: the virus scanner has not passed it."))
    if stored.state == "unscanned" and request.args.get("open") != "1":
        size = _("%(size)s KB", size=max(1, stored.size // 1024))
        return render_template("files/unscanned.html", name=attachment.name, size=size)
    return send_stored(stored, name=attachment.name, kind="attachment", subject_id=attachment.id, reference=reference)
