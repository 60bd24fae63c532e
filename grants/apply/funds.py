"""What anyone may know of the council's funds: what is open, for whom, how much, by when, judged how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from grants.actor import Actor
from grants.apply.rules import INVITED_ROUTES, not_open
from grants.domain.errors import NotFound
from grants.domain.legal_forms import PROOFS, LegalForm
from grants.models import Allocation, Fund, Round, Window
from grants.questions.text import text_from
from grants.scope import scoped

ORDER = {"open": 0, "soon": 1, "closed": 2}


@dataclass(frozen=True)
class Scored:
    """A criterion as the public sees it."""

    title: str
    weight: int
    guidance: str


@dataclass(frozen=True)
class RoundOnShow:
    """One round as the public sees it."""

    id: int
    key: str
    title: str
    state: str
    route: str
    opens_at: datetime
    closes_at: datetime | None
    expected_on: date | None
    could_move: str
    minimum: int | None
    maximum: int | None
    starts_on: date | None
    ends_on: date | None
    signatory_required: bool
    match_percent: int | None
    by_invitation: bool
    has_check: bool
    criteria: tuple[Scored, ...]
    money: int
    money_is_assumed: bool


@dataclass(frozen=True)
class FundOnShow:
    """One fund with its rounds, the one that matters now first."""

    key: str
    title: str
    summary: str
    purpose: str
    who: tuple[str, ...]
    who_note: str
    department: str
    rounds: tuple[RoundOnShow, ...]

    @property
    def first(self) -> RoundOnShow:
        return self.rounds[0]

    @property
    def state(self) -> str:
        return self.first.state


def words(value: Any, language: str) -> str:
    """A text kept as words or as a table of languages, in the reader's language or in English."""
    text = text_from(value)
    return text.in_language(language) if text else ""


def funds_on_show(session: Session, actor: Actor, *, now: datetime, language: str = "en") -> list[FundOnShow]:
    """Every listed fund with a round to show: open first, then opening soon, then closed with the newest first."""
    rounds = _rounds(session, actor)
    money = _money(session)
    shown = [
        _fund(fund, [r for r in rounds if r.fund_id == fund.id], money, now=now, language=language)
        for fund in {r.fund.id: r.fund for r in rounds if r.fund.listed}.values()
    ]
    return sorted(shown, key=_place)


def _place(fund: FundOnShow) -> tuple[int, float, str]:
    when = (fund.first.closes_at or fund.first.opens_at).timestamp()
    return ORDER[fund.state], -when if fund.state == "closed" else when, fund.key


def fund_on_show(session: Session, actor: Actor, key: str, *, now: datetime, language: str = "en") -> FundOnShow:
    """One fund, listed or not; NotFound where this person may know of no round of it."""
    rounds = _rounds(session, actor, Fund.key == key)
    if not rounds:
        raise NotFound("fund")
    return _fund(rounds[0].fund, rounds, _money(session), now=now, language=language)


def round_with_forms(session: Session, actor: Actor, fund_key: str, round_key: str | None, *, now: datetime) -> Round:
    """A round with its two forms: the one named, or the one that matters now."""
    rounds = _rounds(session, actor, Fund.key == fund_key)
    if round_key is None:
        rounds.sort(key=lambda each: _rank(each, now))
        found = rounds[:1]
    else:
        found = [each for each in rounds if each.key == round_key]
    if not found:
        raise NotFound("round")
    return found[0]


def _rounds(session: Session, actor: Actor, *conditions: Any) -> list[Round]:
    return list(
        session.scalars(
            scoped(actor, Round)
            .join(Round.fund)
            .where(Round.status != "draft", *conditions)
            .options(
                joinedload(Round.fund), selectinload(Round.criteria), joinedload(Round.application_form),
                joinedload(Round.eligibility_form),
            )
            .order_by(Round.id)
        )
    )  # fmt: skip


def _money(session: Session) -> dict[tuple[int, str], tuple[int, bool]]:
    """What the council has put into each fund in each year, and whether any of it is assumed."""
    rows = session.execute(
        select(
            Allocation.fund_id,
            Allocation.financial_year,
            func.sum(Allocation.amount),
            func.max(case((Allocation.assumed, 1), else_=0)),
        ).group_by(Allocation.fund_id, Allocation.financial_year)
    )
    return {(fund_id, year): (int(total), bool(assumed)) for fund_id, year, total, assumed in rows}


def _fund(
    fund: Fund, rounds: Sequence[Round], money: dict[tuple[int, str], tuple[int, bool]], *, now: datetime, language: str
) -> FundOnShow:
    ordered = sorted(rounds, key=lambda each: _rank(each, now))
    return FundOnShow(
        key=fund.key,
        title=words(fund.title, language),
        summary=words(fund.summary, language),
        purpose=words(fund.purpose, language),
        who=tuple(form_label(form) for form in fund.who_can_apply),
        who_note=words(fund.terms.get("who_note"), language),
        department=fund.department,
        rounds=tuple(_on_show(each, money, now=now, language=language) for each in ordered),
    )


def form_label(form: str) -> str:
    """A legal form in words."""
    return PROOFS[LegalForm(form)].label if form in set(LegalForm) else form


def _rank(round_: Round, now: datetime) -> tuple[int, float]:
    state = state_of(round_, now)
    distance = (round_.opens_at if state == "soon" else round_.closes_at or round_.opens_at).timestamp()
    return ORDER[state], -distance if state == "closed" else distance


def state_of(round_: Round, now: datetime) -> str:
    """open, soon or closed, by the clock."""
    if now < round_.opens_at and round_.status == "published":
        return "soon"
    why_not = not_open(now=now, status=round_.status, opens_at=round_.opens_at, closes_at=round_.closes_at)
    return "closed" if why_not else "open"


def _on_show(
    round_: Round, money: dict[tuple[int, str], tuple[int, bool]], *, now: datetime, language: str
) -> RoundOnShow:
    total, assumed = money.get((round_.fund_id, round_.financial_year), (0, False))
    return RoundOnShow(
        id=round_.id,
        key=round_.key,
        title=words(round_.title, language),
        state=state_of(round_, now),
        route=round_.route,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        expected_on=round_.decision_expected_on,
        could_move=words(round_.plan.get("could_move"), language),
        minimum=round_.min_award,
        maximum=round_.max_award,
        starts_on=round_.award_starts_on,
        ends_on=round_.award_ends_on,
        signatory_required=round_.signatory_required,
        match_percent=round_.plan.get("match_percent"),
        by_invitation=round_.route in INVITED_ROUTES,
        has_check=round_.eligibility_form_id is not None,
        criteria=tuple(
            Scored(words(c.title, language), c.weight, words(c.guidance, language)) for c in round_.criteria
        ),
        money=total,
        money_is_assumed=assumed,
    )


def next_window(session: Session, round_id: int, *, now: datetime) -> Window | None:
    """The window an application sent now would fall into."""
    upcoming = select(Window).where(Window.round_id == round_id, Window.closes_at >= now)
    return session.scalars(upcoming.order_by(Window.closes_at).limit(1)).one_or_none()
