"""Money is whole pence: how it is typed, shown, split and compared."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from grants.domain.money_words import in_words

__all__ = [
    "MOST_PENCE",
    "amount",
    "in_words",
    "parse_pounds",
    "percent_of",
    "plain",
    "pounds",
    "pounds_exact",
    "split_by_percent",
    "split_evenly",
]

MOST_PENCE = 1_000_000_000_00
_TYPED = re.compile(r"£?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.(?P<part>[0-9]*))?", re.ASCII)
_HUNDRED = Decimal(100)


def pounds(pence: int) -> str:
    """For prose: pence are shown only where there are some."""
    shown = pounds_exact(pence)
    return shown.removesuffix(".00")


def pounds_exact(pence: int) -> str:
    sign = "-" if pence < 0 else ""
    return f"{sign}£{amount(abs(pence))}"


def amount(pence: int) -> str:
    """For table columns whose heading already says pounds."""
    sign = "-" if pence < 0 else ""
    whole, part = divmod(abs(pence), 100)
    return f"{sign}{whole:,}.{part:02d}"


def plain(pence: int) -> str:
    """For files that other systems read."""
    return amount(pence).replace(",", "")


def parse_pounds(text: str) -> int:
    """Pence from what a person typed; the message says what to do about it."""
    typed = re.sub(r"\s+", "", text)
    if not typed:
        raise ValueError("Enter an amount in pounds")
    if typed[0] in "-−–(" or typed.startswith("£-"):
        raise ValueError("The amount must be £0 or more")
    match = _TYPED.fullmatch(typed)
    if match is None or not (match["whole"] or match["part"]):
        raise ValueError("Enter the amount in pounds using numbers only, like 1234.50")
    return _pence(match["whole"] or "0", match["part"] or "")


def _pence(whole: str, part: str) -> int:
    if part[2:].strip("0"):
        raise ValueError("The amount must be in whole pence, with no more than 2 numbers after the point")
    digits = whole.replace(",", "").lstrip("0") or "0"
    if len(digits) > 10:
        raise ValueError("The amount must be £1,000,000,000 or less")
    pence = int(digits) * 100 + int(part[:2].ljust(2, "0"))
    if pence > MOST_PENCE:
        raise ValueError("The amount must be £1,000,000,000 or less")
    return pence


def split_evenly(total: int, parts: int) -> tuple[int, ...]:
    """Equal parts that add up exactly; the last takes what is left over."""
    if parts < 1 or total < 0:
        raise ValueError("A split needs a sum of £0 or more and at least one part")
    share = total // parts
    return (*[share] * (parts - 1), total - share * (parts - 1))


def split_by_percent(total: int, percents: Sequence[int | Decimal]) -> tuple[int, ...]:
    """Shares that add up exactly: each is rounded down, so that the last, the rest, is never negative."""
    shares = [Decimal(percent) for percent in percents]
    if total < 0 or not shares or any(share < 0 for share in shares) or sum(shares) != _HUNDRED:
        raise ValueError("The percentages must add up to 100, with none below 0")
    parts = [int(total * share / _HUNDRED) for share in shares[:-1]]
    return (*parts, total - sum(parts))


def percent_of(part: int, whole: int) -> Decimal:
    """Half-up to two places. Nothing of nothing is 0; something of nothing has no percentage."""
    if whole == 0:
        if part == 0:
            return Decimal("0.00")
        raise ValueError("There is no percentage of £0")
    share = Decimal(part) * _HUNDRED / Decimal(whole)
    return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
