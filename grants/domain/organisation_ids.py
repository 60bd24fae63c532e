"""One public identifier for an organisation, in the order the open data standard asks for."""

import re
from dataclasses import dataclass

from grants.domain.identifiers import (
    charity_number,
    company_number,
    fca_number,
    northern_ireland_charity_number,
    scottish_charity_number,
)


@dataclass(frozen=True)
class RegisterNumbers:
    """What an organisation is known by; each on its own register, because the same text can be on two."""

    charity: str = ""
    scottish_charity: str = ""
    northern_ireland_charity: str = ""
    company: str = ""
    society: str = ""
    sports_club: str = ""
    school: str = ""
    provider: str = ""


def organisation_identifier(numbers: RegisterNumbers, *, publisher: str, own_reference: str) -> str:
    """The org-id.guide code and number; a body on no register gets one under our own publisher prefix."""
    if numbers.charity:
        return f"GB-CHC-{charity_number(numbers.charity).partition('-')[0]}"
    if numbers.scottish_charity:
        return f"GB-SC-{scottish_charity_number(numbers.scottish_charity)}"
    if numbers.northern_ireland_charity:
        return f"GB-NIC-{northern_ireland_charity_number(numbers.northern_ireland_charity)}"
    if numbers.company:
        return f"GB-COH-{company_number(numbers.company)}"
    return _lesser_register(numbers) or _own(publisher, own_reference)


def _lesser_register(numbers: RegisterNumbers) -> str:
    if numbers.society:
        return f"GB-MPR-{fca_number(numbers.society)}"
    # The sports club code is minted by the standard's keepers and only ever copied from their list.
    others = (("GB-CASC", numbers.sports_club), ("GB-EDU", numbers.school), ("GB-UKPRN", numbers.provider))
    return next((f"{register}-{number.strip()}" for register, number in others if number.strip()), "")


def _own(publisher: str, own_reference: str) -> str:
    kept = re.sub("[^A-Za-z0-9-]", "_", own_reference)
    if not publisher or not kept:
        raise ValueError("An organisation on no register needs our publisher prefix and our own reference")
    return f"360G-{publisher}-{kept}"
