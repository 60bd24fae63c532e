"""References people can say on the phone, with a letter that shows a slip of the tongue or the pen."""

import re
from dataclasses import dataclass

CHECK_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
# 23 is prime, so position weights that are powers of 5 (a primitive root) all differ: changing one figure or
# swapping any two always changes the letter. 26 prefix letters are three more than 23 can tell apart: in a
# prefix I counts as L, O as Q and U as V. Such a slip names a fund that does not exist, and finds nothing.
_SAME = str.maketrans("IOU", "LQV")
_SHIFT = 17  # the example in our messages ends in K
_PREFIX = re.compile(r"[A-Z]{2,6}")
_TYPED = re.compile(r"(?P<prefix>[A-Z]{2,6})(?P<year>[0-9OIL]{4})(?P<number>[0-9OIL]{5,7})(?P<letter>[A-Z])")
_AS_DIGITS = str.maketrans("OIL", "011")
_NOT_ONE = "Enter a reference like WG-2026-00017-K. You can find it in our emails and letters"


@dataclass(frozen=True)
class Reference:
    prefix: str
    year: int
    number: int

    def __str__(self) -> str:
        body = f"{self.prefix}-{self.year:04d}-{self.number:05d}"
        return f"{body}-{_letter(body)}"


def make_reference(prefix: str, year: int, number: int) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("A reference starts with 2 to 6 capital letters")
    if not 1000 <= year <= 9999 or not 1 <= number <= 9_999_999:
        raise ValueError("A reference needs a 4-figure year and a number from 1 to 9,999,999")
    return str(Reference(prefix=prefix, year=year, number=number))


def parse_reference(text: str) -> Reference:
    """Accepts spaces, missing dashes, lower case, and O, I or L where a figure must be."""
    typed = re.sub(r"[\s\-‐-―.]", "", text).upper()
    match = _TYPED.fullmatch(typed)
    if match is None:
        raise ValueError(_NOT_ONE)
    year, number = (match[part].translate(_AS_DIGITS) for part in ("year", "number"))
    reference = Reference(prefix=match["prefix"], year=int(year), number=int(number))
    if str(reference).replace("-", "") != f"{reference.prefix}{year}{number}{match['letter']}":
        raise ValueError("Check the reference: its last letter does not match the rest")
    return reference


def _letter(body: str) -> str:
    values = [_value(symbol) for symbol in body if symbol != "-"]
    weighted = (value * pow(5, place, 23) for place, value in enumerate(reversed(values), start=1))
    return CHECK_LETTERS[(sum(weighted) + _SHIFT) % 23]


def _value(symbol: str) -> int:
    return int(symbol) if symbol.isdigit() else CHECK_LETTERS.index(symbol.translate(_SAME))
