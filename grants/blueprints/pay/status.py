"""What the finance system says became of the payments."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from grants.blueprints.pay.door import door
from grants.blueprints.pay.forms import StatusForm
from grants.pay.commands.import_status import Imported, import_status
from grants.web.access import access
from grants.web.finance_file import StatusFileFaulty, status_facts
from grants.web.request import shown_on, working


@door.get("/payments/status")
@access("finance")
def status_file() -> Any:
    """Where a status file is handed in."""
    return render_template("pay/status_file.html", form=StatusForm())


@door.post("/payments/status")
@access("finance")
def read_status() -> Any:
    """Read a status file: all of it, or none and every fault."""
    form = StatusForm()
    if form.validate_on_submit() and _read(form):
        return redirect(url_for("pay.list_runs"), 303)
    return render_template("pay/status_file.html", form=form), 422


def _read(form: StatusForm) -> bool:
    try:
        digest, facts = status_facts(form.file.data.read())
    except StatusFileFaulty as faulty:
        form.file.errors = list(faulty.problems)
        return False
    form.file.data.seek(0)
    with shown_on(form):
        with working(form, lands=url_for("pay.list_runs")) as work:
            result = import_status(work, sha256=digest, facts=facts)
        flash(_said(result), "success")
    return not form.errors and not form.form_errors


def _said(result: Imported) -> str:
    """What the file changed, with the references of what must be looked at again. Nothing is said of none."""
    sent_back, references = len(result.bounced), ", ".join(result.bounced)
    words = [_("The file is read.")]
    if result.paid:
        words.append(ngettext("%(num)d payment is paid.", "%(num)d payments are paid.", result.paid))
    if sent_back:
        words.append(f"{ngettext('%(num)d was sent back:', '%(num)d were sent back:', sent_back)} {references}.")
    if result.known:
        words.append(ngettext("%(num)d was known before.", "%(num)d were known before.", result.known))
    return " ".join(words)
