"""Puts a fund's figures and outcomes onto its page, each picture with its table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from grants.actor import CASEWORK
from grants.domain.errors import NotFound
from grants.domain.money import plain
from grants.models import Fund
from grants.report.figures import PARTS, FundFigures, Line, Sums, fund_figures
from grants.report.outcomes import Outcomes, outcomes_of
from grants.scope import in_funds
from grants.web.case import may_open, words
from grants.web.request import actor, db
from grants.web.states import application_tag

READERS = (*CASEWORK, "finance")
NAMES = {
    "held_back": "Held back",
    "reserved": "Reserved: recommended, not yet decided",
    "committed": "Committed: awarded, not yet paid",
    "spent_direct": "Spent direct",
    "paid": "Paid",
    "returned": "Returned to the funder",
    "remaining": "Remaining",
}
SHORT = ("Budget", "Held back", "Reserved", "Committed", "Spent direct", "Paid", "Returned", "Remaining")
KINDS = {
    "base": "base",
    "additional": "additional",
    "transitional": "transitional",
    "external": "external",
    "pooled": "pooled",
}


@dataclass(frozen=True)
class FundPage:
    """One fund as its page shows it."""

    figures: FundFigures
    outcomes: Outcomes
    title: str
    parts: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    years: list[dict[str, Any]]
    lots: list[dict[str, Any]]
    applications: list[dict[str, Any]]


def readable_funds() -> list[FundFigures]:
    """The figures of every fund this person may read, in order of title."""
    ids = db().scalars(select(Fund.id).where(in_funds(Fund.id, actor(), *READERS))).all()
    return sorted(fund_figures(db(), ids), key=lambda fund: words(fund.title))


def readable_fund(key: str) -> FundFigures:
    """One fund by its key; NotFound when it is out of this person's scope."""
    wanted = select(Fund.id).where(Fund.key == key, in_funds(Fund.id, actor(), *READERS))
    fund_id = db().scalar(wanted)
    if fund_id is None:
        raise NotFound
    return fund_figures(db(), [fund_id])[0]


def list_rows(funds: Iterable[FundFigures]) -> list[dict[str, Any]]:
    """Each fund with its main sums."""
    return [
        {
            "label": words(fund.title),
            "href": url_for("report.fund", key=fund.key),
            "note": assumed_note(fund.assumed),
            "amounts": _main(fund.total),
        }
        for fund in funds
    ]


def list_total(funds: Iterable[FundFigures]) -> dict[str, Any]:
    """All of them together."""
    total = sum((fund.total for fund in funds), start=Sums())
    return {"label": _("All funds"), "amounts": _main(total)}


def _main(sums: Sums) -> list[int]:
    return [sums.budget, sums.reserved, sums.committed, sums.paid, sums.spent_direct, sums.remaining]


def assumed_note(assumed: bool) -> str | None:
    """Said wherever a sum stands that no document gives."""
    return _("Assumed: no document gives the sum") if assumed else None


def fund_page(key: str) -> FundPage:
    """Everything one fund's page shows."""
    figures = readable_fund(key)
    total = figures.total
    return FundPage(
        figures=figures,
        outcomes=outcomes_of(db(), figures.id),
        title=words(figures.title),
        parts=[{"label": _(NAMES[part]), "amount": getattr(total, part), "kind": part, "href": None} for part in PARTS],
        sources=[
            _row(f"{line.source_title} ({_(KINDS.get(line.source_kind, line.source_kind))})", sums, assumed=assumed)
            for line, sums, assumed in figures.by_source()
        ],
        years=[_row(line.financial_year, sums, assumed=assumed) for line, sums, assumed in figures.by_year()],
        lots=[_row(_lot_name(line), sums, assumed=assumed) for line, sums, assumed in figures.by_lot()],
        applications=_applications(figures),
    )


def _row(label: str, sums: Sums, *, assumed: bool) -> dict[str, Any]:
    amounts = [sums.budget, *(getattr(sums, part) for part in PARTS)]
    return {"label": label, "href": None, "note": assumed_note(assumed), "amounts": amounts}


def total_row(figures: FundFigures) -> dict[str, Any]:
    """The last line of every table of sums."""
    return {"label": _("Total"), "amounts": [figures.total.budget, *(getattr(figures.total, p) for p in PARTS)]}


def _lot_name(line: Line) -> str:
    return words(line.lot_title) if line.lot else _("Whole fund")


def _applications(figures: FundFigures) -> list[dict[str, Any]]:
    """Applications by state, each a link to its rows for those who may read them. Drafts are nobody's business yet."""
    linked = "casework.worklist" in current_app.view_functions and may_open("casework.worklist", figures.id)
    return [
        {
            "text": application_tag(status)["text"],
            "count": count,
            "href": url_for("casework.worklist", fund=figures.id, status=status) if linked else None,
        }
        for status, count in figures.applications.items()
        if status != "draft"
    ]


def csv_lines(figures: FundFigures) -> list[tuple[str, ...]]:
    """One line for each allocation, in pounds to the penny."""
    heading = ("Fund", "Source", "Kind", "Lot", "Financial year", "Cost code", "Assumed", *SHORT, "Recovered")
    return [heading, *(_csv_line(figures, line) for line in figures.lines)]


def _csv_line(figures: FundFigures, line: Line) -> tuple[str, ...]:
    sums = line.sums
    amounts = [sums.budget, *(getattr(sums, part) for part in PARTS), sums.recovered]
    place = (words(figures.title), line.source_title, line.source_kind, words(line.lot_title) if line.lot else "")
    return (*place, line.financial_year, line.cost_code, "yes" if line.assumed else "no", *map(plain, amounts))
