"""The rows each person may know of at all: what is out of scope looks like what is not there."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from grants.actor import CASEWORK
from grants.models import (
    Application,
    Assessment,
    Assignment,
    Award,
    BankAccount,
    Fund,
    Instalment,
    Interest,
    Invitation,
    Letter,
    MonitoringReturn,
    Organisation,
    Payment,
    PaymentRun,
    Recovery,
    Round,
)
from grants.standin import Who

Rule = Callable[[Who], ColumnElement[bool]]


def scoped(actor: Who, model: type[Any]) -> Select[Any]:
    """SELECT of the rows of `model` that are in this person's scope."""
    return select(model).where(in_scope(actor, model))


def in_scope(actor: Who, model: type[Any]) -> ColumnElement[bool]:
    """The condition a row of `model` must meet to be in this person's scope."""
    return true() if actor.is_system else _condition(actor, _RULES[model])


@lru_cache(maxsize=512)
def _condition(actor: Who, rule: Rule) -> ColumnElement[bool]:
    """Remembered while somebody holds the same roles and parts: a page asks for it many times."""
    return rule(actor)


def in_funds(column: InstrumentedAttribute[int], actor: Who, *roles: str) -> ColumnElement[bool]:
    """The fund in `column` is one where the person holds one of the roles."""
    funds = actor.funds(*roles)
    if funds is None:
        return true()
    if isinstance(funds, BindParameter):
        return column.in_(funds)
    return column.in_(sorted(funds)) if funds else false()


def _own(column: InstrumentedAttribute[int], actor: Who) -> ColumnElement[bool]:
    mine = actor.organisations()
    return column.in_(sorted(mine)) if mine else false()


def no_interest(actor: Who) -> ColumnElement[bool]:
    """An application of a round where this person declared no interest in its organisation."""
    declared = exists().where(
        Interest.person_id == actor.person_id,
        Interest.round_id == Application.round_id,
        Interest.organisation_id == Application.organisation_id,
    )
    return ~declared.correlate(Application)


def interests_of(actor: Who) -> Select[Any]:
    """The ids of organisations this person declared an interest in, in whatever round."""
    return select(Interest.organisation_id).where(
        Interest.person_id == actor.person_id, Interest.organisation_id.is_not(None)
    )


def _applications(actor: Who) -> ColumnElement[bool]:
    if not actor.is_staff:
        return _own(Application.organisation_id, actor)
    assigned = exists().where(
        Assignment.application_id == Application.id,
        Assignment.person_id == actor.person_id,
        Assignment.ended_at.is_(None),
    )
    reachable = in_funds(Application.fund_id, actor, *CASEWORK)
    if actor.holds("assessor"):
        reachable = or_(reachable, assigned.correlate(Application))
    return and_(Application.submitted_at.is_not(None), reachable, no_interest(actor))


def _awards(actor: Who) -> ColumnElement[bool]:
    if not actor.is_staff:
        return _own(Award.organisation_id, actor)
    conflicted = exists().where(
        Application.id == Award.application_id,
        Interest.person_id == actor.person_id,
        Interest.round_id == Application.round_id,
        Interest.organisation_id == Award.organisation_id,
    )
    return and_(in_funds(Award.fund_id, actor, *CASEWORK, "finance"), ~conflicted)


def _through_award(column: InstrumentedAttribute[int]) -> Rule:
    def rule(actor: Who) -> ColumnElement[bool]:
        return column.in_(select(Award.id).where(_awards(actor)))

    return rule


def _letters(actor: Who) -> ColumnElement[bool]:
    if not actor.is_staff:
        return and_(_own(Letter.organisation_id, actor), Letter.issued_at.is_not(None))
    return and_(
        in_funds(Letter.fund_id, actor, *CASEWORK, "finance"),
        Letter.application_id.in_(select(Application.id).where(no_interest(actor))),
    )


def _organisations(actor: Who) -> ColumnElement[bool]:
    if not actor.is_staff:
        return _own(Organisation.id, actor)
    return true() if actor.holds(*CASEWORK, "finance", "admin") else false()


def _bank_accounts(actor: Who) -> ColumnElement[bool]:
    if not actor.is_staff:
        mine = actor.organisations("lead", "signatory")
        return BankAccount.organisation_id.in_(sorted(mine)) if mine else false()
    funds = actor.funds("finance", "auditor")
    if funds is None:
        return true()
    asked = Award.organisation_id == BankAccount.organisation_id
    return exists().where(asked, Award.fund_id.in_(sorted(funds))) if funds else false()


def _assessments(actor: Who) -> ColumnElement[bool]:
    if not actor.is_staff:
        return false()
    return Assessment.application_id.in_(select(Application.id).where(_applications(actor)))


def _runs(actor: Who) -> ColumnElement[bool]:
    """A run of payments of one's own funds only: its totals and its file would tell of the others."""
    funds = actor.funds("finance", "auditor")
    if funds is None:
        return true()
    here = (Payment.run_id == PaymentRun.id, Award.id == Payment.award_id)
    own, other = Award.fund_id.in_(sorted(funds)), Award.fund_id.not_in(sorted(funds))
    return and_(exists().where(*here, own), ~exists().where(*here, other)) if funds else false()


def _funds(actor: Who) -> ColumnElement[bool]:
    if not actor.is_staff:
        return Fund.id.in_(select(Round.fund_id).where(_rounds(actor)))
    return in_funds(Fund.id, actor, *CASEWORK, "finance", "assessor", "admin")


def _rounds(actor: Who) -> ColumnElement[bool]:
    if not actor.is_staff:
        return and_(Round.status != "draft", or_(Round.route.in_(("competitive", "rolling")), _invited(actor)))
    return in_funds(Round.fund_id, actor, *CASEWORK, "finance", "assessor", "admin")


def _invited(actor: Who) -> ColumnElement[bool]:
    """Rounds by invitation are known to those invited; a direct award only once a second person has agreed to it."""
    return exists().where(
        Invitation.round_id == Round.id,
        Invitation.withdrawn_at.is_(None),
        or_(Round.route != "direct", Invitation.approved_at.is_not(None)),
        _own(Invitation.organisation_id, actor),
    )


_RULES: dict[type[Any], Rule] = {
    Application: _applications,
    Award: _awards,
    Letter: _letters,
    Organisation: _organisations,
    BankAccount: _bank_accounts,
    Assessment: _assessments,
    PaymentRun: _runs,
    Payment: _through_award(Payment.award_id),
    Instalment: _through_award(Instalment.award_id),
    MonitoringReturn: _through_award(MonitoringReturn.award_id),
    Recovery: _through_award(Recovery.award_id),
    Fund: _funds,
    Round: _rounds,
}
