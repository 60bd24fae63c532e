"""The legal forms a grantee can have, and what proves each."""

from dataclasses import dataclass
from enum import StrEnum


class Register(StrEnum):
    CHARITY = "charity"
    SCOTTISH_CHARITY = "scottish_charity"
    NORTHERN_IRELAND_CHARITY = "northern_ireland_charity"
    COMPANY = "company"
    SOCIETY = "society"
    SCHOOL = "school"


class LegalForm(StrEnum):
    CHARITY = "charity"
    CHARITABLE_COMPANY = "charitable_company"
    CIO = "cio"
    CIC = "cic"
    COMPANY_LIMITED_BY_GUARANTEE = "company_limited_by_guarantee"
    COMMUNITY_BENEFIT_SOCIETY = "community_benefit_society"
    COOPERATIVE = "cooperative"
    UNINCORPORATED = "unincorporated"
    EXCEPTED_OR_EXEMPT_CHARITY = "excepted_or_exempt_charity"
    SPORTS_CLUB = "sports_club"
    FAITH_BODY = "faith_body"
    LOCAL_COUNCIL = "local_council"
    SCHOOL = "school"
    SOCIAL_ENTERPRISE = "social_enterprise"
    SCOTTISH_CHARITY = "scottish_charity"
    NORTHERN_IRELAND_CHARITY = "northern_ireland_charity"
    INFRASTRUCTURE_BODY = "infrastructure_body"
    INDIVIDUAL = "individual"
    BUSINESS = "business"
    POLITICAL_BODY = "political_body"


@dataclass(frozen=True)
class Proof:
    """What shows that a body has this form: all of `numbers`, and the documents where no register does."""

    label: str
    numbers: tuple[Register, ...] = ()
    documents: tuple[str, ...] = ()
    committee: int = 0
    can_apply: bool = True


_CONSTITUTION = "Constitution or set of rules, signed and dated"
_GOVERNING = "Governing document"

PROOFS: dict[LegalForm, Proof] = {
    LegalForm.CHARITY: Proof("Registered charity (trust or association)", (Register.CHARITY,)),
    LegalForm.CHARITABLE_COMPANY: Proof("Registered charity that is a company", (Register.CHARITY, Register.COMPANY)),
    LegalForm.CIO: Proof("Charitable incorporated organisation (CIO)", (Register.CHARITY,)),
    LegalForm.CIC: Proof(
        "Community interest company (CIC)",
        (Register.COMPANY,),
        ("Community interest statement (CIC36) or latest community interest report (CIC34)",),
    ),
    LegalForm.COMPANY_LIMITED_BY_GUARANTEE: Proof(
        "Company limited by guarantee",
        (Register.COMPANY,),
        ("Articles that show profits are not shared out",),
    ),
    LegalForm.COMMUNITY_BENEFIT_SOCIETY: Proof("Community benefit society", (Register.SOCIETY,)),
    LegalForm.COOPERATIVE: Proof("Co-operative society", (Register.SOCIETY,)),
    LegalForm.UNINCORPORATED: Proof("Unincorporated group or association", (), (_CONSTITUTION,), committee=3),
    LegalForm.EXCEPTED_OR_EXEMPT_CHARITY: Proof(
        "Excepted or exempt charity", (), (_GOVERNING, "Letter or rule that shows why it need not register")
    ),
    LegalForm.SPORTS_CLUB: Proof(
        "Community amateur sports club",
        (),
        ("Letter from HM Revenue and Customs that confirms registration",),
    ),
    LegalForm.FAITH_BODY: Proof("Parochial church council or other faith body", (), (_GOVERNING,), committee=3),
    LegalForm.LOCAL_COUNCIL: Proof("Parish or town council"),
    LegalForm.SCHOOL: Proof("School or parent teacher association", (Register.SCHOOL,)),
    LegalForm.SOCIAL_ENTERPRISE: Proof(
        "Social enterprise",
        (Register.COMPANY,),
        ("Articles with an asset lock, or a limit on profits shared out",),
    ),
    LegalForm.SCOTTISH_CHARITY: Proof("Scottish charity, including SCIO", (Register.SCOTTISH_CHARITY,)),
    LegalForm.NORTHERN_IRELAND_CHARITY: Proof("Northern Ireland charity", (Register.NORTHERN_IRELAND_CHARITY,)),
    LegalForm.INFRASTRUCTURE_BODY: Proof("Voluntary Action or council for voluntary service", (Register.CHARITY,)),
    LegalForm.INDIVIDUAL: Proof("Individual", can_apply=False),
    LegalForm.BUSINESS: Proof("Business without an asset lock", can_apply=False),
    LegalForm.POLITICAL_BODY: Proof("Political party or campaign", can_apply=False),
}


def label(form: LegalForm) -> str:
    return PROOFS[form].label


def can_apply(form: LegalForm) -> bool:
    return PROOFS[form].can_apply
