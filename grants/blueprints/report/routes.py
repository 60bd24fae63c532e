"""Staff read each fund's money and outcomes, and take the figures away."""

from typing import Any

from flask import Blueprint, Response, render_template

from grants.blueprints.report.pages import (
    READERS,
    SHORT,
    csv_lines,
    fund_page,
    list_rows,
    list_total,
    readable_fund,
    readable_funds,
    total_row,
)
from grants.integrations.csv_lines import write_lines
from grants.web.access import access
from grants.web.downloads import as_download, log_access

door = Blueprint("report", __name__, url_prefix="/reports")


@door.get("")
@access(*READERS)
def funds() -> Any:
    """Every fund with its main sums."""
    found = readable_funds()
    return render_template("report/funds.html", rows=list_rows(found), total=list_total(found))


@door.get("/<key>")
@access(*READERS)
def fund(key: str) -> Any:
    """One picture of a fund's money, and what came of it."""
    page = fund_page(key)
    return render_template("report/fund.html", page=page, columns=SHORT, total=total_row(page.figures))


@door.get("/<key>/figures.csv")
@access(*READERS)
def figures_csv(key: str) -> Response:
    """The figures by source, lot and year, as a file; who took it is written down first."""
    figures = readable_fund(key)
    lines = csv_lines(figures)
    log_access("export_figures", kind="fund", subject_id=figures.id, reference=key, rows=len(lines) - 1)
    return as_download(write_lines(lines), name=f"{key}-figures.csv", media_type="text/csv; charset=utf-8")
