"""Invariants 7, 8, 12 and 13: who did what, with which interest, to whom money went, and independent scores."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from grants.assess.rules import average
from grants.audit.breaks import Break, each_of, row_place
from grants.models import (
    Application,
    Approval,
    Assessment,
    Award,
    BankAccount,
    Criterion,
    Event,
    Interest,
    Moderation,
    Payment,
    PaymentRun,
    Recommendation,
    Score,
)


def four_eyes(session: Session) -> Iterator[Break]:
    """7: maker, checker and approver differ; nobody pays against their interest or own change of account."""
    own_approval = select(Approval.id).join(Recommendation, Recommendation.id == Approval.recommendation_id)
    yield from each_of(
        session,
        "approval",
        own_approval.where(Approval.approved_by == Recommendation.recommended_by).order_by(Approval.id),
        "the person who recommended approved it",
    )
    same = or_(
        Payment.released_by == Payment.prepared_by,
        Payment.prepared_by == Award.approved_by,
        Payment.released_by == Award.approved_by,
        exists().where(
            Approval.application_id == Award.application_id,
            Approval.outcome == "approve",
            Approval.approved_by.in_((Payment.prepared_by, Payment.released_by)),
        ),
    )
    paid = select(Payment.id).join(Award, Award.id == Payment.award_id).order_by(Payment.id)
    yield from each_of(session, "payment", paid.where(same), "one person prepared, released or approved it twice over")
    owned = exists().where(
        Interest.organisation_id == Payment.organisation_id,
        Interest.round_id == Application.round_id,
        or_(
            and_(Interest.person_id == Payment.prepared_by, Interest.declared_at < PaymentRun.prepared_at),
            and_(Interest.person_id == Payment.released_by, Interest.declared_at < Payment.released_at),
        ),
    )
    with_round = paid.join(Application, Application.id == Award.application_id).join(
        PaymentRun, PaymentRun.id == Payment.run_id
    )
    yield from each_of(session, "payment", with_round.where(owned), "a person with an interest prepared or released it")
    yield from _bank_eyes(session)


def _bank_eyes(session: Session) -> Iterator[Break]:
    own = select(BankAccount.id).where(BankAccount.verified_by == BankAccount.proposed_by).order_by(BankAccount.id)
    yield from each_of(session, "bank_account", own, "the person who proposed it verified it")
    early = (
        select(Payment.id)
        .join(BankAccount, BankAccount.id == Payment.bank_account_id)
        .where(
            Payment.released_at < BankAccount.hold_until,
            Payment.released_by.in_((BankAccount.proposed_by, BankAccount.verified_by)),
        )
    )
    yield from each_of(
        session, "payment", early.order_by(Payment.id), "who changed the account released it in the hold"
    )


def pinned_payee(session: Session) -> Iterator[Break]:
    """8: released money went to an account verified before, the current one then, of the award's organisation."""
    later = aliased(BankAccount)
    replaced = exists().where(
        later.organisation_id == BankAccount.organisation_id,
        later.number > BankAccount.number,
        later.verified_at.is_not(None),
        later.verified_at < Payment.released_at,
    )
    wrong = or_(
        BankAccount.verified_at.is_(None),
        BankAccount.verified_at > Payment.released_at,
        BankAccount.organisation_id != Award.organisation_id,
        BankAccount.status.not_in(("verified", "replaced")),
        replaced,
    )
    released = (
        select(Payment.id)
        .join(BankAccount, BankAccount.id == Payment.bank_account_id)
        .join(Award, Award.id == Payment.award_id)
        .where(Payment.released_at.is_not(None), wrong)
        .order_by(Payment.id)
    )
    yield from each_of(session, "payment", released, "its account was not the organisation’s verified one at release")


def one_live_application(session: Session) -> Iterator[Break]:
    """12: where the round allows one, an organisation has one live application in it."""
    live = and_(Application.one_live, Application.status.not_in(("declined", "withdrawn", "ineligible")))
    twice = (
        select(func.max(Application.id))
        .where(live)
        .group_by(Application.organisation_id, Application.round_id)
        .having(func.count() > 1)
    )
    yield from each_of(session, "application", twice, "the organisation has another live application in this round")


def independent_scores(session: Session) -> Iterator[Break]:
    """13: one live assessment a person, none against an interest, points in range, the score recomputed."""
    live = Assessment.status != "withdrawn"
    twice = select(func.max(Assessment.id)).where(live).group_by(Assessment.application_id, Assessment.person_id)
    yield from each_of(session, "assessment", twice.having(func.count() > 1), "this person has two live assessments")
    yield from _interested_scores(session)
    scored = select(Score.id, Score.points, Criterion.bands).join(Criterion, Criterion.id == Score.criterion_id)
    for row in session.execute(scored.where(Score.points.is_not(None)).order_by(Score.id)):
        if not 0 <= row.points < len(row.bands):
            yield Break(row_place("score", row.id), f"{row.points} points is not a band of its criterion")
    yield from _recomputed(session)


def _interested_scores(session: Session) -> Iterator[Break]:
    """An interest that comes up once the case was recommended leaves the score, and the record says so."""
    said = select(Event.body).where(Event.kind == "interest_after_scoring")
    known_late = {body["id"] for body in session.scalars(said)}
    interested = (
        select(Assessment.id, Assessment.submitted_at, Interest.declared_at)
        .join(Application, Application.id == Assessment.application_id)
        .join(
            Interest,
            and_(
                Interest.person_id == Assessment.person_id,
                Interest.round_id == Application.round_id,
                Interest.organisation_id == Application.organisation_id,
            ),
        )
        .where(Assessment.status != "withdrawn")
        .order_by(Assessment.id)
    )
    for row in session.execute(interested):
        late = row.submitted_at is not None and row.submitted_at <= row.declared_at and row.id in known_late
        if not late:
            yield Break(row_place("assessment", row.id), "a person with an interest scored it")


def _recomputed(session: Session) -> Iterator[Break]:
    totals: dict[int, list[int]] = {}
    rows = select(Assessment.application_id, Assessment.total).where(Assessment.status == "submitted")
    for application_id, total in session.execute(rows):
        totals.setdefault(application_id, []).append(int(total or 0))
    agreed = select(Moderation.application_id, Moderation.total).where(Moderation.superseded_at.is_(None))
    moderated: dict[int, int] = {row[0]: row[1] for row in session.execute(agreed)}
    scored = select(Application.id, Application.score).where(Application.score.is_not(None)).order_by(Application.id)
    for row in session.execute(scored):
        own = totals.get(row.id)
        expected = moderated.get(row.id, average(own) if own else None)
        if row.score != expected:
            yield Break(
                row_place("application", row.id), f"its score is {row.score}, but its assessments give {expected}"
            )
