"""What must be done before an award can be closed, and its sums to the penny."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.actor import Actor
from grants.domain.errors import NotFound
from grants.models import Application, Award, Condition, MonitoringReturn, Payment, Recovery
from grants.monitor.figures import award_money
from grants.monitor.rules import LineMoney, uncommitted, unspent
from grants.scope import scoped


@dataclass(frozen=True)
class Closing:
    """The checklist of an award's end."""

    award: Award
    lines: tuple[LineMoney, ...]
    returns_done: bool
    final_accepted: bool
    payments_settled: bool
    conditions_met: bool
    recovery: Recovery | None

    @property
    def ended(self) -> bool:
        """Whether it was ended early: there is nothing left to close, and money may yet come back."""
        return self.award.status == "ended"

    @property
    def awarded(self) -> int:
        return sum(line.awarded for line in self.lines)

    @property
    def paid(self) -> int:
        return sum(line.paid for line in self.lines)

    @property
    def spent(self) -> int:
        return sum(line.spent for line in self.lines)

    @property
    def unspent(self) -> int:
        return unspent(self.lines)

    @property
    def never_paid(self) -> int:
        return sum(uncommitted(self.lines).values())

    @property
    def kept(self) -> int:
        """Paid, less what came back. What was written off never came back."""
        received = self.recovery is not None and self.recovery.status == "received"
        return self.paid - (self.recovery.pence if self.recovery is not None and received else 0)

    @property
    def money_back(self) -> bool:
        """Nothing is unspent, or it has come in, or it never will."""
        return not self.unspent or (self.recovery is not None and self.recovery.status in ("received", "written_off"))

    @property
    def checklist(self) -> list[tuple[str, bool]]:
        return [
            ("Every return is in and accepted", self.returns_done),
            ("The final return is accepted", self.final_accepted),
            ("We know what became of every payment", self.payments_settled),
            ("Every condition is met", self.conditions_met),
            ("Unspent money has come back, or is written off", self.money_back),
        ]

    @property
    def ready(self) -> bool:
        return all(done for _, done in self.checklist)


def closing_of(session: Session, award: Award) -> Closing:
    """How far an award is from its end."""
    counts = session.execute(
        select(
            _count(MonitoringReturn, award, MonitoringReturn.status.in_(("due", "submitted", "queried"))),
            _count(MonitoringReturn, award, (MonitoringReturn.status == "accepted") & MonitoringReturn.is_final),
            _count(Payment, award, Payment.status.in_(("prepared", "released"))),
            _count(Condition, award, Condition.met_at.is_(None) & Condition.gates_payment),
        )
    ).one()
    recovery = session.scalars(
        select(Recovery).where(Recovery.award_id == award.id, Recovery.kind == "unspent")
    ).one_or_none()
    return Closing(
        award=award,
        lines=tuple(award_money(session, award.id)),
        returns_done=counts[0] == 0,
        final_accepted=counts[1] > 0,
        payments_settled=counts[2] == 0,
        conditions_met=counts[3] == 0,
        recovery=recovery,
    )


def _count(model: Any, award: Award, *rules: Any) -> Any:
    return select(func.count()).select_from(model).where(model.award_id == award.id, *rules).scalar_subquery()


def closing_page(session: Session, actor: Actor, application_reference: str) -> Closing:
    """The checklist of a case's award; NotFound where the person may not know of it."""
    award = session.scalars(
        scoped(actor, Award).join(Award.application).where(Application.reference == application_reference)
    ).one_or_none()
    if award is None:
        raise NotFound("award")
    return closing_of(session, award)
