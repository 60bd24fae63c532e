"""The council's rules for applying: when a round takes applications, for which sums, and who an organisation is."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from grants.domain.identifiers import (
    charity_number,
    company_number,
    email,
    fca_number,
    northern_ireland_charity_number,
    phone,
    postcode,
    scottish_charity_number,
)
from grants.domain.legal_forms import PROOFS, LegalForm, Register
from grants.domain.money import percent_of, pounds
from grants.domain.text import clean, fold, is_lure

Problems = list[tuple[str, str]]
INVITED_ROUTES = ("invitation", "direct")
LONGEST_NAME = 150
# Field, what the message calls it, and how many characters it may have.
LONGEST = {
    "line_1": ("The first line of the address", 100),
    "line_2": ("The second line of the address", 100),
    "town": ("The town or city", 60),
    "county": ("The county", 60),
    "website": ("The website address", 200),
    "purpose": ("What your organisation does", 1000),
}
_WEBSITE = re.compile(r"(https?://)?[^\s/@:]+\.[^\s/@:]{2,}(/\S*)?", re.IGNORECASE)
_PLACEHOLDERS = frozenset(
    {
        "test", "testing", "example", "sample", "asdf", "asdfg", "qwerty", "none", "nil", "not applicable", "tba",
        "tbc", "tbd", "to be confirmed", "unknown", "anonymous", "abc", "xyz", "name", "organisation", "charity",
        "company", "my charity", "our group", "my group", "test charity", "test organisation", "test group", "n a",
        "no name",
    }
)  # fmt: skip


def closing_moment(closes_at: datetime | None, until: datetime | None) -> datetime | None:
    """When this organisation must have sent its application; None where the round never closes."""
    if closes_at is None or until is None:
        return closes_at
    return max(closes_at, until)


def not_open(*, now: datetime, status: str, opens_at: datetime, closes_at: datetime | None) -> str:
    """Why nothing can be sent now, or an empty string. The closing second itself still counts."""
    if status != "published":
        return "This round has finished. No more applications can be sent."
    if now < opens_at:
        return "This round has not opened yet."
    if closes_at is not None and now > closes_at:
        return "This round has closed. If something outside your control stopped you, call us today."
    return ""


def amount_problems(
    requested: int | None,
    *,
    field: str,
    minimum: int | None,
    maximum: int | None,
    invited: int | None = None,
) -> Problems:
    """The sum asked for against the limits of the round, or of an invitation: that may be a named exception."""
    if requested is None:
        return []
    if minimum is not None and requested < minimum:
        return [(field, f"The amount you ask for must be {pounds(minimum)} or more")]
    most = invited if invited is not None else maximum
    if most is not None and requested > most:
        return [(field, f"The amount you ask for must be {pounds(most)} or less")]
    return []


def match_problems(*, match: int, requested: int | None, percent: int | None, field: str) -> Problems:
    """Money from elsewhere as a share of the whole cost, where the round asks for one."""
    if percent is None or not requested:
        return []
    if percent_of(match, match + requested) >= percent:
        return []
    return [(field, f"Money from elsewhere must be {percent}% or more of the whole cost")]


def is_placeholder(text: str) -> bool:
    """Whether a name is no name: nothing but signs, one letter again and again, or a word that stands for none."""
    folded = fold(text)
    return len(folded) < 3 or folded in _PLACEHOLDERS or re.fullmatch(r"(.)\1+", folded) is not None


Reader = Callable[[str], str]
_NUMBERS: dict[Register, tuple[str, Reader]] = {
    Register.CHARITY: ("charity_number", charity_number),
    Register.SCOTTISH_CHARITY: ("charity_number", scottish_charity_number),
    Register.NORTHERN_IRELAND_CHARITY: ("charity_number", northern_ireland_charity_number),
    Register.COMPANY: ("company_number", company_number),
    Register.SOCIETY: ("other_number", fca_number),
}
_WANTED = {
    "charity_number": "Enter the charity number",
    "company_number": "Enter the company number",
    "other_number": "Enter the number on the Mutuals Public Register",
}
_OTHERWISE: dict[str, Reader] = {
    "charity_number": charity_number,
    "company_number": company_number,
    "other_number": lambda text: " ".join(clean(text).split())[:30],
}


def organisation_from(typed: Mapping[str, str]) -> tuple[dict[str, str | None], Problems]:
    """An organisation's details as they are stored, and everything that is wrong with what was typed."""
    facts: dict[str, str | None] = {}
    problems: Problems = []
    _read_name(typed.get("name", ""), facts, problems)
    _read_form_and_numbers(typed, facts, problems)
    for field, reader, missing in (
        ("postcode", postcode, "Enter the postcode"),
        ("email", email, "Enter an email address we can write to"),
        ("phone", phone, "Enter a phone number we can call"),
    ):
        _read_one(field, reader, missing, typed, facts, problems)
    for field, (label, most) in LONGEST.items():
        facts[field] = text = clean(typed.get(field, "")).strip() or None
        if text and len(text) > most:
            problems.append((field, f"{label} must be {most:,} characters or fewer"))
    if facts["website"] and not _WEBSITE.fullmatch(facts["website"]):
        problems.append(("website", "Enter a website address in the correct format, like www.example.org.uk"))
    if not facts["line_1"]:
        problems.append(("line_1", "Enter the first line of the address"))
    if not facts["town"]:
        problems.append(("town", "Enter the town or city"))
    return facts, problems


def _read_name(typed: str, facts: dict[str, str | None], problems: Problems) -> None:
    name = " ".join(clean(typed).split())
    facts["name"] = name
    if not name:
        problems.append(("name", "Enter the name of your organisation"))
    elif len(name) > LONGEST_NAME:
        problems.append(("name", f"The name must be {LONGEST_NAME} characters or fewer"))
    elif is_lure(name):
        problems.append(("name", "The name must not have a web address in it"))
    elif is_placeholder(name):
        problems.append(("name", "Enter the name as it stands in your governing document"))


def _read_form_and_numbers(typed: Mapping[str, str], facts: dict[str, str | None], problems: Problems) -> None:
    facts["legal_form"] = typed.get("legal_form", "")
    try:
        proof = PROOFS[LegalForm(facts["legal_form"] or "")]
    except ValueError:
        problems.append(("legal_form", "Select what kind of organisation you are"))
        facts.update(charity_number=None, company_number=None, other_number=None)
        return
    if not proof.can_apply:
        problems.append(("legal_form", f"We can’t give grants to this kind of applicant: {proof.label.lower()}"))
    needed = {_NUMBERS[register][0]: _NUMBERS[register][1] for register in proof.numbers if register in _NUMBERS}
    for field, otherwise in _OTHERWISE.items():
        missing = _WANTED[field] if field in needed else ""
        _read_one(field, needed.get(field, otherwise), missing, typed, facts, problems)


def _read_one(
    field: str,
    reader: Reader,
    missing: str,
    typed: Mapping[str, str],
    facts: dict[str, str | None],
    problems: Problems,
) -> None:
    words = typed.get(field, "").strip()
    facts[field] = None
    if not words:
        problems.extend([(field, missing)] if missing else [])
        return
    try:
        facts[field] = reader(words)
    except ValueError as error:
        problems.append((field, str(error)))
