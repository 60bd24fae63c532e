"""What must always be true of the record, as one read-only check for tests, the auditor and load runs.

The numbers are those of the security design. What is not here is proved elsewhere: 10 and 19 by `verify`, of which
19 is called here; 11, 15, 18, 20 and 21 by tests that act.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from grants.audit import invariants_awards, invariants_money, invariants_people, invariants_record
from grants.audit.breaks import Break
from grants.audit.money import folded_buckets
from grants.audit.verify import verify_record
from grants.crypto import KeyRing

Rule = Callable[[Session], Iterator[Break]]


@dataclass(frozen=True)
class Broken:
    """One invariant that does not hold, where, and in words."""

    number: int
    place: str
    words: str


RULES: tuple[tuple[int, Rule], ...] = (
    (1, invariants_money.budget),
    (2, invariants_awards.bounds),
    (3, invariants_awards.schedule),
    (4, invariants_money.paid_once),
    (5, folded_buckets),
    (6, invariants_record.guards_stand),
    (7, invariants_people.four_eyes),
    (8, invariants_people.pinned_payee),
    (9, invariants_awards.gates),
    (12, invariants_people.one_live_application),
    (13, invariants_people.independent_scores),
    (14, invariants_record.ranking),
    (16, invariants_record.jobs),
    (17, invariants_record.files),
)


def broken_invariants(session: Session, keys: KeyRing | None = None) -> list[Broken]:
    """Every invariant that does not hold now, by number. With keys the whole record is verified too (19)."""
    found = [Broken(number, each.place, each.words) for number, rule in RULES for each in rule(session)]
    if keys is not None:
        verified = verify_record(session, keys)
        found += [Broken(19, each.place, each.words) for each in verified.breaks]
    return found
