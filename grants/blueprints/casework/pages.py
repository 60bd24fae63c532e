"""What the worklist and the case page show, put together where two queries meet."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from grants import clock
from grants.blueprints.casework.list_file import TAKERS
from grants.check.answers_shown import SentApplication, sent_application
from grants.check.policy import can_own
from grants.check.worklist import OPEN, SUBMITTED, Filters, Worklist, choices, worklist
from grants.domain.money import pounds
from grants.models import Award, Payment
from grants.models.application import ENDED_STATES
from grants.web.case import CaseFacts, case_facts, header_of, percent, words
from grants.web.presentation import translated
from grants.web.request import actor, db
from grants.web.states import APPLICATION, application_tag

PAID = ("released", "paid")


@dataclass(frozen=True)
class WorklistPage:
    """The list with its filters; addresses are made once, not line by line."""

    filters: Filters
    found: Worklist
    funds: list[tuple[int, str]]
    rounds: list[tuple[int, str]]
    shortcuts: list[dict[str, Any]]
    states: list[dict[str, Any]]
    tags: dict[str, dict[str, Any]]
    base: str
    previous: str | None
    next: str | None
    csv: str | None
    sort_submitted: str
    sort_score: str
    show_scores: bool
    total: int
    filtered: bool


def worklist_page(filters: Filters) -> WorklistPage:
    """Three statements beside those that know who asks."""
    found = worklist(db(), actor(), filters)
    funds, rounds = choices(db(), actor())
    query = filters.as_query()
    base = url_for("casework.worklist")
    by_score = {**query, "sort": "score"}
    by_date = {name: value for name, value in query.items() if name != "sort"}
    return WorklistPage(
        filters=filters,
        found=found,
        funds=[(id_, words(title)) for id_, title in funds],
        rounds=[
            (id_, f"{words(dict(funds)[fund_id])}: {words(title)}")
            for id_, fund_id, title in rounds
            if filters.fund_id in (None, fund_id)
        ],
        shortcuts=_shortcuts(query, base),
        states=_states(found, filters, query, base),
        tags={state: application_tag(state) for state in APPLICATION},
        base=base,
        previous=_address(base, {**query, "before": found.previous}) if found.previous else None,
        next=_address(base, {**query, "after": found.next}) if found.next else None,
        csv=_address(url_for("casework.worklist_csv"), query) if found.lines and actor().holds(*TAKERS) else None,
        sort_submitted=_address(base, by_date),
        sort_score=_address(base, by_score),
        show_scores=any(line.score for line in found.lines) or filters.sort == "score",
        total=sum(found.counts.get(state, 0) for state in filters.states),
        filtered=bool(query),
    )


def _address(base: str, query: dict[str, str]) -> str:
    """The worklist with these filters."""
    return base + (f"?{urlencode(query)}" if query else "")


def _shortcuts(query: dict[str, str], base: str) -> list[dict[str, Any]]:
    """The questions asked every morning, as links that keep the other filters."""
    others = {name: value for name, value in query.items() if name not in ("owner", "due")}
    named: tuple[tuple[str, dict[str, str]], ...] = (
        (_("Everybody’s"), {}),
        (_("Mine"), {"owner": "me"}),
        (_("Nobody’s yet"), {"owner": "nobody"}),
        (_("Due this week or late"), {"due": "week"}),
        (_("Mine, due this week or late"), {"owner": "me", "due": "week"}),
    )
    asked = {name: query[name] for name in ("owner", "due") if name in query}
    return [
        {"text": text, "href": _address(base, {**others, **wanted}), "current": wanted == asked}
        for text, wanted in named
    ]


def _states(found: Worklist, filters: Filters, query: dict[str, str], base: str) -> list[dict[str, Any]]:
    """The states as links with how many cases each has; those with none are left out."""
    others = {name: value for name, value in query.items() if name != "status"}
    sums = {"": sum(found.counts.get(state, 0) for state in OPEN), "all": sum(found.counts.values())}
    named = [("", _("Open")), *((state, translated(APPLICATION[state][0])) for state in SUBMITTED), ("all", _("All"))]
    return [
        {
            "text": text,
            "count": sums.get(state, found.counts.get(state, 0)),
            "href": _address(base, {**others, "status": state} if state else others),
            "current": state == filters.status,
        }
        for state, text in named
        if state in sums or found.counts.get(state) or state == filters.status
    ]


@dataclass(frozen=True)
class CasePage:
    """One case: what was sent, its money, and whether it can be taken on."""

    case: dict[str, Any]
    sent: SentApplication
    money: list[dict[str, Any]]
    identity: bool
    reference: str
    owner: str | None
    can_take: bool
    can_give_back: bool


def case_page(reference: str) -> CasePage:
    """The application as it was sent, as far as this person may see it."""
    facts = case_facts(reference)
    application = facts.application
    ended = application.status in ENDED_STATES
    able = bool(can_own(actor(), application, clock.now())) and not ended
    mine = application.owner_id == actor().person_id
    return CasePage(
        case=header_of(facts, "Application"),
        sent=sent_application(db(), application, facts.sight),
        money=_money(facts),
        identity=facts.sight.identity,
        reference=application.reference,
        owner=facts.owner,
        can_take=able and not mine,
        can_give_back=able and mine,
    )


def _money(facts: CaseFacts) -> list[dict[str, Any]]:
    """Requested, recommended, approved, awarded and paid, with nothing that is not there yet."""
    application = facts.application
    paid = None
    if facts.award_id is not None:
        paid = db().scalar(
            select(func.coalesce(func.sum(Payment.pence), 0))
            .join(Award, Award.id == Payment.award_id)
            .where(Award.id == facts.award_id, Payment.status.in_(PAID))
        )
    sums = (
        (_("Requested"), application.requested),
        (_("The least that would work"), application.viable_minimum),
        (_("Recommended"), facts.recommended),
        (_("Approved"), facts.decided),
        (_("Awarded"), facts.award_amount),
        (_("Paid so far"), paid),
    )
    rows = [{"key": label, "value": pounds(int(pence))} for label, pence in sums if pence is not None]
    if facts.sight.scores and application.score is not None:
        rows.append({"key": _("Score"), "value": percent(application.score)})
    return rows
