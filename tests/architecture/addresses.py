"""Fills in the parameters of every address, from one table: what each place of an address names.

A new address whose parameters are not known here fails the access matrix: add it to PLACES (or NAMES, where the
parameter means the same wherever it stands).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.architecture.two_sides import Side

PARAMETER = re.compile(r"<(?:[a-z]+(?:\([^)]*\))?:)?([a-z_]+)>")
Value = Callable[[Side], Any]

# Parameters that mean the same wherever they stand.
NAMES: dict[str, Value] = {
    "round_id": lambda side: side.round.id,
    "fund_id": lambda side: side.fund.id,
    "invitation_id": lambda side: side.invitation.id,
    "attachment_id": lambda side: side.attachment.id,
    "membership_id": lambda side: side.membership.id,
    "session_id": lambda side: side.web_session.id,
    "message_id": lambda side: side.message.id,
    "condition_id": lambda side: side.condition.id,
    "instalment_id": lambda side: side.instalment.id,
    "payment_id": lambda side: side.payment.id,
    "recovery_id": lambda side: side.recovery.id,
    "letter_id": lambda side: side.letter.id,
    "person_id": lambda side: side.lead.id,
    "organisation_id": lambda side: side.organisation.id,
    "assignment_id": lambda side: side.assignment.id,
    "grant_id": lambda side: side.role_grant.id,
}
# Parameters that mean what they stand for here: the address up to and with the parameter.
PLACES: dict[str, Value] = {
    "/funds/<key>": lambda side: side.fund.key,
    "/funds/<key>/<round_key>": lambda side: side.round.key,
    "/casework/<reference>": lambda side: side.application.reference,
    "/applications/<reference>": lambda side: side.draft.reference,
    "/applications/<reference>/receipt": lambda side: side.application.reference,
    "/applications/<reference>/timeline": lambda side: side.application.reference,
    "/applications/<reference>/answers": lambda side: side.application.reference,
    "/applications/<reference>/copy.pdf": lambda side: side.application.reference,
    "/applications/<reference>/copy.zip": lambda side: side.application.reference,
    "/applications/<reference>/files/<question>/<attachment_id>": lambda side: side.draft_attachment.id,
    "/applications/<reference>/attachments/<attachment_id>": lambda side: side.draft_attachment.id,
    "/organisations/<reference>": lambda side: side.organisation.reference,
    "/awards/<reference>": lambda side: side.award.reference,
    "/payments/runs/<reference>": lambda side: side.run.reference,
    "/payments/runs/<reference>/file": lambda side: side.released_run.reference,
    "/bank-checks/<account_id>": lambda side: side.bank_account.id,
    "/scoring/<reference>": lambda side: side.scoring.reference,
    "/approvals/<reference>": lambda side: side.approving.reference,
    "/returns/<reference>": lambda side: side.monitoring_return.reference,
    "/reports/<key>": lambda side: side.fund.key,
    "/audit/<reference>": lambda side: side.award.reference,
    "/letters/<reference>": lambda side: side.letter.reference,
    "/awards/<reference>/returns/<number>/evidence/<attachment_id>": lambda side: side.return_attachment.id,
    "/returns/<reference>/evidence/<attachment_id>": lambda side: side.return_attachment.id,
    "/admin/people/<account_id>": lambda side: side.held_account.id,
    "/reset/<token>": lambda side: side.tokens["reset"],
    "/join/<token>": lambda side: side.tokens["join"],
    "/register/<token>": lambda side: side.tokens["register"],
}
# Parameters that name a part of a thing and not a thing of somebody's: the same on both sides.
PARTS: dict[str, str] = {
    "/applications/<reference>/sections/<key>": "project",
    "/applications/<reference>/autosave/<key>": "title",
    "/applications/<reference>/files/<question>": "plan",
    "/casework/<reference>/checks/<kind>": "constitution",
    "/awards/<reference>/returns/<number>": "1",
    "/awards/<reference>/returns/<number>/sections/<key>": "progress",
    "/casework/<reference>/award/conditions/<position>": "1",
    "/admin/people/<account_id>/<step>": "disable",
    "/kept/<token>": "not-a-token-anybody-was-given",
    "/static/<filename>": "app.css",
}


class UnknownParameter(Exception):
    """An address has a parameter that the tables above don't know."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address: where it stands, and its value for a side (None: a part, the same on both)."""

    place: str
    value: Value | None


def parameters(rule: str) -> list[Parameter]:
    """The parameters of an address in order; raises UnknownParameter naming the place to add."""
    found, plain = [], PARAMETER.sub(r"<\1>", rule)
    for match in re.finditer(r"<([a-z_]+)>", plain):
        place = plain[: match.end()]
        found.append(Parameter(place, _value(place, plain, match.group(1))))
    return found


def _value(place: str, whole: str, name: str) -> Value | None:
    if place in PARTS:
        return None
    if whole.startswith(place) and whole in PLACES and PARAMETER.findall(whole) == PARAMETER.findall(place):
        return PLACES[whole]
    known = PLACES.get(place) or NAMES.get(name)
    if known is None:
        raise UnknownParameter(f"{whole}: say in tests/architecture/addresses.py what {place} names")
    return known


def address(rule: str, *sides: Side) -> str:
    """The address with its things filled in: from one side, or the last thing from the second."""
    known = parameters(rule)
    things = [each for each in known if each.value is not None]
    filled = PARAMETER.sub(r"<\1>", rule)
    for each in reversed(known):
        side = sides[-1] if things and each is things[-1] else sides[0]
        value = PARTS[each.place] if each.value is None else each.value(side)
        start = each.place.rindex("<")
        filled = filled[:start] + quote(str(value), safe="/") + filled[len(each.place) :]
    return filled


def things_in(rule: str) -> int:
    """How many things of somebody's an address names."""
    return sum(each.value is not None for each in parameters(rule))
