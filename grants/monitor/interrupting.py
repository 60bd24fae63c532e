"""What the pages that suspend or end an award show: how it stands, what would follow, and who may do what now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.actor import Actor
from grants.domain.calendar import to_london
from grants.domain.workflow import Verdict
from grants.models import Award, Instalment, MonitoringReturn, Notice, Payment, PaymentRun, Suspension
from grants.monitor.closing import Closing, closing_page
from grants.monitor.policy import LIVE, can_end, can_give_notice, can_suspend, can_withdraw_notice, standing_notice
from grants.monitor.rules import usual_notice
from grants.pay.people import names


@dataclass(frozen=True)
class UnderWay:
    """A payment that is in a run and has not settled."""

    reference: str
    run: str
    pence: int
    released: bool


@dataclass(frozen=True)
class Interruption:
    """An award that is, or may be, suspended or ended early."""

    closing: Closing
    suspension: Suspension | None
    notice: Notice | None
    people: Mapping[int, str]
    unpaid: Sequence[Instalment]
    under_way: Sequence[UnderWay]
    returns: Sequence[MonitoringReturn]
    today: date
    may_suspend: bool
    may_resume: bool
    may_give_notice: bool
    may_withdraw: bool
    end: Verdict

    @property
    def award(self) -> Award:
        return self.closing.award

    @property
    def runs(self) -> bool:
        """Whether the award has not come to an end."""
        return self.award.status in LIVE

    @property
    def usual_last_day(self) -> date:
        return usual_notice(self.today)

    @property
    def may_end(self) -> bool:
        """The day has come, nothing is in a run, and it is for this person to do."""
        return self.runs and self.day_has_come and not self.under_way and bool(self.end)

    @property
    def day_has_come(self) -> bool:
        return self.notice is not None and self.today >= self.notice.last_on

    @property
    def needless(self) -> list[MonitoringReturn]:
        """Returns that the end cancels: the time they would cover begins after the last day."""
        if self.notice is None:
            return []
        return [each for each in self.returns if each.covers_from > self.notice.last_on]

    @property
    def still_asked(self) -> list[MonitoringReturn]:
        return [each for each in self.returns if each not in self.needless]


def interruption(session: Session, actor: Actor, application_reference: str, now: datetime) -> Interruption:
    """The award of a case in this person's scope, with all that a suspension or an early end would touch."""
    closing = closing_page(session, actor, application_reference)
    award, notice = closing.award, standing_notice(closing.award)
    suspension = suspension_of(session, award)
    runs = award.status in LIVE
    may_stop = bool(can_suspend(actor, award, now))
    people = [notice.given_by, notice.ended_by] if notice else []
    people += [suspension.suspended_by] if suspension else []
    return Interruption(
        closing=closing,
        suspension=suspension,
        notice=notice,
        people=names(session, people),
        unpaid=_unpaid(session, award),
        under_way=_under_way(session, award),
        returns=_outstanding(session, award),
        today=to_london(now).date(),
        may_suspend=award.status in ("accepted", "active") and may_stop,
        may_resume=award.status == "suspended" and may_stop,
        may_give_notice=runs and notice is None and bool(can_give_notice(actor, award, now)),
        may_withdraw=runs and notice is not None and bool(can_withdraw_notice(actor, award, now)),
        end=can_end(actor, award, now),
    )


def suspension_of(session: Session, award: Award) -> Suspension | None:
    """The suspension that an award is in."""
    open_one = select(Suspension).where(Suspension.award_id == award.id, Suspension.resumed_at.is_(None))
    return session.scalars(open_one).one_or_none()


def _unpaid(session: Session, award: Award) -> Sequence[Instalment]:
    paying = select(Payment.instalment_id).where(
        Payment.award_id == award.id, Payment.status.not_in(("bounced", "cancelled"))
    )
    wanted = select(Instalment).where(
        Instalment.award_id == award.id, Instalment.ended_at.is_(None), Instalment.id.not_in(paying)
    )
    return session.scalars(wanted.order_by(Instalment.number)).all()


def _under_way(session: Session, award: Award) -> list[UnderWay]:
    rows = session.execute(
        select(Payment.reference, PaymentRun.reference, Payment.pence, Payment.status)
        .join(PaymentRun, PaymentRun.id == Payment.run_id)
        .where(Payment.award_id == award.id, Payment.status.in_(("prepared", "released")))
        .order_by(Payment.id)
    )
    return [UnderWay(reference, run, pence, released=status == "released") for reference, run, pence, status in rows]


def _outstanding(session: Session, award: Award) -> Sequence[MonitoringReturn]:
    wanted = select(MonitoringReturn).where(MonitoringReturn.award_id == award.id, MonitoringReturn.status == "due")
    return session.scalars(wanted.order_by(MonitoringReturn.number)).all()
