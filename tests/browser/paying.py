"""From the letter to the money: two people accept and give bank details; finance checks, prepares and releases."""

import hashlib
from datetime import date

from sqlalchemy import select

from grants.integrations.finance_status import Outcome, StatusLine, write_status_file
from grants.models import Letter, Payment, PaymentRun
from tests.browser.window import Window


def letter_bytes(window: Window, reference: str) -> bytes:
    """The letter as the grantee downloads it: the very bytes that were issued."""
    window.go(f"/awards/{reference}")
    window.picture("13-award")
    with window.site.house.database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.reference.contains(reference))).first()
        assert letter is not None and letter.sha256
    window.go(f"/letters/{letter.reference}")
    window.see("£30,000")
    data = window.take("Download this letter as a PDF")
    assert data.startswith(b"%PDF")
    assert hashlib.sha256(data).hexdigest() == letter.sha256
    return data


def accept(window: Window, reference: str, name: str) -> None:
    """One of the two people who must."""
    window.go(f"/awards/{reference}/accept")
    window.fill("Your full name", name)
    window.page.locator("input[name=declared]").check()
    window.press("Accept this grant")


def give_bank_details(window: Window, organisation: str, statement: bytes) -> None:
    """An account in the organisation's own name, with a statement."""
    window.go(f"/organisations/{organisation}/bank-details")
    window.fill("Name on the account", "Riverside Neighbours")
    window.fill("Sort code", "20-20-15")
    window.fill("Account number", "41063372")
    window.send_file("A bank statement of the last three months", "statement.pdf", statement, "application/pdf")
    window.press("Send these bank details")
    window.see("ending 72")


def verify_bank(finance: Window, when: date) -> None:
    """A call to a number we held; the one who gave the details can't do this."""
    finance.go("/bank-checks")
    finance.press("Riverside Neighbours")
    finance.press("Show the full details")
    finance.see("41063372")
    finance.page.get_by_role("group", name="Which number did you call?").get_by_role("radio").first.check()
    finance.fill("Whom did you speak to?", "Joy Lane")
    finance.fill("On which day?", f"{when:%d/%m/%Y}")
    finance.fill("At what time?", "09:30")
    finance.choose("What did the bank say about the account name?", "It matches")
    finance.tick("I have looked at a bank statement")
    finance.fill("Supplier number in the finance system", "S10442")
    finance.press("Verify these details")


def prepare(finance: Window) -> str:
    """A run of everything that is ready; its reference."""
    finance.go("/payments")
    finance.see("Ready to pay", "Riverside Neighbours")
    finance.picture("14-next-pay-day")
    finance.press("Prepare a run")
    return finance.page.url.rsplit("/", 1)[-1]


def release(finance: Window, run: str, total: str) -> bytes:
    """A second person releases; the file for finance."""
    finance.go(f"/payments/runs/{run}")
    finance.press(f"Release {total}")
    finance.site.work_off()
    finance.go(f"/payments/runs/{run}")
    finance.picture("15-run")
    data = finance.take("Download")
    with finance.site.house.database.reading() as session:
        kept = session.scalars(select(PaymentRun.file_sha256).where(PaymentRun.reference == run)).one()
    assert hashlib.sha256(data).hexdigest() == kept
    return data


def settle(finance: Window, run: str, on: date) -> None:
    """The finance system's file says that all were paid."""
    with finance.site.house.database.reading() as session:
        paid = session.scalars(select(Payment).join(PaymentRun).where(PaymentRun.reference == run)).all()
    lines = [StatusLine(each.reference, Outcome.PAID, on, f"AP{each.id:05d}", "", each.pence) for each in paid]
    finance.go("/payments/status")
    finance.send_file("Status file (CSV)", "status.csv", write_status_file(lines), "text/csv")
    finance.press("Read the file")
    finance.go(f"/payments/runs/{run}")
    finance.see("Settled")


def pay(first: Window, second: Window, total: str, on: date) -> bytes:
    """Prepared by one, released by another, settled by the status file."""
    run = prepare(first)
    first.go(f"/payments/runs/{run}")
    assert not first.page.get_by_role("button", name="Release").count(), "who prepared a run can't release it"
    data = release(second, run, total)
    settle(first, run, on)
    return data
