"""Numbers and addresses that identify bodies, people and places, each in the one way it is stored."""

import re

_COMPANY = re.compile(
    r"[0-9]{8}"
    r"|(?:AC|CE|CS|ES|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NV|NZ|OC|OE|PC|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP"
    r"|SR|SZ|ZC)[0-9]{6}"
    r"|R[0-9]{7}"
    r"|(?:IP|RS|SP|NP)(?:[0-9]{5}[A-Z]|[0-9]{4}[A-Z]{2})"
)
_MADE_UP = frozenset({"01234567", "12345678"})
_POSTCODE = re.compile(
    r"GIR0AA|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9]{2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY])"
    r"[0-9][ABD-HJLNP-UW-Z]{2}"
)
_FCA = re.compile(r"(?:IP|RS|SP|NP|CU|FS)?[0-9]{1,6}[A-Z]{0,2}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")


def _compact(text: str) -> str:
    return re.sub("[‐-―]", "-", re.sub(r"\s", "", text)).upper()


def _checked(text: str, pattern: str, message: str) -> str:
    only_zeros = not re.search("[1-9]", text)
    if only_zeros or not re.fullmatch(pattern, text):
        raise ValueError(message)
    return text


def charity_number(text: str) -> str:
    """England and Wales: 6 or 7 figures, with -1 and so on for a linked charity."""
    return _checked(
        _compact(text),
        r"[0-9]{6,7}(-[1-9][0-9]{0,3})?",
        "Charity number must be 6 or 7 numbers, like 1164883. A linked charity ends in a dash and a number",
    )


def scottish_charity_number(text: str) -> str:
    message = "Scottish charity number must be SC and 6 numbers, like SC042386"
    return _checked(_compact(text), r"SC[0-9]{6}", message)


def northern_ireland_charity_number(text: str) -> str:
    digits = re.sub(r"^NIC?", "", _compact(text))
    message = "Northern Ireland charity number must be 6 numbers starting with 1, like 100019"
    return _checked(digits, r"1[0-9]{5}", message)


def company_number(text: str) -> str:
    """8 characters as Companies House writes them; missing leading zeros are put back."""
    typed = _compact(text)
    short = re.fullmatch(r"([A-Z]{0,2})([0-9]{1,8})", typed)
    number = f"{short[1]}{short[2].zfill(8 - len(short[1]))}" if short else typed
    if not _COMPANY.fullmatch(number) or not number.strip("0"):
        raise ValueError("Company number must be 8 characters, like 09506232 or SC123456")
    if number in _MADE_UP:
        raise ValueError("Enter the company number that Companies House gave you. This one is an example")
    return number


def fca_number(text: str) -> str:
    """A society's number on the Mutuals Public Register, such as 235C or IP031455."""
    number = _compact(text)
    if not _FCA.fullmatch(number) or not re.search("[1-9]", number):
        raise ValueError("Enter the number on the Mutuals Public Register, like 235C or IP031455")
    return number


def postcode(text: str) -> str:
    typed = _compact(text)
    if not _POSTCODE.fullmatch(typed):
        raise ValueError("Enter a full UK postcode, like CB3 0AP")
    return f"{typed[:-3]} {typed[-3:]}"


def sort_code(text: str) -> str:
    """Six figures, stored without dashes."""
    typed = _compact(text).replace("-", "").replace("/", "")
    return _checked(typed, r"[0-9]{6}", "Sort code must be 6 numbers, like 30-90-70")


def shown_sort_code(code: str) -> str:
    return f"{code[:2]}-{code[2:4]}-{code[4:]}"


def account_number(text: str) -> str:
    """Eight figures; 6 and 7 are filled with zeros from the left, as the clearing rules say."""
    typed = _compact(text).replace("-", "")
    if re.fullmatch(r"[0-9]{9,10}", typed):
        raise ValueError("Account number must be 8 numbers. Ask your bank for the 8-number form of yours")
    return _checked(typed, r"[0-9]{6,8}", "Account number must be 6, 7 or 8 numbers").zfill(8)


def roll_number(text: str) -> str:
    """A building society's own reference for an account."""
    typed = " ".join(text.upper().split())
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9./ -]{0,17}", typed):
        raise ValueError("Roll number must be 18 or fewer letters, numbers, spaces, dashes, / and .")
    return typed


def gss_code(text: str) -> str:
    message = "Area code must be a letter and 8 numbers, like E07000008"
    return _checked(_compact(text), r"[EWSNKJLM][0-9]{8}", message)


def phone(text: str) -> str:
    """Stored as +44 and the number; other countries need their + code."""
    message = "Enter a phone number, like 01223 715500, 07700 900982 or +44 1223 715500"
    typed = re.sub(r"[\s().\-‐-―]", "", text.replace("(0)", ""))
    typed = re.sub(r"^00", "+", typed)
    if typed.startswith("0"):
        typed = f"+44{typed[1:]}"
    pattern = r"\+44[1235789][0-9]{8,9}" if typed.startswith("+44") else r"\+[1-9][0-9]{7,14}"
    return _checked(typed, pattern, message)


def phone_shown(stored: str) -> str:
    """A stored number as people here write it: 01223 715500, 020 7946 0000, or as it is for another country."""
    if not stored.startswith("+44"):
        return stored
    number = f"0{stored[3:]}"
    area = 3 if number[1] == "2" else 4 if number[1] in "389" or number[2] == "1" or number[3] == "1" else 5
    if area == 5:
        return f"{number[:5]} {number[5:]}"
    return f"{number[:area]} {number[area:-4]} {number[-4:]}"


def email(text: str) -> str:
    """Lower case, so that one address is one address; the domain is kept as mail servers write it."""
    message = "Enter an email address in the correct format, like name@example.org"
    local, at, domain = text.strip().lower().rpartition("@")
    try:
        labels = domain.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        raise ValueError(message) from None
    address = f"{local}@{'.'.join(labels)}"
    good_local = at and len(local) <= 64 and _LOCAL.fullmatch(local)
    if not good_local or not _is_public_domain(labels) or len(address) > 254:
        raise ValueError(message)
    return address


def _is_public_domain(labels: list[str]) -> bool:
    return len(labels) > 1 and not labels[-1].isdigit() and all(_LABEL.fullmatch(label) for label in labels)
