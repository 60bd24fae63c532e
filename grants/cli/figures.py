"""`flask figures`: the money of every fund and source, in pence, as the ledger has it."""

import json
from dataclasses import asdict
from typing import Any

import click
from flask.cli import with_appcontext

from grants.domain.money import amount
from grants.report.figures import PARTS, FundFigures, Line, Sums, fund_figures
from grants.web.request import db

COLUMNS = ("budget", *PARTS, "recovered")


@click.command("figures")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@click.option("--fund", "key", default="", help="Only the fund with this key.")
@with_appcontext
def command(*, as_json: bool, key: str) -> None:
    """Budget, where it stands and what came back, per fund and source."""
    funds = [fund for fund in fund_figures(db()) if key in ("", fund.key)]
    if key and not funds:
        raise click.ClickException(f"There is no fund with the key {key}.")
    if as_json:
        click.echo(json.dumps({"unit": "pence", "funds": [plain(fund) for fund in funds]}, indent=2))
    else:
        _print(funds)


def plain(fund: FundFigures) -> dict[str, Any]:
    """One fund as plain values: whole pence throughout."""
    return {
        "fund": fund.key,
        "title": fund.title,
        "assumed": fund.assumed,
        "total": asdict(fund.total),
        "sources": [
            {"source": line.source, "title": line.source_title, "kind": line.source_kind, "assumed": assumed}
            | asdict(sums)
            for line, sums, assumed in fund.by_source()
        ],
        "allocations": [_allocation(line) for line in fund.lines],
        "match": [asdict(each) for each in fund.match],
        "applications": fund.applications,
    }


def _allocation(line: Line) -> dict[str, Any]:
    place = {"source": line.source, "lot": line.lot or None, "financial_year": line.financial_year}
    return place | {"cost_code": line.cost_code, "assumed": line.assumed} | asdict(line.sums)


def _print(funds: list[FundFigures]) -> None:
    width = max((len(line.source) for fund in funds for line in fund.lines), default=10) + 2
    for fund in funds:
        click.secho(f"\n{fund.key}", bold=True)
        click.echo(" " * width + "".join(f"{name.replace('_', ' '):>15}" for name in COLUMNS))
        for line, sums, assumed in fund.by_source():
            click.echo(_row(line.source, sums, width) + ("  assumed" if assumed else ""))
        click.echo(_row("total", fund.total, width))
        for each in fund.match:
            click.echo(f"{each.source:{width}}{amount(each.pence):>15}  match, {each.state}: not in the ledger")
        counts = ", ".join(f"{count} {status}" for status, count in fund.applications.items())
        click.echo(f"applications: {counts or 'none'}")


def _row(label: str, sums: Sums, width: int) -> str:
    return f"{label:{width}}" + "".join(f"{amount(getattr(sums, name)):>15}" for name in COLUMNS)
