"""Where an organisation is paid, sealed to its row: what a bank account row holds and how it is opened."""

import json
from dataclasses import asdict, dataclass

from grants.crypto import KeyRing
from grants.domain.canonical import canonical_bytes
from grants.models import BankAccount


@dataclass(frozen=True)
class BankDetails:
    """An account as its owner gave it: six figures, eight figures, and a building society's roll number if any."""

    account_name: str
    sort_code: str
    account_number: str
    roll_number: str = ""


def seal_details(keys: KeyRing, details: BankDetails, *, random_key: str, organisation_id: int) -> str:
    """The details encrypted, bound to one row and one organisation: moved to another they do not open."""
    return keys.seal(canonical_bytes(asdict(details)), binding=_binding(random_key, organisation_id))


def open_details(keys: KeyRing, account: BankAccount) -> BankDetails:
    """The details of a row; raises Unreadable when the row was altered or its key is not ours."""
    plain = keys.unseal(account.sealed, binding=_binding(account.random_key, account.organisation_id))
    return BankDetails(**json.loads(plain))


def details_digest(keys: KeyRing, details: BankDetails) -> str:
    """Finds the same account elsewhere without opening it."""
    whole = f"{details.sort_code} {details.account_number} {details.roll_number}"
    return keys.digest(whole, purpose="bank account")


def _binding(random_key: str, organisation_id: int) -> str:
    return f"bank account {random_key} of organisation {organisation_id}"
