"""The facts a letter states, each put into words: who writes to whom, what for, on whose money."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from grants.award.letter_words import Office, english
from grants.award.steps import Made, application_form
from grants.domain.calendar import long_date, to_london
from grants.domain.legal_forms import LegalForm, label
from grants.domain.money import pounds
from grants.models import (
    Account,
    Application,
    Approval,
    Decision,
    Fund,
    Membership,
    Organisation,
    Person,
    Round,
)
from grants.work import Work

ROLE_WORDS = {
    "manager": "Grants manager",
    "head_of_service": "Head of service",
    "director": "Director",
    "cabinet_member": "Cabinet member",
}
VAT_UNKNOWN = "you have not told us, so please do before you claim any cost with VAT"


def shared(work: Work, application: Application, decision: Decision, office: Office) -> dict[str, Any]:
    """What both kinds of letter say: who writes to whom, about what, decided when and by whom."""
    organisation = application.organisation
    officer, officer_email = _officer(work, application)
    last = work.session.scalars(
        select(Approval).where(Approval.recommendation_id == decision.recommendation_id).order_by(Approval.step.desc())
    ).first()
    decider = work.session.get_one(Person, decision.decided_by)
    return {
        "letterhead": {
            "council": office.council,
            "address": [*office.address.split(", "), office.email, office.phone],
            "date": long_date(work.today),
            "colour": office.colour,
        },
        "to": _address_of(organisation),
        "dear": _lead_name(work, organisation),
        "signed": {
            "name": decider.name,
            "position": ROLE_WORDS.get(last.role if last else "", "For the council"),
            "date": long_date(work.today),
        },
        "fields": {
            "council": office.council,
            "department": application.fund.department,
            "organisation": organisation.name,
            "legal_form": label(LegalForm(organisation.legal_form)),
            "registration": registration(organisation),
            "reference": application.reference,
            "scheme": english(application.fund.title),
            "decision_reference": f"{application.reference}/D{decision.id}",
            "decided_on": long_date(to_london(decision.decided_at).date()),
            "officer": officer,
            "officer_email": officer_email or office.email,
            "officer_phone": office.phone,
        },
    }


def registration(organisation: Organisation) -> str:
    """The numbers that identify the body, in words."""
    said = [
        f"{name} {number}"
        for name, number in (
            ("charity number", organisation.charity_number),
            ("company number", organisation.company_number),
            ("number", organisation.other_number),
        )
        if number
    ]
    return " and ".join(said) or "not on a public register"


def _officer(work: Work, application: Application) -> tuple[str, str]:
    person_id = application.owner_id or work.actor.person_id
    row = work.session.execute(
        select(Person.name, Account.email)
        .join(Account, Account.person_id == Person.id)
        .where(Person.id == person_id, Account.is_staff)
        .limit(1)
    ).one_or_none()
    return (row.name, row.email) if row else (work.actor.name, "")


def _lead_name(work: Work, organisation: Organisation) -> str:
    lead = select(Person.name).join(Membership, Membership.person_id == Person.id)
    lead = lead.where(Membership.organisation_id == organisation.id, Membership.ended_at.is_(None))
    return work.session.scalar(lead.where(Membership.role == "lead").order_by(Membership.id).limit(1)) or "friends"


def _address_of(organisation: Organisation) -> list[str]:
    address = organisation.address if isinstance(organisation.address, Mapping) else {}
    keys = ("line_1", "line_2", "town", "county", "postcode")
    return [organisation.name, *(str(address[key]) for key in keys if address.get(key))]


def sources(made: Made) -> str:
    sources = {line.allocation.source_id: line.allocation.source for line in made.lines}.values()
    return "; ".join(
        each.title + (f" ({each.agreement})" if each.agreement else f" ({each.funder})") for each in sources
    )


def purpose(application: Application) -> str:
    said = (application.title, application.summary)
    return ". ".join(each.strip().rstrip(".") for each in said if each) or english(application.fund.purpose)


def vat(application: Application, answers: Mapping[str, Any]) -> str:
    question = application_form(application).question("vat_status")
    option = question.option(answers.get("vat_status")) if question else None
    return option.label.en if option else VAT_UNKNOWN


def rows_of(application: Application, answers: Mapping[str, Any], type_: str) -> Sequence[Mapping[str, Any]]:
    """The rows of the one question of that type, as they were sent."""
    question = next((q for q in application_form(application).questions if q.type == type_), None)
    return answers.get(question.key, []) if question else []


def partners(application: Application, answers: Mapping[str, Any]) -> str:
    rows = rows_of(application, answers, "partners")
    return "; ".join(f"{row['organisation']}: {pounds(row['share'])}" for row in rows) or "none"


def outcomes(application: Application, answers: Mapping[str, Any]) -> list[str]:
    rows = rows_of(application, answers, "outcomes")
    said = [
        f"{row['outcome']}: {row['target']:,} {row['unit']}. You will know by: {row['indicator'].rstrip('.')}."
        for row in rows
    ]
    counted = [
        f"{english(each['title'])}: {each['target']:,} {each['unit']}"
        for each in application.round.plan.get("indicators") or ()
        if each["target"] and each["kind"] == "target"
    ]
    return said or counted or ["We agreed no numbers: your returns tell us what changed."]


def retention(made: Made) -> str:
    kept = sum(part.pence for part in made.parts if part.retention)
    return f"We keep back {pounds(kept)} until the last of these is met." if kept else ""


def use_restriction(capital: Mapping[str, Any] | None) -> str:
    if not capital:
        return ""
    return f"What is built or bought stays in this use for {capital['use_restriction_years']} years."


def next_funds(work: Work, application: Application) -> str:
    open_now = select(Round.fund_id).where(
        Round.status == "published",
        Round.route.in_(("competitive", "rolling")),
        Round.opens_at <= work.now,
        or_(Round.closes_at.is_(None), Round.closes_at > work.now),
    )
    titles = work.session.scalars(
        select(Fund.title).where(Fund.listed, Fund.id != application.fund_id, Fund.id.in_(open_now)).order_by(Fund.id)
    )
    return ", ".join(english(title) for title in titles) or "none is open today, but our website lists each new one"
