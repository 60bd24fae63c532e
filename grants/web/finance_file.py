"""Reads a posted status file of the finance system into facts about our payments."""

from collections import defaultdict

from grants.domain.canonical import sha256_hex
from grants.integrations.finance import Outcome, StatusFileFaulty, StatusLine, read_status_file
from grants.pay.rules import StatusFact

__all__ = ["StatusFileFaulty", "status_facts"]


def status_facts(data: bytes) -> tuple[str, list[StatusFact]]:
    """The hash of the bytes and what they say; raises StatusFileFaulty with every fault, line by line."""
    parts: dict[str, list[StatusLine]] = defaultdict(list)
    for line in read_status_file(data):
        parts[line.reference.partition("/")[0]].append(line)
    problems = [
        f"{reference} is paid in one line and rejected in another" for reference in parts if _torn(parts[reference])
    ]
    if problems:
        raise StatusFileFaulty(problems)
    return sha256_hex(data), [_fact(reference, lines) for reference, lines in parts.items()]


def _torn(lines: list[StatusLine]) -> bool:
    """The lines of one payment, one for each cost code, must share their fate."""
    return len({line.outcome for line in lines}) > 1


def _fact(reference: str, lines: list[StatusLine]) -> StatusFact:
    return StatusFact(
        reference=reference,
        paid=lines[0].outcome is Outcome.PAID,
        on=max(line.on for line in lines),
        finance_reference=lines[0].finance_reference,
        reason="; ".join(dict.fromkeys(line.reason for line in lines if line.reason)),
        pence=sum(line.amount for line in lines),
    )
