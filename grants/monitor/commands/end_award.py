"""An award stops early: what was never paid goes back to the fund, and what need not be reported is not asked."""

from sqlalchemy import select

from grants.domain.calendar import long_date
from grants.domain.errors import WrongState
from grants.models import Award, MonitoringReturn, Notice, Payment, PaymentRun
from grants.monitor.closing import closing_of
from grants.monitor.policy import standing_notice
from grants.monitor.steps import tell_of_award, wind_up
from grants.work import Work


def end_award(work: Work, award_reference: str, version: int | None) -> Award:
    """An approver of the fund, from the last day of the notice on, and never the person who gave it.

    Money committed and never paid is available again, instalments end, returns for a time after the last day are
    cancelled, and the last version says what was paid and kept. The returns that remain say what was spent, and what
    was not can then be agreed. The grantee is told. Refused without notice, before its day, and while a payment is
    in a run or on its way.
    """
    award = work.load(Award, award_reference, version)
    with work.session.no_autoflush:
        closing = closing_of(work.session, award)
        event = work.move(award, "end_award", paid=closing.paid, kept=closing.kept, freed=closing.never_paid)
        notice = _notice(work, award)
        _refuse_payments_under_way(work, award)
    notice.ended_by, notice.ended_at = work.actor.person_id, work.now
    event.body.update(notice=notice.id, last_on=notice.last_on.isoformat())
    wind_up(work, closing, event, word="ended", ends_on=notice.last_on)
    _cancel_returns(work, award, notice)
    day = long_date(notice.last_on)
    tell_of_award(work, "award_ended", award, key=f"award-ended:{award.id}", reason=notice.reason, last_on=day)
    return award


def _notice(work: Work, award: Award) -> Notice:
    notice = standing_notice(award)
    if notice is None:
        raise WrongState("Nobody has given notice yet. A manager of the fund does that first.")
    if work.today < notice.last_on:
        raise WrongState(f"The grantee was told that the last day is {long_date(notice.last_on)}: end it from then on.")
    return notice


def _refuse_payments_under_way(work: Work, award: Award) -> None:
    """A payment in a run would go out after the end, and one on its way may yet come back."""
    under_way = work.session.execute(
        select(Payment.reference, PaymentRun.reference)
        .join(PaymentRun, PaymentRun.id == Payment.run_id)
        .where(Payment.award_id == award.id, Payment.status.in_(("prepared", "released")))
        .order_by(Payment.id)
    ).first()
    if under_way is not None:
        payment, run = under_way
        raise WrongState(f"Payment {payment} is in run {run}: finance cancels or settles that first. Then end this.")


def _cancel_returns(work: Work, award: Award, notice: Notice) -> None:
    """What a return would say of the time after the last day is nothing, so it is no longer asked for."""
    needless = select(MonitoringReturn).where(
        MonitoringReturn.award_id == award.id,
        MonitoringReturn.status == "due",
        MonitoringReturn.covers_from > notice.last_on,
    )
    for owed in work.session.scalars(needless.order_by(MonitoringReturn.number).with_for_update()):
        work.move(owed, "cancel_return", reason="The award ended before the time it covers.", number=owed.number)
