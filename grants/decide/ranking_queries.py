"""The ranked list of a round with its budget line, from rows this person may see."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from grants.actor import Actor
from grants.decide.placing import RankedList
from grants.decide.points import points_of
from grants.decide.ranked import Group, Ranking
from grants.decide.ranked_rows import pass_mark, rows_of
from grants.decide.rules import Points
from grants.domain.errors import NotFound
from grants.models import Allocation, Application, Decision, Lot, Recommendation, Round, Source
from grants.scope import in_scope, scoped
from grants.sight import scores_shown

RANKED = ("recommending", "approving", "decided", "awarded", "declined")
BEFORE = ("checking", "assessing", "moderating", "panel")


def ranking(
    session: Session, actor: Actor, round_id: int, what_if: Mapping[str, int], places: Mapping[str, int]
) -> Ranking:
    """The round's applications from the best, cut at the budget; `what_if` puts other budgets in their place.

    The line and the sums are those of the whole round. A list too long for one page shows the page of its place in
    `places`, the first where none is named.
    """
    round_ = session.scalars(
        scoped(actor, Round)
        .where(Round.id == round_id, Round.status != "draft")
        .options(joinedload(Round.fund), selectinload(Round.criteria))
    ).one_or_none()
    if round_ is None:
        raise NotFound("round")
    found = _found(session, actor, round_)
    lists = [
        RankedList(key, title, budget, what_if.get(key, budget), rows, places.get(key, 1))
        for key, title, budget, rows in _lists(session, round_, found)
    ]
    tie_break = tuple((round_.plan.get("scoring") or {}).get("tie_break") or ())
    points = _points(session, round_, lists, tie_break)
    return Ranking(
        round=round_,
        scored="assess" in round_.stages,
        groups=tuple(_group(session, round_, each.in_order(points, tie_break)) for each in lists),
        waiting=_waiting(session, actor, round_, len(found)),
        what_if=bool(what_if),
        pass_mark=pass_mark(round_),
        tie_break=tuple(c.title["en"] for key in tie_break for c in round_.criteria if c.key == key),
    )


def _found(session: Session, actor: Actor, round_: Round) -> Sequence[Any]:
    """Little of every application, in the order of scores and of who came first, with what it is to get."""
    return session.execute(
        select(
            Application.id,
            Application.reference,
            Application.rank_score,
            Application.lot_id,
            func.coalesce(Decision.amount, Recommendation.amount).label("given"),
            func.coalesce(Decision.amount, Recommendation.amount, Application.requested, 0).label("counted"),
        )
        .outerjoin(
            Recommendation,
            and_(Recommendation.application_id == Application.id, Recommendation.superseded_at.is_(None)),
        )
        .outerjoin(Decision, and_(Decision.application_id == Application.id, Decision.superseded_at.is_(None)))
        .where(
            in_scope(actor, Application),
            Application.round_id == round_.id,
            Application.status.in_(RANKED),
            scores_shown(actor),
        )
        .order_by(Application.rank_score.desc(), Application.id)
    ).all()


def _lists(session: Session, round_: Round, found: Sequence[Any]) -> Iterator[tuple[str, str, int, Sequence[Any]]]:
    """What shares one budget, the whole round or each lot: its key, title, budget and rows."""
    budgets = round_.plan.get("lot_budgets")
    if not budgets:
        held = sum(each.given or 0 for each in found)
        yield "budget", "", available_in(session, round_) + held, found
        return
    lots = session.execute(select(Lot.key, Lot.id, Lot.title).where(Lot.fund_id == round_.fund_id))
    known = {key: (id_, str(title["en"])) for key, id_, title in lots}
    for each in budgets:
        id_, title = known.get(each["lot"], (-1, each["lot"]))
        yield f"budget-{each['lot']}", title, int(each["amount"]), [row for row in found if row.lot_id == id_]


def _points(
    session: Session, round_: Round, lists: Sequence[RankedList], tie_break: Sequence[str]
) -> Mapping[int, Points]:
    """The points of those whose place among equals can be seen."""
    scores = {score for each in lists for score in each.ties()}
    if not tie_break or not scores:
        return {}
    tied = select(Application.id).where(
        Application.round_id == round_.id, Application.status.in_(RANKED), Application.rank_score.in_(scores)
    )
    return points_of(session, tied, [each for each in round_.criteria if each.key in tie_break])


def _group(session: Session, round_: Round, this: RankedList) -> Group:
    """One list with the rows of its page."""
    return Group(
        key=this.key,
        title=this.title,
        budget=this.budget,
        budget_now=this.budget_now,
        references=tuple(each.reference for each in this.ranked),
        rows=tuple(rows_of(session, round_, this)),
        line_after=this.line,
        within=this.within,
    )


def available_in(session: Session, round_: Round) -> int:
    """What the fund can still give in the round's financial year."""
    return int(
        session.scalar(
            select(func.coalesce(func.sum(Allocation.available), 0))
            .join(Source)
            .where(
                Allocation.fund_id == round_.fund_id,
                Allocation.financial_year == round_.financial_year,
                Source.kind != "match",
            )
        )
        or 0
    )


def _waiting(session: Session, actor: Actor, round_: Round, ranked: int) -> int:
    """How many applications of the round are not ranked yet, or not for this person yet."""
    known = session.scalar(
        select(func.count())
        .select_from(Application)
        .where(
            in_scope(actor, Application),
            Application.round_id == round_.id,
            Application.status.in_((*BEFORE, *RANKED)),
        )
    )
    return int(known or 0) - ranked
