"""Bank details as an organisation gives them."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.award.bank_details import BankDetails
from grants.award.commands.propose_bank_account import propose_bank_account
from grants.award.queries import bank_page
from grants.blueprints.award.door import door
from grants.blueprints.award.forms import BankForm
from grants.domain.identifiers import account_number, roll_number, sort_code
from grants.domain.modulus import ModulusTable, read_table
from grants.web.access import access
from grants.web.request import actor, db, settings, shown_on, working
from grants.web.uploads import take, write_file

NOT_CHECKED = "not_checked"


@door.get("/organisations/<reference>/bank-details")
@access("applicant")
def bank_details(reference: str) -> Any:
    """Where the organisation is paid, by its last two figures, and a form for another account."""
    return _page(reference, BankForm(formdata=None))


def _page(reference: str, form: BankForm) -> str:
    return render_template("award/bank_details.html", page=bank_page(db(), actor(), reference), form=form)


@door.post("/organisations/<reference>/bank-details")
@access("applicant")
def give_bank_details(reference: str) -> Any:
    """New details wait until finance has checked them; those in use stay in use."""
    bank_page(db(), actor(), reference)
    form = BankForm()
    here = url_for("award.bank_details", reference=reference)
    if form.validate_on_submit():
        with shown_on(form):
            taken = take(request.files.get("statement"), field="statement")
            details = _details(form)
            with working(form, lands=here) as work:
                evidence = write_file(work, taken)
                propose_bank_account(work, reference, details, modulus=_modulus(details), evidence_file_id=evidence.id)
            flash(
                _("We have your bank details. We will ring you to check them before we pay anything there."), "success"
            )
            return redirect(here, 303)
    return _page(reference, form), 422


def _details(form: BankForm) -> BankDetails:
    roll = (form.roll_number.data or "").strip()
    return BankDetails(
        account_name=" ".join((form.account_name.data or "").split()),
        sort_code=sort_code(form.sort_code.data or ""),
        account_number=account_number(form.account_number.data or ""),
        roll_number=roll_number(roll) if roll else "",
    )


def _modulus(details: BankDetails) -> str:
    """What the banks' own table says; without a table nothing is checked, and the record says so."""
    path = settings().bank_table
    return _table(path).check(details.sort_code, details.account_number).value if path else NOT_CHECKED


@lru_cache(maxsize=1)
def _table(path: str) -> ModulusTable:
    return read_table(Path(path).read_text(encoding="ascii").splitlines())
