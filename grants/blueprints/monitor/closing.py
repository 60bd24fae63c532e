"""The end of an award: the checklist, unspent money, and closing."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.actor import APPROVERS, CASEWORK
from grants.blueprints.monitor.door import door
from grants.blueprints.monitor.forms import AgreeForm, InvoiceForm, ReceiveForm, SendForm, WriteOffForm
from grants.monitor.closing import Closing, closing_page
from grants.monitor.commands.agree_recovery import agree_recovery
from grants.monitor.commands.close_award import close_award
from grants.monitor.commands.invoice_recovery import invoice_recovery
from grants.monitor.commands.receive_recovery import receive_recovery
from grants.monitor.commands.write_off_recovery import write_off_recovery
from grants.monitor.policy import can_agree, can_close, can_invoice, can_receive, can_write_off
from grants.web.access import access
from grants.web.case import case_header
from grants.web.forms import Form
from grants.web.request import actor, db, shown_on, working


@door.get("/casework/<reference>/close")
@access(*CASEWORK, "finance")
def close(reference: str) -> Any:
    """What is done, what is not, and the sums."""
    return _page(reference)


def _page(reference: str, *, form: Form | None = None) -> Any:
    page = closing_page(db(), actor(), reference)
    shown: dict[str, Any] = {
        "agree": AgreeForm(formdata=None),
        "invoice": InvoiceForm(formdata=None),
        "receive": ReceiveForm(formdata=None),
        "write_off": WriteOffForm(formdata=None),
        "finish": SendForm(formdata=None).seen(page.award),
    }
    if page.recovery is not None:
        shown["invoice"].seen(page.recovery)
        shown["receive"].seen(page.recovery)
        shown["write_off"].seen(page.recovery)
    kinds = {
        AgreeForm: "agree",
        InvoiceForm: "invoice",
        ReceiveForm: "receive",
        WriteOffForm: "write_off",
        SendForm: "finish",
    }
    if form is not None:
        shown[kinds[type(form)]] = form
    body = render_template(
        "monitor/close.html",
        page=page,
        case=case_header(reference, "Returns"),
        reference=reference,
        form=form or shown["finish"],
        may=_may(page),
        **shown,
    )
    return body, 422 if form is not None and (form.errors or form.form_errors) else 200


def _may(page: Closing) -> dict[str, bool]:
    """Which of the steps this person can take now."""
    person, now, recovery = actor(), clock.now(), page.recovery
    live = page.award.status in ("accepted", "active")
    state = recovery.status if recovery is not None else ""
    done = page.returns_done and page.payments_settled and (page.ended or (live and page.final_accepted))
    return {
        "agree": done and bool(page.unspent) and recovery is None and bool(can_agree(person, page.award)),
        "invoice": recovery is not None and state == "agreed" and bool(can_invoice(person, recovery, now)),
        "receive": recovery is not None and state == "invoiced" and bool(can_receive(person, recovery, now)),
        "write_off": recovery is not None
        and state in ("agreed", "invoiced")
        and bool(can_write_off(person, recovery, now)),
        "close": live and page.ready and bool(can_close(person, page.award, now)),
    }


@door.post("/casework/<reference>/close/agree")
@access("officer", "manager")
def agree(reference: str) -> Any:
    """Agree what is unspent."""
    form = AgreeForm()
    if form.validate_on_submit():
        award = closing_page(db(), actor(), reference).award.reference
        with shown_on(form):
            with working(form, lands=_here(reference)) as work:
                agree_recovery(work, award, reason=form.reason.data or "")
            return _done(reference, _("Agreed. Finance sends the invoice next."))
    return _page(reference, form=form)


@door.post("/casework/<reference>/close/invoice")
@access("finance")
def invoice(reference: str) -> Any:
    """Note the invoice."""
    form = InvoiceForm()
    if form.validate_on_submit():
        recovery = closing_page(db(), actor(), reference).recovery
        with shown_on(form):
            with working(form, lands=_here(reference)) as work:
                number = form.invoice_number.data or ""
                invoice_recovery(work, recovery.id if recovery else 0, form.version.data, invoice_number=number)
            return _done(reference, _("The invoice is noted."))
    return _page(reference, form=form)


@door.post("/casework/<reference>/close/receive")
@access("finance")
def receive(reference: str) -> Any:
    """Note that the money came in."""
    form = ReceiveForm()
    if form.validate_on_submit():
        recovery = closing_page(db(), actor(), reference).recovery
        with shown_on(form):
            with working(form, lands=_here(reference)) as work:
                receive_recovery(
                    work,
                    recovery.id if recovery else 0,
                    form.version.data,
                    received_on=form.received_on.data or date.max,
                    finance_reference=form.finance_reference.data or "",
                )
            return _done(reference, _("The money is in the ledger."))
    return _page(reference, form=form)


@door.post("/casework/<reference>/close/write-off")
@access(*APPROVERS)
def write_off(reference: str) -> Any:
    """Give up money that will never come back."""
    form = WriteOffForm()
    if form.validate_on_submit():
        recovery = closing_page(db(), actor(), reference).recovery
        with shown_on(form):
            with working(form, lands=_here(reference)) as work:
                reason = form.reason.data or ""
                write_off_recovery(work, recovery.id if recovery else 0, form.version.data, reason=reason)
            return _done(reference, _("The sum is written off, and the grantee is told."))
    return _page(reference, form=form)


@door.post("/casework/<reference>/close")
@access("officer", "manager")
def finish(reference: str) -> Any:
    """Close the award."""
    form = SendForm()
    if form.validate_on_submit():
        award = closing_page(db(), actor(), reference).award.reference
        with shown_on(form):
            with working(form, lands=_here(reference)) as work:
                close_award(work, award, form.version.data)
            return _done(reference, _("The award is closed. Nothing in it can change now."))
    return _page(reference, form=form)


def _here(reference: str) -> str:
    return url_for("monitor.close", reference=reference)


def _done(reference: str, message: str) -> Any:
    flash(message, "success")
    return redirect(_here(reference), 303)
