"""How a room writes its transitions down: as rows of data, from which buttons, commands, documents and tests follow."""

from dataclasses import dataclass
from typing import Final

NEXT_STAGE: Final = "(next stage)"


@dataclass(frozen=True)
class Transition:
    """One allowed step: `from_states` may take `event` to `to` if the policy (by name) allows it.

    `to` is a state, or NEXT_STAGE: the state of the next stage the round has after `stage`.
    `shown` is what the applicant sees from then on; empty leaves it as it was.
    `sensitive` steps (money, decisions) re-read the person's roles, and a refusal is itself recorded.
    """

    from_states: tuple[str, ...]
    event: str
    to: str
    policy: str
    stage: str = ""
    shown: str = ""
    needs_reason: bool = False
    sensitive: bool = False


@dataclass(frozen=True)
class Allowed:
    """Yes, acting in this role."""

    role: str

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Refused:
    """No, and why, in words for the person who asked."""

    reason: str

    def __bool__(self) -> bool:
        return False


Verdict = Allowed | Refused
