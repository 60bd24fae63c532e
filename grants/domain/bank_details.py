"""Where money goes: how the details of a bank account are written before they are sealed, and read again."""

import json
from dataclasses import asdict, dataclass
from typing import Self

from grants.domain.canonical import canonical_bytes
from grants.domain.identifiers import shown_sort_code


@dataclass(frozen=True)
class BankDetails:
    """An account as its owner gave it: six and eight figures without dashes, and a roll number where there is one."""

    account_name: str
    sort_code: str
    account_number: str
    roll_number: str = ""

    def to_bytes(self) -> bytes:
        """What is sealed. Seal it with `seal_binding` of the row it belongs to."""
        return canonical_bytes(asdict(self))

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The details from what `to_bytes` wrote."""
        return cls(**json.loads(data))

    @property
    def shown_sort_code(self) -> str:
        return shown_sort_code(self.sort_code)

    @property
    def digested(self) -> str:
        """What the digest is taken of: the same account is found again whatever name was given with it."""
        return f"{self.sort_code}{self.account_number}{self.roll_number}"


def seal_binding(random_key: str, organisation_id: int) -> str:
    """Ties sealed details to one row of one organisation: copied elsewhere, they don't open."""
    return f"bank account {random_key} of organisation {organisation_id}"
