"""Letters: the page with the same words, the bytes as issued, and a public check that a letter is ours."""

from typing import Any

import structlog
from flask import render_template
from flask_babel import gettext as _

from grants.award.queries import genuine, issued_letter
from grants.blueprints.award.door import door
from grants.blueprints.award.forms import CheckForm
from grants.domain.errors import WrongState
from grants.integrations.files import StoreUnavailable
from grants.web.access import access
from grants.web.downloads import NotTheBytes, send_stored
from grants.web.letter_document import letter_document
from grants.web.request import actor, db

log = structlog.get_logger()


@door.get("/letters/<reference>")
@access("signed_in")
def letter(reference: str) -> Any:
    """The letter as a page: the same words as its PDF, for reading on any screen."""
    found, template = issued_letter(db(), actor(), reference)
    return render_template("award/letter.html", letter=found, document=letter_document(found, template))


@door.get("/letters/<reference>/download")
@access("signed_in")
def download(reference: str) -> Any:
    """Exactly the bytes that were issued, after writing down who took them."""
    found, _template = issued_letter(db(), actor(), reference)
    if found.file is None:
        raise LookupError("an issued letter has its bytes")
    try:
        return send_stored(
            found.file, name=f"{found.reference}.pdf", kind="letter", subject_id=found.id, reference=found.reference
        )
    except (NotTheBytes, StoreUnavailable) as problem:
        log.error("letter_not_sent", letter=found.id, error=type(problem).__name__)
        raise WrongState("This letter can’t be opened just now. Try again in a few minutes, then ring us.") from problem


@door.get("/letters/check")
@access("public")
def check() -> Any:
    """Anybody with a letter in hand can ask whether it is ours."""
    return render_template("award/check.html", form=CheckForm(formdata=None), answer=None)


@door.post("/letters/check")
@access("public")
def answer_check() -> Any:
    """Real, since when and for how much; or not known, whatever the reason."""
    form = CheckForm()
    reference = "".join((form.reference.data or "").split()).upper()
    code = "".join((form.code.data or "").split()).upper()
    if not reference or not code or not form.validate_on_submit():
        problems = [("reference", _("Enter the reference"))] if not reference else []
        problems += [("code", _("Enter the code"))] if not code else []
        return render_template("award/check.html", form=form, answer=None, problems=problems), 422
    found = genuine(db(), reference, code)
    return render_template("award/check.html", form=form, answer="real" if found else "unknown", letter=found)
