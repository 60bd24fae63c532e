"""Reads, for many instalments at once, what each still waits for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.domain.calendar import to_london
from grants.models import (
    Allocation,
    Award,
    AwardLine,
    BankAccount,
    Condition,
    Instalment,
    InstalmentLine,
    MonitoringReturn,
    Organisation,
    Period,
    Stop,
)
from grants.pay.rules import Facts, waits_for


def waits(session: Session, instalments: Sequence[Instalment], *, pay_on: date, now: datetime) -> dict[int, list[str]]:
    """What each instalment waits for, by its id, in words; an empty list when it can be paid on that day."""
    facts = facts_of(session, instalments, today=to_london(now).date())
    return {
        each.id: waits_for(each.gates, facts[each.id], due_on=each.due_on, pay_on=pay_on, now=now)
        for each in instalments
    }


def facts_of(session: Session, instalments: Sequence[Instalment], *, today: date) -> dict[int, Facts]:
    """One read of each kind of fact, whatever the number of instalments."""
    awards = _awards(session, {each.award_id for each in instalments})
    organisations = {award.organisation_id for award in awards.values()}
    accounts = _accounts(session, organisations)
    suppliers = dict(
        _pairs(session, select(Organisation.id, Organisation.supplier_number), Organisation.id, organisations)
    )
    returns = _returns(session, awards)
    conditions, named = _conditions(session, awards), _named_conditions(session, awards)
    stopped = _stopped(session, organisations)
    overdue = overdue_returns(session, organisations, today=today)
    closed = _closed_years(session, [each.id for each in instalments])
    found: dict[int, Facts] = {}
    for each in instalments:
        award = awards[each.award_id]
        account = accounts.get(award.organisation_id)
        met = conditions[award.id]
        found[each.id] = Facts(
            award_status=award.status,
            account=account.status if account else "none",
            hold_until=account.hold_until if account else None,
            supplier_number=suppliers.get(award.organisation_id) or "",
            returns=returns[award.id],
            conditions=len(met),
            unmet_conditions=[(one.position, one.text) for one in met if _holds(one, each.gates, named[award.id])],
            stopped=award.organisation_id in stopped,
            overdue=overdue[award.organisation_id],
            closed_years=closed[each.id],
        )
    return found


def current_accounts(session: Session, organisation_ids: Iterable[int]) -> dict[int, BankAccount]:
    """The verified account of each organisation that has one."""
    return {key: row for key, row in _accounts(session, set(organisation_ids)).items() if row.status == "verified"}


def _awards(session: Session, ids: set[int]) -> dict[int, Award]:
    return {award.id: award for award in session.scalars(select(Award).where(Award.id.in_(ids)))}


def _accounts(session: Session, organisations: set[int]) -> dict[int, BankAccount]:
    """The verified account, or else the one proposed: until a change is checked the old account stays current."""
    rows = session.scalars(
        select(BankAccount)
        .where(BankAccount.organisation_id.in_(organisations), BankAccount.status.in_(("verified", "proposed")))
        .order_by(BankAccount.status, BankAccount.number)
    )
    return {row.organisation_id: row for row in rows}  # "verified" sorts last, and so stands


def _pairs(session: Session, statement: Any, column: Any, ids: set[int]) -> Iterable[tuple[int, Any]]:
    return ((row[0], row[1]) for row in session.execute(statement.where(column.in_(ids))))


def _returns(session: Session, awards: Mapping[int, Award]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = session.execute(
        select(MonitoringReturn.award_id, MonitoringReturn.number, MonitoringReturn.status).where(
            MonitoringReturn.award_id.in_(awards)
        )
    )
    for award_id, number, status in rows:
        found[award_id][number] = status
    return found


def _conditions(session: Session, awards: Mapping[int, Award]) -> dict[int, list[Condition]]:
    found: dict[int, list[Condition]] = defaultdict(list)
    for row in session.scalars(
        select(Condition).where(Condition.award_id.in_(awards), Condition.gates_payment).order_by(Condition.position)
    ):
        found[row.award_id].append(row)
    return found


def _named_conditions(session: Session, awards: Mapping[int, Award]) -> dict[int, set[int]]:
    """By award: the numbers of conditions that some instalment names, and so hold only that one."""
    found: dict[int, set[int]] = defaultdict(set)
    for award_id, gates in session.execute(
        select(Instalment.award_id, Instalment.gates).where(Instalment.award_id.in_(awards))
    ):
        found[award_id] |= {int(gate.partition(":")[2]) for gate in gates if gate.startswith("condition:")}
    return found


def _holds(condition: Condition, gates: Sequence[str], named: set[int]) -> bool:
    """An unmet condition holds the instalments that name it; one that none names holds them all."""
    if condition.met_at is not None:
        return False
    own = "conditions" in gates or f"condition:{condition.position}" in gates
    return own or condition.position not in named


def _stopped(session: Session, organisations: set[int]) -> set[int]:
    return set(
        session.scalars(
            select(Stop.organisation_id).where(
                Stop.organisation_id.in_(organisations), Stop.confirmed_by.is_not(None), Stop.lifted_at.is_(None)
            )
        )
    )


def overdue_returns(session: Session, organisations: set[int], *, today: date) -> dict[int, list[tuple[str, date]]]:
    """Returns not in by their date, of any award of each organisation."""
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    rows = session.execute(
        select(Award.organisation_id, MonitoringReturn.reference, MonitoringReturn.due_on)
        .join(Award, Award.id == MonitoringReturn.award_id)
        .where(
            Award.organisation_id.in_(organisations),
            MonitoringReturn.status == "due",
            MonitoringReturn.due_on < today,
            Award.status.in_(("accepted", "active", "suspended", "ended")),
        )
        .order_by(MonitoringReturn.due_on, MonitoringReturn.id)
    )
    for organisation_id, reference, due_on in rows:
        found[organisation_id].append((reference, due_on))
    return found


def _closed_years(session: Session, instalment_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(InstalmentLine.instalment_id, Allocation.financial_year)
        .join(AwardLine, AwardLine.id == InstalmentLine.award_line_id)
        .join(Allocation, Allocation.id == AwardLine.allocation_id)
        .join(Period, Period.financial_year == Allocation.financial_year)
        .where(InstalmentLine.instalment_id.in_(instalment_ids), Period.status == "closed")
        .distinct()
        .order_by(Allocation.financial_year)
    )
    for instalment_id, year in rows:
        found[instalment_id].append(year)
    return found
