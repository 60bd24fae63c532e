"""Writes a letter's row with everything it will say, frozen, and the job that makes its bytes once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from grants.award.letter_words import (
    Office,
    english,
    instalments_table,
    lines_table,
    missing_from,
    returns_table,
    waits_in_words,
)
from grants.award.steps import Made, application_form, sealed_answers
from grants.domain.calendar import add_working_days, long_date, to_london
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.domain.errors import RulesBroken
from grants.domain.legal_forms import LegalForm, label
from grants.domain.money import in_words, pounds
from grants.models import (
    Account,
    Application,
    Approval,
    Decision,
    Fund,
    Letter,
    LetterTemplate,
    Membership,
    Organisation,
    Person,
    Recommendation,
    Round,
)
from grants.work import Work

REPAYMENT_DAYS = 30
NOTICE_MONTHS = 3  # the national Compact: three months' written notice
ROLE_WORDS = {
    "manager": "Grants manager",
    "head_of_service": "Head of service",
    "director": "Director",
    "cabinet_member": "Cabinet member",
}
VAT_UNKNOWN = "you have not told us, so please do before you claim any cost with VAT"


def write_letter(
    work: Work,
    application: Application,
    data: dict[str, Any],
    *,
    kind: str,
    check_code: str,
    award_id: int | None = None,
) -> Letter:
    """The letter's row, and the job that makes it. An incomplete letter is refused, naming all it lacks."""
    template_id = application.round.award_letter_id if kind == "award" else application.round.decline_letter_id
    template = work.session.get(LetterTemplate, template_id) if template_id else None
    if template is None:
        raise RulesBroken([("form", "This round has no letter for a no. Load the scheme with one, then release.")])
    problems = missing_from(template.definition, data, is_award=kind == "award")
    if problems:
        raise RulesBroken([("form", problem) for problem in problems])
    letter = Letter(
        kind=kind,
        reference=f"{application.reference}-L1",
        number=1,
        fund_id=application.fund_id,
        organisation_id=application.organisation_id,
        application_id=application.id,
        award_id=award_id,
        template_id=template.id,
        data=data,
        data_digest=sha256_hex(canonical_bytes(data)),
        check_code=check_code,
        made_at=work.now,
        issued_by=work.actor.person_id,
    )
    work.add(letter)
    work.send("make_letter", f"letter:{letter.id}", letter_id=letter.id)
    return letter


def award_letter_data(
    work: Work, application: Application, decision: Decision, made: Made, office: Office
) -> dict[str, Any]:
    """All an award letter says, as words."""
    award, plan = made.award, application.round.plan
    recommendation = work.session.get_one(Recommendation, decision.recommendation_id)
    shared = _shared(work, application, decision, office)
    answers = sealed_answers(work, application)
    fields = {
        **shared["fields"],
        "amount": pounds(award.amount),
        "amount_in_words": in_words(award.amount),
        "source": _sources(made),
        "legal_power": application.fund.legal_power,
        "purpose": _purpose(application),
        "vat": _vat(application, answers),
        "starts_on": long_date(award.starts_on),
        "ends_on": long_date(award.ends_on),
        "spend_by": long_date(min(line.ends_on for line in made.lines)),
        "accept_by": long_date(award.accept_by),
        "special_conditions": recommendation.feedback.get("special_conditions") or "There are none.",
        "partners": _partners(application, answers),
        "retention": _retention(made),
        "use_restriction": _use_restriction(plan.get("capital")),
        "repayment_days": str(REPAYMENT_DAYS),
        "notice_months": str((application.fund.terms.get("compact") or {}).get("notice_months", NOTICE_MONTHS)),
    }
    parts = [
        (p.number, "In arrears" if p.in_arrears else "In advance", waits_in_words(gates), long_date(p.due_on), p.pence)
        for p, gates in zip(made.parts, made.gates, strict=True)
    ]
    return shared | {
        "title": f"Your grant from {fields['scheme']}",
        "facts": [
            ["Award reference", award.reference],
            ["Grant to", fields["organisation"]],
            ["Amount", f"Up to {fields['amount']}"],
            ["Start and end", f"{fields['starts_on']} to {fields['ends_on']}"],
            ["Accept by", fields["accept_by"]],
        ],
        "fields": fields,
        "tables": {
            "lines": lines_table([(x.category, x.allocation.financial_year, x.pence) for x in made.lines]),
            "instalments": instalments_table(parts),
            "returns": returns_table(made.owed),
        },
        "lists": {
            "conditions": list(made.conditions) or ["Nothing else: there are no other conditions."],
            "outcomes": _outcomes(application, answers),
        },
        "points": {},
        "check": {"code": award.check_code, "website": f"{office.website}/letters/check"},
    }


def decline_letter_data(work: Work, application: Application, decision: Decision, office: Office) -> dict[str, Any]:
    """All a letter with a no says, as words: why, by criterion, what else there is, and by when to appeal."""
    shared = _shared(work, application, decision, office)
    template = work.session.get_one(LetterTemplate, application.round.decline_letter_id)
    appeal_by = add_working_days(work.today, template.definition["appeal_working_days"])
    fields = shared["fields"] | {"next_funds": _next_funds(work, application), "appeal_by": long_date(appeal_by)}
    return shared | {
        "title": f"Our decision on your application to {fields['scheme']}",
        "facts": [["Application", application.reference], ["Applicant", fields["organisation"]]],
        "fields": fields,
        "tables": {},
        "lists": {},
        "points": {"feedback": feedback_points(work, application, decision)},
        "check": None,
    }


def feedback_points(work: Work, application: Application, decision: Decision) -> list[list[str]]:
    """What the applicant is told: on each criterion, and in the approver's words where it was refused."""
    recommendation = work.session.get_one(Recommendation, decision.recommendation_id)
    feedback = recommendation.feedback.get("criteria") or {}
    points = [[english(c.title), feedback[c.key]] for c in application.round.criteria if feedback.get(c.key)]
    refused = work.session.scalars(
        select(Approval.note).where(Approval.recommendation_id == recommendation.id, Approval.outcome == "refuse")
    ).one_or_none()
    if refused:
        points.insert(0, ["Our reason", refused])
    return points or [["Our reason", recommendation.reason]]


def _shared(work: Work, application: Application, decision: Decision, office: Office) -> dict[str, Any]:
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
    return " and ".join(said) or "none: it is not on a public register"


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


def _sources(made: Made) -> str:
    sources = {line.allocation.source_id: line.allocation.source for line in made.lines}.values()
    return "; ".join(
        each.title + (f" ({each.agreement})" if each.agreement else f" ({each.funder})") for each in sources
    )


def _purpose(application: Application) -> str:
    said = (application.title, application.summary)
    return ". ".join(each.strip().rstrip(".") for each in said if each) or english(application.fund.purpose)


def _vat(application: Application, answers: Mapping[str, Any]) -> str:
    question = application_form(application).question("vat_status")
    option = question.option(answers.get("vat_status")) if question else None
    return option.label.en if option else VAT_UNKNOWN


def _rows_of(application: Application, answers: Mapping[str, Any], type_: str) -> Sequence[Mapping[str, Any]]:
    question = next((q for q in application_form(application).questions if q.type == type_), None)
    return answers.get(question.key, []) if question else []


def _partners(application: Application, answers: Mapping[str, Any]) -> str:
    rows = _rows_of(application, answers, "partners")
    return "; ".join(f"{row['organisation']}: {pounds(row['share'])}" for row in rows) or "none"


def _outcomes(application: Application, answers: Mapping[str, Any]) -> list[str]:
    rows = _rows_of(application, answers, "outcomes")
    said = [f"{row['outcome']}: {row['target']:,} {row['unit']}. You will know by: {row['indicator']}" for row in rows]
    counted = [
        f"{english(each['title'])}: {each['target']:,} {each['unit']}"
        for each in application.round.plan.get("indicators") or ()
        if each["target"] and each["kind"] == "target"
    ]
    return said or counted or ["We agreed no numbers: your returns tell us what changed."]


def _retention(made: Made) -> str:
    kept = sum(part.pence for part in made.parts if part.retention)
    return f"We keep back {pounds(kept)} until the last of these is met." if kept else ""


def _use_restriction(capital: Mapping[str, Any] | None) -> str:
    if not capital:
        return ""
    return f"What is built or bought stays in this use for {capital['use_restriction_years']} years."


def _next_funds(work: Work, application: Application) -> str:
    open_now = select(Round.fund_id).where(
        Round.status == "published",
        Round.route.in_(("competitive", "rolling")),
        Round.opens_at <= work.now,
        or_(Round.closes_at.is_(None), Round.closes_at > work.now),
    )
    titles = work.session.scalars(
        select(Fund.title).where(Fund.listed, Fund.id != application.fund_id, Fund.id.in_(open_now)).order_by(Fund.id)
    )
    return ", ".join(english(title) for title in titles) or "none is open today, and we list new ones on our website"
