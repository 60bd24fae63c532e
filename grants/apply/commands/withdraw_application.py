"""The applicant takes an application back."""

from sqlalchemy import select

from grants.models import Application, Decision, Recommendation
from grants.work import Work


def withdraw_application(work: Work, reference: str, version: int, *, reason: str) -> Application:
    """The lead, at any time before an award is released. Money kept for it becomes available again.

    Records `withdraw` and supersedes what was recommended or decided. What was sent is kept.
    """
    application = work.load(Application, reference, version)
    work.freshen()
    event = work.move(application, "withdraw", reason=reason)
    decision = work.session.scalars(
        select(Decision).where(Decision.application_id == application.id, Decision.superseded_at.is_(None))
    ).one_or_none()
    recommendation = work.session.scalars(
        select(Recommendation).where(
            Recommendation.application_id == application.id, Recommendation.superseded_at.is_(None)
        )
    ).one_or_none()
    award = decision is None or decision.outcome == "award"  # a returned recommendation keeps its reserve
    if recommendation is not None and recommendation.outcome == "award" and award:
        for part in recommendation.split:
            work.transfer(
                part["allocation_id"],
                "committed" if decision is not None else "reserved",
                "available",
                part["pence"],
                operation_key=f"withdraw:{application.id}",
                what_for="withdrawn by the applicant",
                event=event,
            )
    for row in (decision, recommendation):
        if row is not None:
            row.superseded_at = work.now
    return application
