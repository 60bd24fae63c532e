"""Writes a letter's row with everything it will say, frozen, and the job that makes its bytes once."""

from typing import Any

from sqlalchemy import select

from grants.award.letter_facts import (
    next_funds,
    outcomes,
    partners,
    purpose,
    retention,
    shared,
    sources,
    use_restriction,
    vat,
)
from grants.award.letter_words import (
    Office,
    english,
    instalments_table,
    lines_table,
    missing_from,
    returns_table,
    waits_in_words,
)
from grants.award.steps import Made, sealed_answers
from grants.domain.calendar import add_working_days, long_date
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.domain.errors import RulesBroken
from grants.domain.money import in_words, pounds
from grants.models import (
    Application,
    Approval,
    Decision,
    Letter,
    LetterTemplate,
    Recommendation,
)
from grants.work import Work

REPAYMENT_DAYS = 30
NOTICE_MONTHS = 3  # the national Compact: three months' written notice


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
    said = shared(work, application, decision, office)
    answers = sealed_answers(work.session, application)
    fields = {
        **said["fields"],
        "amount": pounds(award.amount),
        "amount_in_words": in_words(award.amount),
        "source": sources(made),
        "legal_power": application.fund.legal_power,
        "purpose": purpose(application),
        "vat": vat(application, answers),
        "starts_on": long_date(award.starts_on),
        "ends_on": long_date(award.ends_on),
        "spend_by": long_date(min(line.ends_on for line in made.lines)),
        "accept_by": long_date(award.accept_by),
        "special_conditions": recommendation.feedback.get("special_conditions") or "There are none.",
        "partners": partners(application, answers),
        "retention": retention(made),
        "use_restriction": use_restriction(plan.get("capital")),
        "repayment_days": str(REPAYMENT_DAYS),
        "notice_months": str((application.fund.terms.get("compact") or {}).get("notice_months", NOTICE_MONTHS)),
    }
    parts = [
        (p.number, "In arrears" if p.in_arrears else "In advance", waits_in_words(gates), long_date(p.due_on), p.pence)
        for p, gates in zip(made.parts, made.gates, strict=True)
    ]
    return said | {
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
            "conditions": list(made.conditions) or ["There are no others."],
            "outcomes": outcomes(application, answers),
        },
        "points": {},
        "check": {"code": award.check_code, "website": f"{office.website}/letters/check"},
    }


def decline_letter_data(work: Work, application: Application, decision: Decision, office: Office) -> dict[str, Any]:
    """All a letter with a no says, as words: why, by criterion, what else there is, and by when to appeal."""
    said = shared(work, application, decision, office)
    template = work.session.get_one(LetterTemplate, application.round.decline_letter_id)
    appeal_by = add_working_days(work.today, template.definition["appeal_working_days"])
    fields = said["fields"] | {"next_funds": next_funds(work, application), "appeal_by": long_date(appeal_by)}
    return said | {
        "title": f"Our decision on your application to {fields['scheme']}",
        "facts": [],
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
