"""Writing a scheme's parts to the tables: what two commands share."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.models import Area, Authority, FormVersion, Fund, LetterTemplate
from grants.questions.form import Form
from grants.setup.plain import spelled_out
from grants.setup.scheme_letter import Decline, Letter
from grants.setup.scheme_words import COUNTY, DISTRICTS
from grants.work import Work

SINCE = date(1974, 4, 1)
COUNCIL_NAME, COUNCIL_ADDRESS = "Severnshire County Council", "County Hall, Spetchley Lane, Worcester, WR5 2NP"


def the_authority(work: Work, key: str) -> Authority:
    """The council a scheme belongs to, made with its districts the first time one is loaded."""
    found = work.session.scalars(select(Authority).where(Authority.key == key)).one_or_none()
    if found is not None:
        return found
    authority = work.add(Authority(key=key, name=COUNCIL_NAME, address=COUNCIL_ADDRESS, starts_on=SINCE))
    places = [("county", COUNTY, "Severnshire"), *(("district", code, name) for code, name in DISTRICTS.items())]
    for kind, code, name in places:
        work.add(Area(authority_id=authority.id, kind=kind, code=code, name=name, starts_on=SINCE))
    return authority


def form_version(work: Work, fund: Fund, kind: str, form: Form) -> FormVersion:
    """The version of this form with exactly this content: an earlier one where there is one, else a new draft."""
    definition = form.to_dict()
    digest = sha256_hex(canonical_bytes(definition))
    same_form = (FormVersion.fund_id == fund.id, FormVersion.key == form.key)
    found = work.session.scalars(select(FormVersion).where(*same_form, FormVersion.digest == digest)).first()
    if found is not None:
        return found
    latest = work.session.scalar(select(func.max(FormVersion.number)).where(*same_form)) or 0
    return work.add(
        FormVersion(
            fund_id=fund.id,
            key=form.key,
            kind=kind,
            number=latest + 1,
            definition=definition,
            digest=digest,
            created_at=work.now,
        )
    )


def letter_template(work: Work, fund: Fund, kind: str, letter: Letter | Decline) -> LetterTemplate:
    """The version of this letter with exactly this content: an earlier one where there is one, else a new draft."""
    definition: dict[str, Any] = spelled_out(letter)
    digest = sha256_hex(canonical_bytes(definition))
    same_letter = (LetterTemplate.fund_id == fund.id, LetterTemplate.kind == kind)
    found = work.session.scalars(select(LetterTemplate).where(*same_letter, LetterTemplate.digest == digest)).first()
    if found is not None:
        return found
    latest = work.session.scalar(select(func.max(LetterTemplate.number)).where(*same_letter)) or 0
    return work.add(
        LetterTemplate(
            fund_id=fund.id,
            kind=kind,
            number=latest + 1,
            definition=definition,
            digest=digest,
            created_at=work.now,
        )
    )
