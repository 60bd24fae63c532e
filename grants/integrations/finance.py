"""Hands payments to the finance system as a file, and reads back what became of them."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from grants.domain.money import plain
from grants.integrations.csv_lines import write_lines
from grants.integrations.finance_status import (
    Outcome,
    StatusFileFaulty,
    StatusLine,
    read_status_file,
    write_status_file,
)

__all__ = [
    "Outcome",
    "PaymentInstruction",
    "StatusFileFaulty",
    "StatusLine",
    "read_status_file",
    "write_payment_file",
    "write_status_file",
]

COLUMNS = (
    "Record", "Batch", "Supplier number", "Payee", "Sort code", "Account number", "Amount", "Reference",
    "Cost centre", "Subjective", "Project", "Description", "Award", "Due date",
)  # fmt: skip


@dataclass(frozen=True)
class PaymentInstruction:
    """One payment, in pence. The reference is ours, on the payee's statement, and comes back in the status file."""

    supplier_number: str
    payee: str
    sort_code: str
    account_number: str
    amount: int
    reference: str
    cost_centre: str
    subjective: str
    project: str
    description: str
    award_reference: str
    due_on: date


def write_payment_file(run_reference: str, instructions: Sequence[PaymentInstruction]) -> bytes:
    """The same run gives the same bytes. The last line controls the rest: count, total and their SHA-256."""
    problems = _problems(run_reference, instructions)
    if problems:
        raise ValueError("; ".join(problems))
    lines = [COLUMNS, *(_line(run_reference, instruction) for instruction in instructions)]
    body = write_lines(lines)
    total = plain(sum(instruction.amount for instruction in instructions))
    control = ("CONTROL", run_reference, str(len(instructions)), total, hashlib.sha256(body).hexdigest())
    return body + write_lines([control])


def _line(run_reference: str, instruction: PaymentInstruction) -> tuple[str, ...]:
    return (
        "PAYMENT",
        run_reference,
        instruction.supplier_number,
        instruction.payee,
        instruction.sort_code,
        instruction.account_number,
        plain(instruction.amount),
        instruction.reference,
        instruction.cost_centre,
        instruction.subjective,
        instruction.project,
        instruction.description,
        instruction.award_reference,
        instruction.due_on.isoformat(),
    )


def _problems(run_reference: str, instructions: Sequence[PaymentInstruction]) -> list[str]:
    problems = [] if run_reference.strip() else ["the run has no reference"]
    if not instructions:
        problems.append("the run has no payments")
    seen: set[str] = set()
    for at, instruction in enumerate(instructions, start=1):
        problems += [f"payment {at}: {problem}" for problem in _faults(instruction)]
        if instruction.reference in seen:
            problems.append(f"payment {at}: reference {instruction.reference} is used twice")
        seen.add(instruction.reference)
    return problems


def _faults(instruction: PaymentInstruction) -> list[str]:
    rules = (
        (instruction.amount > 0, "the amount must be above £0"),
        (re.fullmatch("[0-9]{6}", instruction.sort_code), "the sort code must be 6 figures"),
        (re.fullmatch("[0-9]{8}", instruction.account_number), "the account number must be 8 figures"),
        (re.fullmatch("[A-Z0-9.&/ -]{1,18}", instruction.reference), "the reference must fit 18 capitals and figures"),
        (instruction.payee.strip(), "the payee has no name"),
        (instruction.supplier_number.strip(), "the payee has no supplier number"),
        (instruction.cost_centre.strip() and instruction.subjective.strip(), "the cost code is not complete"),
    )
    return [problem for good, problem in rules if not good]
