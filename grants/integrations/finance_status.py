"""What the finance system says became of each payment, read line by line with every fault named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from grants.domain.money import parse_pounds, plain
from grants.integrations.csv_lines import read_lines, write_lines

STATUS_COLUMNS = ("Reference", "Outcome", "Date", "Finance reference", "Reason", "Amount")


class Outcome(StrEnum):
    PAID = "PAID"
    REJECTED = "REJECTED"


@dataclass(frozen=True)
class StatusLine:
    reference: str
    outcome: Outcome
    on: date
    finance_reference: str
    reason: str
    amount: int


class StatusFileFaulty(ValueError):
    """Nothing of the file is used; each problem names its line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def write_status_file(lines: Sequence[StatusLine]) -> bytes:
    """What a finance system sends; amounts are pence."""
    return write_lines([STATUS_COLUMNS, *(_cells(line) for line in lines)])


def _cells(line: StatusLine) -> tuple[str, ...]:
    on, amount = line.on.isoformat(), plain(line.amount)
    return line.reference, line.outcome, on, line.finance_reference, line.reason, amount


def read_status_file(data: bytes) -> list[StatusLine]:
    try:
        rows = read_lines(data)
    except ValueError as problem:
        raise StatusFileFaulty([str(problem)]) from None
    if not rows or tuple(cell.strip() for cell in rows[0][1]) != STATUS_COLUMNS:
        raise StatusFileFaulty([f"Line 1 must be the headings: {', '.join(STATUS_COLUMNS)}"])
    if len(rows) == 1:
        raise StatusFileFaulty(["The file has no payments in it"])
    return _all_lines(rows[1:])


def _all_lines(rows: list[tuple[int, list[str]]]) -> list[StatusLine]:
    lines: list[StatusLine] = []
    problems: list[str] = []
    first_seen: dict[str, int] = {}
    for at, cells in rows:
        faults = _faults(cells)
        reference = cells[0].strip()
        if reference in first_seen:
            faults.append(f"reference {reference} is also on line {first_seen[reference]}")
        first_seen.setdefault(reference, at)
        problems += [f"Line {at}: {fault}" for fault in faults]
        if not faults:
            lines.append(_line(cells))
    if problems:
        raise StatusFileFaulty(problems)
    return lines


def _faults(cells: list[str]) -> list[str]:
    if len(cells) != len(STATUS_COLUMNS):
        return [f"has {len(cells)} columns and must have {len(STATUS_COLUMNS)}"]
    reference, outcome, on, finance_reference, reason, amount = (cell.strip() for cell in cells)
    faults = [] if reference else ["the reference is missing"]
    if outcome not in tuple(Outcome):
        faults.append(f"the outcome must be PAID or REJECTED, not {outcome or 'empty'}")
    if outcome == Outcome.PAID and not finance_reference:
        faults.append("a paid line needs the finance reference")
    if outcome == Outcome.REJECTED and not reason:
        faults.append("a rejected line needs the reason")
    return faults + _fault_of(_date, on) + _fault_of(parse_pounds, amount)


def _fault_of(read: Callable[[str], object], cell: str) -> list[str]:
    try:
        read(cell)
    except ValueError as problem:
        return [str(problem)]
    return []


def _date(text: str) -> date:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise ValueError("the date must be like 2026-11-21 or 21/11/2026")


def _line(cells: list[str]) -> StatusLine:
    reference, outcome, on, finance_reference, reason, amount = (cell.strip() for cell in cells)
    return StatusLine(
        reference=reference,
        outcome=Outcome(outcome),
        on=_date(on),
        finance_reference=finance_reference,
        reason=reason,
        amount=parse_pounds(amount),
    )
