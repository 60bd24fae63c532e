"""The list officers work from: filters, counts per state and keyset pages, as column tuples."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, bindparam, case, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from grants.actor import CASEWORK, Actor
from grants.check.search import MOST_LETTERS, found_by
from grants.domain.calendar import to_london
from grants.domain.text import clean
from grants.models import Application, Fund, Organisation, Person, Round
from grants.models.application import APPLICATION_STATES, ENDED_STATES
from grants.scope import in_funds, interests_of, no_interest
from grants.sight import HIDDEN, identity_shown, scores_shown, scoring_open
from grants.standin import StandIn, facts_of, stand_in

PAGE = 50
WEEK = timedelta(days=7)
SUBMITTED = tuple(state for state in APPLICATION_STATES if state != "draft")
OPEN = tuple(state for state in SUBMITTED if state not in (*ENDED_STATES, "awarded"))
SORTS = ("submitted", "score")
OWNERS = ("", "me", "nobody")
BEYOND_ANY_SCORE = 10**9
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Filters:
    """What the person asked the list for. `status` empty means every open case, `all` every case."""

    fund_id: int | None = None
    round_id: int | None = None
    status: str = ""
    owner: str = ""
    words: str = ""
    sort: str = "submitted"
    due_by: date | None = None
    after: str = ""
    before: str = ""

    @property
    def states(self) -> tuple[str, ...]:
        if self.status == "all":
            return SUBMITTED
        return (self.status,) if self.status in SUBMITTED else OPEN

    @property
    def asked(self) -> "Asked":
        return Asked(
            self.fund_id is not None, self.round_id is not None, self.owner, self.sort, self.due_by is not None
        )

    @property
    def facts(self) -> dict[str, Any]:
        """The values of what is asked for."""
        return {"fund": self.fund_id, "round": self.round_id, "states": self.states, "due_by": self.due_by}

    def as_query(self) -> dict[str, str]:
        """The filters as an address carries them, without the place in the list."""
        named = {
            "q": self.words,
            "fund": str(self.fund_id or ""),
            "round": str(self.round_id or ""),
            "status": self.status,
            "owner": self.owner,
            "due": "week" if self.due_by else "",
            "sort": "" if self.sort == "submitted" else self.sort,
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Asked:
    """What of the filters changes the statement; the rest are its parameters."""

    by_fund: bool
    by_round: bool
    owner: str
    sort: str
    by_due: bool = False


@dataclass(frozen=True)
class Line:
    """One case of the list. What this person may not see is HIDDEN."""

    id: int
    reference: str
    round_id: int
    organisation: Any
    title: Any
    requested: int
    status: str
    owner: str | None
    submitted_on: date
    due_on: date | None
    score: Any
    place: str


@dataclass(frozen=True)
class Worklist:
    """A page of cases, with the places of the pages around it and how many cases each state has."""

    lines: tuple[Line, ...]
    previous: str
    next: str
    counts: Mapping[str, int]


def filters_from(query: Mapping[str, str], today: date) -> Filters:
    """What an address asks for; anything that makes no sense is as if it were not there."""
    status, owner, sort = query.get("status", ""), query.get("owner", ""), query.get("sort", "")
    return Filters(
        fund_id=_number(query.get("fund", "")),
        round_id=_number(query.get("round", "")),
        status=status if status in (*SUBMITTED, "all") else "",
        owner=owner if owner in OWNERS else "",
        words=" ".join(clean(query.get("q", "")).split())[:MOST_LETTERS],
        sort=sort if sort in SORTS else "submitted",
        due_by=today + WEEK if query.get("due") == "week" else None,
        after=query.get("after", ""),
        before=query.get("before", ""),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def worklist(session: Session, actor: Actor, filters: Filters) -> Worklist:
    """Two statements: one page of lines, and the counts."""
    backwards = bool(filters.before)
    found = lines_of(session, actor, filters, PAGE + 1)
    more, page = len(found) > PAGE, found[:PAGE]
    lines = tuple(reversed(page)) if backwards else tuple(page)
    first, last = (lines[0].place, lines[-1].place) if lines else ("", "")
    has_previous = more if backwards else bool(filters.after)
    has_next = True if backwards else more
    return Worklist(
        lines=lines,
        previous=first if has_previous else "",
        next=last if has_next else "",
        counts=_counts(session, actor, filters),
    )


def lines_of(session: Session, actor: Actor, filters: Filters, most: int) -> list[Line]:
    """So many cases after the place in the filters, or before it, nearest first. One statement."""
    place = _place(filters.before or filters.after, filters.sort)
    backwards, placed = bool(filters.before), place is not None
    statement = _lines(stand_in(actor), filters.asked, backwards=backwards, placed=placed)
    if filters.words:
        statement = statement.where(_found_by(session, actor, filters.words))
    facts = facts_of(actor) | filters.facts | {"most": most}
    if place is not None:
        facts |= {"place": place[0], "place_id": place[1]}
    return [_line(row, filters.sort) for row in session.execute(statement, facts).all()]


def how_many(session: Session, actor: Actor, filters: Filters) -> int:
    """How many cases the list holds from its first page to its last. One statement."""
    statement = _how_many(stand_in(actor), filters.asked)
    if filters.words:
        statement = statement.where(_found_by(session, actor, filters.words))
    return int(session.scalar(statement, facts_of(actor) | filters.facts) or 0)


@lru_cache
def _how_many(who: StandIn, asked: Asked) -> Select[Any]:
    joined = select(func.count()).select_from(Application).join(Round, Round.id == Application.round_id)
    return joined.where(*_listed(who, asked))


def _listed(who: StandIn, asked: Asked) -> list[ColumnElement[bool]]:
    """The cases of the list itself: of the states asked for, and none that an interest hides."""
    conditions = [*_asked_for(who, asked), no_interest(who)]
    conditions.append(Application.status.in_(bindparam("states", expanding=True)))
    if asked.sort == "score":
        # An order by score would tell what may not be told to somebody who has still to score.
        conditions.append(~scoring_open(who))
    return conditions


@lru_cache
def _lines(who: StandIn, asked: Asked, *, backwards: bool, placed: bool) -> Select[Any]:
    """A page of lines of those asked for, after or before a place."""
    key = (_sort_column(asked.sort), Application.id)
    named, scored = identity_shown(who), scores_shown(who)
    statement = (
        select(
            Application.id,
            Application.reference,
            Application.round_id,
            case((named, Organisation.name), else_=None).label("organisation"),
            case((named, Application.title), else_=None).label("title"),
            Application.requested,
            Application.status,
            Person.name.label("owner"),
            Application.submitted_at,
            Round.decision_expected_on,
            case((scored, Application.score), else_=None).label("score"),
            Application.rank_score,
            named.label("named"),
            scored.label("scored"),
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Round, Round.id == Application.round_id)
        .outerjoin(Person, Person.id == Application.owner_id)
        .where(*_listed(who, asked))
        .order_by(*(column.asc() if backwards else column.desc() for column in key))
        .limit(bindparam("most"))
    )
    if not placed:
        return statement
    place = tuple_(bindparam("place", type_=key[0].type), bindparam("place_id"))
    return statement.where(tuple_(*key) > place if backwards else tuple_(*key) < place)


def _sort_column(sort: str) -> Any:
    return Application.rank_score if sort == "score" else Application.submitted_at


def _asked_for(who: StandIn, asked: Asked) -> list[ColumnElement[bool]]:
    """What is asked for, of the funds this person works in."""
    conditions = [Application.submitted_at.is_not(None), in_funds(Application.fund_id, who, *CASEWORK)]
    if asked.by_fund:
        conditions.append(Application.fund_id == bindparam("fund"))
    if asked.by_round:
        conditions.append(Application.round_id == bindparam("round"))
    if asked.owner:
        mine = Application.owner_id == who.person_id
        conditions.append(mine if asked.owner == "me" else Application.owner_id.is_(None))
    if asked.by_due:
        due = select(Round.id).where(Round.decision_expected_on <= bindparam("due_by"))
        conditions.append(Application.round_id.in_(due))
    return conditions


def _found_by(session: Session, actor: Actor, words: str) -> ColumnElement[bool]:
    """What the typed words find; these conditions are as different as the words."""
    return found_by(actor, words, sqlite=session.get_bind().dialect.name == "sqlite")


def _counts(session: Session, actor: Actor, filters: Filters) -> dict[str, int]:
    """One statement: what is asked for, less what an interest hides."""
    parts = _counted(stand_in(actor), filters.asked)
    if filters.words:  # who applied finds only where the round lets it be seen
        found = _found_by(session, actor, filters.words)
        both = union_all(*(each.join(Round, Round.id == Application.round_id).where(found) for each in parts))
    else:
        both = _counted_together(stand_in(actor), filters.asked)
    counts: Counter[str] = Counter()
    for state, count in session.execute(both, facts_of(actor) | filters.facts).all():
        counts[state] += count
    return {state: count for state, count in counts.items() if count}


@lru_cache
def _counted(who: StandIn, asked: Asked) -> tuple[Any, Any]:
    """All that is asked for, and those of them that an interest hides: so the first is counted in an index alone."""
    conditions = _asked_for(who, asked)
    hidden = (*conditions, Application.organisation_id.in_(interests_of(who)), ~no_interest(who))
    return (
        select(Application.status, func.count()).where(*conditions).group_by(Application.status),
        select(Application.status, -func.count()).where(*hidden).group_by(Application.status),
    )


@lru_cache
def _counted_together(who: StandIn, asked: Asked) -> CompoundSelect[Any]:
    return union_all(*_counted(who, asked))


def _line(row: Any, sort: str) -> Line:
    key = row.rank_score if sort == "score" else (row.submitted_at - EPOCH) // TICK
    return Line(
        id=row.id,
        reference=row.reference,
        round_id=row.round_id,
        organisation=row.organisation if row.named else HIDDEN,
        title=row.title if row.named else HIDDEN,
        requested=row.requested,
        status=row.status,
        owner=row.owner,
        submitted_on=to_london(row.submitted_at).date(),
        due_on=row.decision_expected_on,
        score=row.score if row.scored else HIDDEN,
        place=f"{key}.{row.id}",
    )


def _place(text: str, sort: str) -> tuple[Any, int] | None:
    """Where a page begins, from its address; None for what makes no sense."""
    key, _, id_ = text.partition(".")
    number = _number(key.removeprefix("-"))
    row_id = _number(id_)
    if number is None or row_id is None:
        return None
    if sort == "score":
        return (-number if key.startswith("-") else min(number, BEYOND_ANY_SCORE), row_id)
    try:
        return (EPOCH + number * TICK, row_id)
    except OverflowError:
        return None


def choices(session: Session, actor: Actor) -> tuple[list[tuple[int, Any]], list[tuple[int, int, Any]]]:
    """Funds and rounds to filter by: (id, title) and (id, fund id, title). One statement."""
    rows = session.execute(_choices(stand_in(actor)), facts_of(actor)).all()
    funds = {fund_id: title for fund_id, title, _round, _words in rows}
    rounds = [(round_id, fund_id, words) for fund_id, _title, round_id, words in rows if round_id is not None]
    return list(funds.items()), rounds


@lru_cache
def _choices(who: StandIn) -> Any:
    return (
        select(Fund.id, Fund.title, Round.id, Round.title)
        .outerjoin(Round, and_(Round.fund_id == Fund.id, Round.status != "draft"))
        .where(in_funds(Fund.id, who, *CASEWORK))
        .order_by(Fund.key, Round.opens_at.desc(), Round.id.desc())
    )
