"""Finds applications by what people have in hand: a name, a reference, a charity or company number, a postcode."""

import re

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from grants.actor import Actor
from grants.domain.identifiers import postcode
from grants.domain.text import sort_key
from grants.models import Application, Award, Organisation
from grants.models.word_index import named_like
from grants.sight import identity_shown

MOST_LETTERS = 100
MOST_WORDS = 8


def found_by(actor: Actor, typed: str, *, sqlite: bool) -> ColumnElement[bool]:
    """Applications (joined to their rounds) that the words find; who applied finds only where it may be seen."""
    text = typed.strip()[:MOST_LETTERS]
    reference = re.sub(r"\s+", "", text).upper()
    awarded = select(Award.application_id).where(Award.reference == reference)
    by_case = or_(Application.reference == reference, Application.id.in_(awarded))
    organisations = _organisations(text, reference, sqlite=sqlite)
    if organisations is None:
        return by_case
    return or_(by_case, and_(Application.organisation_id.in_(organisations), identity_shown(actor)))


def _organisations(text: str, number: str, *, sqlite: bool) -> Select[int] | None:
    """Ids of organisations, each way of finding them through its own index."""
    folded = " ".join(sort_key(text).split()[:MOST_WORDS])
    if not folded:
        return None
    by_number = select(Organisation.id).where(
        or_(
            Organisation.reference == number,
            Organisation.charity_number == number,
            Organisation.company_number == number,
            Organisation.postcode == _postcode(text) if _postcode(text) else false(),
        )
    )
    return select(by_number.union_all(named_like(folded, sqlite=sqlite)).subquery().c[0])


def _postcode(text: str) -> str:
    try:
        return postcode(text)
    except ValueError:
        return ""
