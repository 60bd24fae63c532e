"""Bank details to be checked: the list, the account beside the one before it, and what was found."""

from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants import clock
from grants.blueprints.pay.door import door
from grants.blueprints.pay.forms import RefuseForm, VerifyForm
from grants.domain.errors import NotFound
from grants.pay.bank import MOST_SHOWN, AccountPage, account_page, on_hold, revealed, to_check
from grants.pay.commands.refuse_account import refuse_account
from grants.pay.commands.verify_account import AccountCheck, verify_account
from grants.web.access import access
from grants.web.downloads import log_access, send_stored
from grants.web.forms import Form, whole
from grants.web.request import actor, db, house, shown_on, working

FINANCE = ("finance", "auditor")


@door.get("/bank-checks")
@access(*FINANCE)
def bank_checks() -> Any:
    """Bank details that nobody has checked yet, and those whose payments are still held."""
    rows = to_check(db(), actor(), after=request.args.get("after", 0, type=whole))
    following = url_for("pay.bank_checks", after=rows[-1].id) if len(rows) == MOST_SHOWN else None
    held = on_hold(db(), actor(), clock.now())
    return render_template("pay/bank_checks.html", rows=rows, held=held, following=following)


@door.get("/bank-checks/<int:account_id>")
@access(*FINANCE)
def bank_account(account_id: int) -> Any:
    """One account beside the one before it. The figures stay hidden until somebody asks for them."""
    return _page(_look(account_id))


@door.post("/bank-checks/<int:account_id>/reveal")
@access(*FINANCE)
def reveal(account_id: int) -> Any:
    """Show the full details, once they are written down as seen."""
    page = _look(account_id)
    log_access("reveal", kind="bank_account", subject_id=account_id, reference=page.organisation.reference)
    new, old = revealed(house().keys, page)
    return _page(replace(page, new=new, old=old))


def _look(account_id: int) -> AccountPage:
    return account_page(db(), actor(), account_id, clock.now())


def _page(page: AccountPage, *, form: VerifyForm | None = None, refuse: RefuseForm | None = None) -> Any:
    verify = (form or VerifyForm(formdata=None).seen(page.account)).offer(page.numbers)
    refusing = refuse or RefuseForm(formdata=None).seen(page.account)
    shown = refuse or verify
    body = render_template(
        "pay/bank_account.html",
        page=page,
        form=shown,
        verify=verify,
        refuse=refusing,
        show=Form(formdata=None),
    )
    return body, 422 if shown.errors or shown.form_errors else 200


@door.post("/bank-checks/<int:account_id>/verify")
@access("finance")
def verify(account_id: int) -> Any:
    """Record the call back and the name check, and make the account the one that is paid."""
    page = _look(account_id)
    form = VerifyForm().offer(page.numbers)
    if form.validate_on_submit():
        with shown_on(form):
            check = _check(form)
            if check is not None:
                with working(form, lands=url_for("pay.bank_checks")) as work:
                    verify_account(work, account_id, form.version.data, check)
                flash(_("The bank details are verified."), "success")
                return redirect(url_for("pay.bank_checks"), 303)
    return _page(_look(account_id), form=form)


def _check(form: VerifyForm) -> AccountCheck | None:
    try:
        called_at = form.called_at
    except ValueError as problem:
        form.call_back_time.errors = [str(problem)]
        return None
    return AccountCheck(
        call_back_number=form.number_called,
        from_register=form.from_register,
        call_back_person=(form.call_back_person.data or "").strip(),
        call_back_at=called_at,
        name_check=form.name_check.data,
        statement_seen=form.statement_seen.data,
        supplier_number=(form.supplier_number.data or "").strip(),
    )


@door.post("/bank-checks/<int:account_id>/refuse")
@access("finance")
def refuse(account_id: int) -> Any:
    """Refuse the details: the organisation is told why."""
    form = RefuseForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url_for("pay.bank_checks")) as work:
                refuse_account(work, account_id, form.version.data, reason=(form.reason.data or "").strip())
            flash(_("The bank details are refused. The organisation has been told."), "success")
            return redirect(url_for("pay.bank_checks"), 303)
    return _page(_look(account_id), refuse=form)


@door.get("/bank-checks/<int:account_id>/statement")
@access(*FINANCE)
def bank_statement(account_id: int) -> Response:
    """The statement that came with the details."""
    page = _look(account_id)
    if page.evidence is None or page.evidence.state not in ("clean", "unscanned"):
        raise NotFound("statement")
    return send_stored(
        page.evidence,
        name=f"statement-{page.organisation.reference}",
        kind="bank_account",
        subject_id=account_id,
        reference=page.organisation.reference,
    )
