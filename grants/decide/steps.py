"""Writes that recommending, approving and refusing share."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select

from grants.chain import PendingEvent
from grants.decide.rules import split_over_allocations
from grants.decide.standing import Standing
from grants.domain.calendar import financial_year
from grants.domain.errors import RulesBroken
from grants.ledger import SHORT_OF_MONEY
from grants.models import (
    Allocation,
    Application,
    Approval,
    Decision,
    DueDiligenceCheck,
    Organisation,
    Recommendation,
    Source,
    Stop,
)
from grants.work import Work

Split = list[dict[str, int]]
UNDER_STOP = "This organisation is under stop. Nothing can be awarded until it is lifted."


def refuse_stopped(work: Work, organisation_id: int) -> None:
    """An organisation under stop gets no award."""
    if work.session.scalar(select(_under_stop(organisation_id))):
        raise RulesBroken([("amount", UNDER_STOP)])


def _under_stop(organisation_id: int) -> ColumnElement[bool]:
    return exists().where(
        Stop.organisation_id == organisation_id, Stop.confirmed_by.is_not(None), Stop.lifted_at.is_(None)
    )


def refuse_unfit(work: Work, application: Application, *, amount: int, before: str) -> None:
    """An organisation under stop gets no award; nor one whose mandatory checks before a stage are not done and passed.

    `before` names the stage; which checks are mandatory depends on the sum.
    """
    stopped, done = _found_out(work, application)
    if stopped:
        raise RulesBroken([("amount", UNDER_STOP)])
    missing = [
        f"The check “{each['title']['en'] if isinstance(each['title'], dict) else each['title']}” must be done first."
        for each in application.round.plan.get("checks") or ()
        if each["mandatory"] and each["before"] == before and _in_tier(application, each["tiers"], amount)
        if done.get(each["key"]) in (None, "fail")
    ]
    if missing:
        raise RulesBroken([("amount", message) for message in missing])


def _found_out(work: Work, application: Application) -> tuple[bool, dict[str, str]]:
    """Whether the organisation is under stop, and the latest outcome of each check.

    A check counts that was done for this application, or for the organisation and has not expired.
    """
    counts = or_(
        DueDiligenceCheck.application_id == application.id,
        DueDiligenceCheck.expires_on >= work.today,
    )
    rows = work.session.execute(
        select(
            _under_stop(application.organisation_id).label("stopped"), DueDiligenceCheck.kind, DueDiligenceCheck.outcome
        )
        .select_from(Organisation)
        .outerjoin(DueDiligenceCheck, and_(DueDiligenceCheck.organisation_id == Organisation.id, counts))
        .where(Organisation.id == application.organisation_id)
        .order_by(DueDiligenceCheck.id)
    ).all()
    return rows[0].stopped, {row.kind: row.outcome for row in rows if row.kind}


def _in_tier(application: Application, tiers: Sequence[str], amount: int) -> bool:
    named = {each["key"]: each for each in application.round.plan.get("tiers") or ()}
    wanted = [named[key] for key in tiers if key in named]
    return not tiers or any(t["over"] < amount and (t["up_to"] is None or amount <= t["up_to"]) for t in wanted)


def split_for(work: Work, application: Application, amount: int, *, giving_back: Recommendation | None = None) -> Split:
    """Which allocation would bear how much of the award, as they stand once `giving_back` has let go of its own."""
    freed = {each["allocation_id"]: each["pence"] for each in giving_back.split} if giving_back is not None else {}
    available = [(each.id, each.available + freed.get(each.id, 0)) for each in allocations_for(work, application)]
    parts = split_over_allocations(amount, available)
    if amount and not parts:
        raise RulesBroken([("amount", SHORT_OF_MONEY)])
    return [{"allocation_id": allocation_id, "pence": pence} for allocation_id, pence in parts]


def allocations_for(work: Work, application: Application) -> list[Allocation]:
    """Money this award may draw on: of its lot before the whole fund's, of the first year before later ones."""
    first, last = award_years(application)
    starts = application.starts_on or application.round.award_starts_on
    found = work.session.scalars(
        select(Allocation)
        .join(Source)
        .where(
            Allocation.fund_id == application.fund_id,
            Allocation.financial_year >= first,
            Allocation.financial_year <= last,
            Source.kind != "match",
            or_(Allocation.lot_id.is_(None), Allocation.lot_id == application.lot_id),
            or_(Source.spend_until.is_(None), Source.spend_until >= starts) if starts else Source.id.is_not(None),
        )
        .execution_options(populate_existing=True)
    ).all()
    return sorted(found, key=lambda each: (each.financial_year, each.lot_id is None, each.id))


def award_years(application: Application) -> tuple[str, str]:
    """The first and last financial year an award's money may come from: the round's own, to the year it ends in."""
    first = application.round.financial_year
    ends: date | None = application.ends_on or application.round.award_ends_on
    return first, max(first, financial_year(ends)) if ends else first


def write_approval(
    work: Work, application: Application, at: Standing, *, outcome: str, note: str, event: PendingEvent
) -> Recommendation:
    """One person's word on the live recommendation, as its next step. The policy has let them."""
    recommendation = at.recommendation
    if recommendation is None:
        raise LookupError("nobody may decide where nothing was recommended")
    event.body |= {"recommendation_id": recommendation.id, "amount": recommendation.amount}
    work.add(
        Approval(
            recommendation_id=recommendation.id,
            recommended_by=recommendation.recommended_by,
            application_id=application.id,
            step=len(at.approvals) + 1,
            role=at.next_role,
            outcome=outcome,
            note=note,
            approved_by=work.actor.person_id,
            approved_at=work.now,
        )
    )
    return recommendation


def write_decision(work: Work, recommendation: Recommendation, *, outcome: str, amount: int) -> Decision:
    """The decision this recommendation came to. The applicant is told at release."""
    decision = Decision(
        application_id=recommendation.application_id,
        recommendation_id=recommendation.id,
        outcome=outcome,
        amount=amount,
        decided_by=work.actor.person_id,
        decided_at=work.now,
    )
    work.add(decision)
    return decision


def release_reserve(work: Work, recommendation: Recommendation, *, event: PendingEvent) -> None:
    """What a recommendation held goes back to what is available."""
    move_split(work, recommendation, "reserved", "available", event=event, what_for="recommendation released")


def move_split(
    work: Work,
    recommendation: Recommendation,
    from_bucket: str,
    to_bucket: str,
    *,
    event: PendingEvent,
    what_for: str,
) -> None:
    """Move the whole of a recommendation's split between two buckets, once."""
    for part in recommendation.split:
        work.transfer(
            part["allocation_id"],
            from_bucket,
            to_bucket,
            part["pence"],
            operation_key=f"recommendation:{recommendation.id}:{to_bucket}",
            what_for=what_for,
            event=event,
        )
