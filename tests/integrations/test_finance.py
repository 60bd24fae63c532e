"""Payments leave as one exact file, and what became of them is read back line by line."""

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.integrations.finance import (
    Outcome,
    PaymentInstruction,
    StatusFileFaulty,
    StatusLine,
    read_status_file,
    write_payment_file,
    write_status_file,
)

PAYMENT = PaymentInstruction(
    supplier_number="000412",
    payee="St John’s Carers, Łódź Street",
    sort_code="089999",
    account_number="06637495",
    amount=12_500_50,
    reference="WG-2026-00017-1",
    cost_centre="C1020",
    subjective="44100",
    project="",
    description="Winter Grant, first instalment",
    award_reference="WG-2026-00017-K",
    due_on=date(2026, 12, 3),
)
TWO = [PAYMENT, replace(PAYMENT, reference="WG-2026-00017-2", amount=1)]
PAID = StatusLine("WG-2026-00017-1", Outcome.PAID, date(2026, 12, 3), "FIN0042", "", 12_500_50)
REJECTED = StatusLine("WG-2026-00017-2", Outcome.REJECTED, date(2026, 12, 4), "", "=Account closed", 1)


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.feature("77")
def test_the_file_says_whom_to_pay_what_from_where_and_when() -> None:
    heading, first, _, _ = _rows(write_payment_file("RUN-2026-00003", TWO))
    assert dict(zip(heading, first, strict=True)) == {
        "Record": "PAYMENT", "Batch": "RUN-2026-00003", "Supplier number": "000412",
        "Payee": "St John’s Carers, Łódź Street", "Sort code": "089999", "Account number": "06637495",
        "Amount": "12500.50", "Reference": "WG-2026-00017-1", "Cost centre": "C1020", "Subjective": "44100",
        "Project": "", "Description": "Winter Grant, first instalment", "Award": "WG-2026-00017-K",
        "Due date": "2026-12-03",
    }  # fmt: skip


@pytest.mark.feature("77")
def test_the_last_line_controls_the_count_the_total_and_every_byte_before_it() -> None:
    data = write_payment_file("RUN-2026-00003", TWO)
    body = data[: data.index(b'"CONTROL"')]
    control = _rows(data)[-1]
    assert control == ["CONTROL", "RUN-2026-00003", "2", "12500.51", hashlib.sha256(body).hexdigest()]


@pytest.mark.feature("77")
def test_the_same_run_gives_the_same_bytes() -> None:
    first = write_payment_file("RUN-2026-00003", TWO)
    assert write_payment_file("RUN-2026-00003", [replace(payment) for payment in TWO]) == first
    assert write_payment_file("RUN-2026-00003", TWO[::-1]) != first


def test_no_cell_of_the_file_is_a_formula_or_a_second_line() -> None:
    trick = replace(PAYMENT, payee="=HYPERLINK(1)", description='one\r\n"PAYMENT",\x00two')
    _, row, _ = _rows(write_payment_file("RUN-1", [trick]))
    assert row[3] == "'=HYPERLINK(1)"
    assert row[11] == 'one "PAYMENT",two'


def test_every_fault_of_a_run_is_named_and_no_file_is_made() -> None:
    bad = replace(
        PAYMENT, amount=0, sort_code="8999", account_number="6637495", reference="lower case and far too long"
    )
    with pytest.raises(ValueError, match="payment 2") as refused:
        write_payment_file(" ", [PAYMENT, bad, PAYMENT, replace(PAYMENT, payee=" ", supplier_number="", subjective="")])
    assert str(refused.value).split("; ") == [
        "the run has no reference",
        "payment 2: the amount must be above £0",
        "payment 2: the sort code must be 6 figures",
        "payment 2: the account number must be 8 figures",
        "payment 2: the reference must fit 18 capitals and figures",
        "payment 3: reference WG-2026-00017-1 is used twice",
        "payment 4: the payee has no name",
        "payment 4: the payee has no supplier number",
        "payment 4: the cost code is not complete",
        "payment 4: reference WG-2026-00017-1 is used twice",
    ]


def test_an_empty_run_makes_no_file() -> None:
    with pytest.raises(ValueError, match="no payments"):
        write_payment_file("RUN-1", [])


@pytest.mark.feature("77")
def test_what_finance_says_is_read_back() -> None:
    assert read_status_file(write_status_file([PAID, REJECTED])) == [PAID, REJECTED]


def test_a_file_from_a_spreadsheet_is_read_too() -> None:
    data = (
        "\ufeffReference,Outcome,Date,Finance reference,Reason,Amount\n"
        'WG-2026-00017-1,PAID,03/12/2026,FIN0042,,"£12,500.50"\n\n'
    ).encode()
    assert read_status_file(data) == [PAID]


def test_every_fault_of_a_status_file_is_named_by_its_line() -> None:
    data = (
        b"Reference,Outcome,Date,Finance reference,Reason,Amount\r\n"
        b"A1,PAID,2026-12-03,FIN1,,1.00\r\n"
        b",PAYED,31/02/2026,,,ten\r\n"
        b"A2,PAID,2026-12-03,,,1.00\r\n"
        b"\r\n"
        b"A3,REJECTED,2026-12-03,,,1.00\r\n"
        b"A1,PAID,2026-12-03,FIN1,,1.00\r\n"
        b"A4,PAID\r\n"
    )
    with pytest.raises(StatusFileFaulty) as refused:
        read_status_file(data)
    assert refused.value.problems == (
        "Line 3: the reference is missing",
        "Line 3: the outcome must be PAID or REJECTED, not PAYED",
        "Line 3: the date must be like 2026-11-21 or 21/11/2026",
        "Line 3: Enter the amount in pounds using numbers only, like 1234.50",
        "Line 4: a paid line needs the finance reference",
        "Line 6: a rejected line needs the reason",
        "Line 7: reference A1 is also on line 2",
        "Line 8: has 2 columns and must have 6",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Line 1 must be the headings"),
        (b"Reference,Outcome\r\n", "Line 1 must be the headings"),
        (b"Reference,Outcome,Date,Finance reference,Reason,Amount\r\n", "no payments in it"),
        (b"\xff\xfe\x00", "Save it as CSV"),
        (b'Reference,Outcome\r\n"open', "cannot be read as CSV"),
        (b'A\r\n"a"b,c\r\n', "Line 2 cannot be read as CSV"),
    ],
)
def test_what_is_not_a_status_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(StatusFileFaulty, match=message):
        read_status_file(data)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    with pytest.raises(StatusFileFaulty):
        read_status_file(data)


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=20)
_LINES = st.builds(
    StatusLine,
    reference=st.from_regex(r"[A-Z0-9]{1,12}", fullmatch=True),
    outcome=st.sampled_from(Outcome),
    on=st.dates(),
    finance_reference=_WORDS.filter(bool),
    reason=_WORDS.filter(bool),
    amount=st.integers(min_value=0, max_value=1_000_000_00),
)


@given(st.lists(_LINES, min_size=1, max_size=8, unique_by=lambda line: line.reference))
def test_any_status_written_reads_back_the_same(lines: list[StatusLine]) -> None:
    expected = [
        replace(line, finance_reference=_kept(line.finance_reference), reason=_kept(line.reason)) for line in lines
    ]
    assert read_status_file(write_status_file(lines)) == expected


def _kept(cell: str) -> str:
    """Letters are written one way; nothing else changes."""
    return normalize("NFC", cell)
