"""The banks' modulus check: whether an account number is possible at its sort code, by the operator's table.

The table is licensed, and so is read from where the operator keeps it. A pass means that the number is
possible, never that the account exists.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from grants.domain.identifiers import account_number, sort_code

METHODS = ("MOD10", "MOD11", "DBLAL")
_G, _H, _A, _B, _C = 12, 13, 6, 7, 8
_LLOYDS_EURO = (0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1)
_LLOYDS_EURO_9 = (0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1)
_EITHER_MAY_PASS = ({2, 9}, {10, 11}, {12, 13})
_OTHER_SORT_CODE = {8: "090126", 9: "309634"}


class ModulusResult(StrEnum):
    PASS = "possible"  # noqa: S105
    FAIL = "not_possible"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True)
class Row:
    start: str
    end: str
    method: str
    weights: tuple[int, ...]
    exception: int = 0


@dataclass(frozen=True)
class ModulusTable:
    rows: tuple[Row, ...]
    substitutes: Mapping[str, str] = field(default_factory=dict)

    def rows_for(self, code: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.start <= code <= row.end)[:2]

    def check(self, code: str, account: str) -> ModulusResult:
        """Both rows must pass, except for the pairs of exceptions where either may."""
        code, account = sort_code(code), account_number(account)
        rows = self.rows_for(code)
        if not rows:
            return ModulusResult.NOT_CHECKABLE
        return ModulusResult.PASS if self._passes(rows, code, account) else ModulusResult.FAIL

    def _passes(self, rows: tuple[Row, ...], code: str, account: str) -> bool:
        first = self._row_passes(rows[0], code, account)
        if len(rows) == 1 or _may_skip_second(rows[1], account):
            return first
        if {rows[0].exception, rows[1].exception} in _EITHER_MAY_PASS:
            return first or self._row_passes(rows[1], code, account)
        return first and self._row_passes(rows[1], code, account)

    def _row_passes(self, row: Row, code: str, account: str) -> bool:
        if row.exception == 5:
            code = self.substitutes.get(code, code)
        code = _OTHER_SORT_CODE.get(row.exception, code)
        digits = tuple(int(digit) for digit in code + account)
        if row.exception == 6 and 4 <= digits[_A] <= 8 and digits[_G] == digits[_H]:
            return True  # a foreign currency account, which cannot be checked
        return _sum_passes(replace(row, weights=_weights(row, digits)), digits)


def _may_skip_second(row: Row, account: str) -> bool:
    return row.exception == 3 and account[2] in "69"


def _weights(row: Row, digits: tuple[int, ...]) -> tuple[int, ...]:
    if row.exception == 2 and digits[_A] != 0:
        return _LLOYDS_EURO_9 if digits[_G] == 9 else _LLOYDS_EURO
    ten = row.exception == 10 and digits[_B] == 9 and digits[_A] in (0, 9)
    if digits[_G] == 9 and (row.exception == 7 or ten):
        return (0,) * 8 + row.weights[8:]
    return row.weights


def _sum_passes(row: Row, digits: tuple[int, ...]) -> bool:
    modulus = 11 if row.method == "MOD11" else 10
    remainder = (_total(row, digits) + (27 if row.exception == 1 else 0)) % modulus
    if row.exception == 4:
        return remainder == digits[_G] * 10 + digits[_H]
    if row.exception == 5:
        # A remainder of 1 asks for the figure 10, which no digit is, so it fails as it must.
        check_digit = digits[_G] if row.method == "MOD11" else digits[_H]
        return check_digit == -remainder % modulus
    if remainder and row.exception == 14:
        return _coutts_second_try(row, digits)
    return remainder == 0


def _coutts_second_try(row: Row, digits: tuple[int, ...]) -> bool:
    if digits[_H] not in (0, 1, 9):
        return False
    shifted = (*digits[:_A], 0, *digits[_A:_H])
    return _total(row, shifted) % 11 == 0


def _total(row: Row, digits: tuple[int, ...]) -> int:
    products = [weight * digit for weight, digit in zip(row.weights, digits, strict=True)]
    return sum(sum(divmod(product, 10)) for product in products) if row.method == "DBLAL" else sum(products)


def read_table(lines: Iterable[str], substitutes: Iterable[str] = ()) -> ModulusTable:
    """Reads the weight table and the sort code substitutions; every bad line is named."""
    rows, problems = [], []
    for at, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(_row(line.split()))
        except ValueError as problem:
            problems.append(f"line {at}: {problem}")
    swaps, bad = _substitutes(substitutes)
    if problems or bad or not rows:
        raise ValueError("; ".join(problems + bad) or "the table is empty")
    return ModulusTable(rows=tuple(rows), substitutes=swaps)


def _row(cells: list[str]) -> Row:
    if len(cells) not in (17, 18):
        raise ValueError("needs two sort codes, a method, 14 weights and sometimes an exception")
    start, end, method = cells[:3]
    if not all(len(code) == 6 and code.isascii() and code.isdigit() for code in (start, end)) or start > end:
        raise ValueError("the sort codes must be 6 figures each, the lower first")
    if method not in METHODS:
        raise ValueError(f"the method must be one of {', '.join(METHODS)}")
    weights = tuple(int(cell) for cell in cells[3:17])
    exception = int(cells[17]) if len(cells) == 18 else 0
    if not 0 <= exception <= 14:
        raise ValueError(f"exception {exception} is not known")
    return Row(start=start, end=end, method=method, weights=weights, exception=exception)


def _substitutes(lines: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    swaps: dict[str, str] = {}
    problems = []
    for at, line in enumerate(lines, start=1):
        cells = line.split()
        if len(cells) == 2 and all(len(code) == 6 and code.isdigit() for code in cells):
            swaps[cells[0]] = cells[1]
        elif cells:
            problems.append(f"substitution line {at}: needs two sort codes of 6 figures")
    return swaps, problems
