"""Writes about an organisation that several commands share: its columns and its people."""

from collections.abc import Mapping

from sqlalchemy import select

from grants.domain.errors import NotFound
from grants.domain.text import sort_key
from grants.models import Membership, Organisation
from grants.work import Work

ASK = "is already here. Ask its lead to invite you, or call us"
TAKEN = (
    ("charity_number", f"An organisation with this charity number {ASK}"),
    ("company_number", f"An organisation with this company number {ASK}"),
)


def taken_numbers(work: Work, facts: Mapping[str, str | None], *, but: int | None) -> list[tuple[str, str]]:
    """A register number belongs to one organisation here."""
    found = []
    for field, message in TAKEN:
        if facts.get(field):
            others = select(Organisation.id).where(
                getattr(Organisation, field) == facts[field], Organisation.merged_into_id.is_(None)
            )
            if any(other != but for other in work.session.scalars(others)):
                found.append((field, message))
    return found


def columns(facts: Mapping[str, str | None]) -> dict[str, object]:
    """The organisation's own columns, from its details."""
    parts = ("line_1", "line_2", "town", "county", "postcode")
    plain = ("name", "legal_form", "charity_number", "company_number", "other_number", "postcode", "email", "phone")
    return {
        **{name: facts[name] for name in (*plain, "website", "purpose")},
        "sort_name": sort_key(facts["name"] or ""),
        "address": {part: facts[part] for part in parts if facts.get(part)},
    }


def live_member(work: Work, organisation_id: int, membership_id: int) -> Membership:
    """A membership or open invitation of this organisation, locked; NotFound once it has ended."""
    found = work.session.scalars(
        select(Membership)
        .where(
            Membership.id == membership_id,
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
        )
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("person")
    return found
