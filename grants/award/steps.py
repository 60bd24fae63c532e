"""Writes that make an award: its lines, conditions, instalments and the returns it owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.award.letter_words import english
from grants.award.rules import (
    Owed,
    Part,
    budget_shares,
    conditions_of,
    gates_of,
    instalments,
    of_tier,
    returns_owed,
    shared_out,
    tier_of,
)
from grants.crypto import new_code
from grants.domain.calendar import next_working_day
from grants.domain.errors import RulesBroken
from grants.models import (
    Allocation,
    Application,
    Award,
    AwardLine,
    AwardVersion,
    Condition,
    Decision,
    Instalment,
    InstalmentLine,
    LetterTemplate,
    MonitoringReturn,
    Recommendation,
    Response,
    Submission,
)
from grants.questions.form import Form
from grants.work import Work


@dataclass(frozen=True)
class Made:
    """An award with everything that hangs on it, as it was just written."""

    award: Award
    lines: tuple[AwardLine, ...]
    conditions: tuple[str, ...]
    parts: tuple[Part, ...]
    gates: tuple[tuple[str, ...], ...]
    owed: tuple[Owed, ...]


def make_award(work: Work, application: Application, decision: Decision, recommendation: Recommendation) -> Made:
    """The award that a decision promises, whole: lines, conditions, instalments and returns, exact to the penny."""
    starts_on, ends_on = award_dates(application)
    plan, tier = application.round.plan, tier_of(decision.amount, application.round.plan.get("tiers") or ())
    parts = instalments(decision.amount, of_tier(plan["instalments"], tier), starts_on=starts_on)
    owed = returns_owed(of_tier(plan["returns"], tier), starts_on=starts_on, ends_on=ends_on)
    typed = recommendation.feedback.get("conditions") or []
    conditions = conditions_of(typed, parts)
    gates = tuple(tuple(gates_of(part, typed=len(typed), conditions=conditions)) for part in parts)
    award = _award(work, application, decision, starts_on=starts_on, ends_on=ends_on)
    lines = _lines(work, award, application, recommendation)
    for position, words in enumerate(conditions, start=1):
        work.add(Condition(award_id=award.id, position=position, text=words, gates_payment=True))
    _instalments(work, award, lines, parts, gates)
    _returns(work, award, owed, plan["return_forms"])
    return Made(award, lines, conditions, parts, gates, owed)


def award_dates(application: Application) -> tuple[date, date]:
    """When the work starts and ends: as asked for, or as the round says."""
    starts_on = application.starts_on or application.round.award_starts_on
    ends_on = application.ends_on or application.round.award_ends_on
    if starts_on is None or ends_on is None or ends_on < starts_on:
        raise RulesBroken([("form", "The award has no start and end. Ask the applicant, or set them on the round.")])
    return starts_on, ends_on


def _award(work: Work, application: Application, decision: Decision, *, starts_on: date, ends_on: date) -> Award:
    template = work.session.get_one(LetterTemplate, application.round.award_letter_id)
    accept_by = next_working_day(work.today + timedelta(days=template.definition["accept_within_days"]))
    award = Award(
        reference=application.reference,
        authority_id=application.fund.authority_id,
        fund_id=application.fund_id,
        application_id=application.id,
        organisation_id=application.organisation_id,
        status="offered",
        amount=decision.amount,
        starts_on=starts_on,
        ends_on=ends_on,
        accept_by=accept_by,
        approved_by=decision.decided_by,
        decided_at=decision.decided_at,
        offered_at=work.now,
        status_at=work.now,
        status_by=work.actor.person_id,
        check_code=new_code(),
    )
    work.add(award)
    work.add(
        AwardVersion(
            award_id=award.id,
            number=1,
            amount=award.amount,
            starts_on=starts_on,
            ends_on=ends_on,
            reason="Offer",
            made_by=work.actor.person_id,
            made_at=work.now,
        )
    )
    return award


def _lines(work: Work, award: Award, application: Application, recommendation: Recommendation) -> tuple[AwardLine, ...]:
    """One line for each allocation and kind of cost, in the order in which the money is used."""
    allocations = [work.session.get_one(Allocation, part["allocation_id"]) for part in recommendation.split]
    shares = budget_shares(award.amount, asked_budget(work, application))
    cells = shared_out([part["pence"] for part in recommendation.split], [pence for _, pence in shares])
    lines = []
    for position, (row, column, pence) in enumerate(cells, start=1):
        allocation, until = allocations[row], allocations[row].source.spend_until
        lines.append(
            AwardLine(
                award_id=award.id,
                award_version=1,
                position=position,
                allocation_id=allocation.id,
                cost_code=allocation.cost_code,
                category=shares[column][0],
                purpose=application.title or "",
                pence=pence,
                starts_on=award.starts_on,
                ends_on=max(award.starts_on, min(award.ends_on, until)) if until else award.ends_on,
                allocation=allocation,
            )
        )
        work.add(lines[-1])
    return tuple(lines)


def _instalments(
    work: Work,
    award: Award,
    lines: Sequence[AwardLine],
    parts: Sequence[Part],
    gates: Sequence[Sequence[str]],
) -> None:
    rows = [
        work.add(
            Instalment(
                award_id=award.id, number=part.number, due_on=part.due_on, pence=part.pence, gates=list(waits_for)
            )
        )
        for part, waits_for in zip(parts, gates, strict=True)
    ]
    for row, column, pence in shared_out([line.pence for line in lines], [part.pence for part in parts]):
        work.add(InstalmentLine(instalment_id=rows[column].id, award_line_id=lines[row].id, pence=pence))


def _returns(work: Work, award: Award, owed: Sequence[Owed], forms: dict[str, int]) -> None:
    for each in owed:
        response = work.add(Response(form_version_id=forms[each.form], created_at=work.now))
        work.add(
            MonitoringReturn(
                reference=f"{award.reference}-R{each.number}",
                award_id=award.id,
                number=each.number,
                title=english(each.title),
                is_final=each.is_final,
                covers_from=each.covers_from,
                covers_until=each.covers_until,
                due_on=each.due_on,
                response_id=response.id,
                status_at=work.now,
            )
        )


def asked_budget(work: Work, application: Application) -> list[tuple[str, int]]:
    """The budget the applicant sent: (kind of cost in words, pence). Empty where the form asked for none."""
    question = next((q for q in application_form(application).questions if q.type == "budget"), None)
    rows = sealed_answers(work.session, application).get(question.key, []) if question else []
    column = next((c for c in question.table_columns if c.key == "category"), None) if question else None
    labels = {option.key: option.label.en for option in column.options} if column else {}
    return [(labels.get(row["category"], row["category"]), row["amount"]) for row in rows]


def application_form(application: Application) -> Form:
    """The form this application was made on."""
    return Form.parse(application.round.application_form.definition)


def sealed_answers(session: Session, application: Application) -> dict[str, Any]:
    """What was last sent in."""
    content = session.scalar(
        select(Submission.content)
        .where(Submission.application_id == application.id)
        .order_by(Submission.number.desc())
        .limit(1)
    )
    return dict(content or {})
