"""Sums of money written out, as award letters need them beside the figures."""

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
    "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))


def in_words(pence: int) -> str:
    """'Twelve thousand five hundred pounds', with pence only where there are some."""
    if pence < 0:
        raise ValueError("Only sums of £0 or more are written in words")
    whole, part = divmod(pence, 100)
    said = []
    if whole or not part:
        said.append(f"{_number(whole)} {'pound' if whole == 1 else 'pounds'}")
    if part:
        said.append(f"{_number(part)} {'penny' if part == 1 else 'pence'}")
    words = " and ".join(said)
    return words[0].upper() + words[1:]


def _number(value: int) -> str:
    said = []
    for size, name in _SCALES:
        count, value = divmod(value, size)
        if count:
            said.append(f"{_number(count)} {name}")
    if value or not said:
        joined = "and " if said and value < 100 else ""
        said.append(joined + _under_thousand(value))
    return " ".join(said)


def _under_thousand(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _under_hundred(rest)
    head = f"{_SMALL[hundreds]} hundred"
    return f"{head} and {_under_hundred(rest)}" if rest else head


def _under_hundred(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    tens, units = divmod(value, 10)
    return f"{_TENS[tens]}-{_SMALL[units]}" if units else _TENS[tens]
