"""A living scheme's dates brought forward, with its financial years, so that it is open on the day of a demo."""

from datetime import date, datetime, timedelta
from typing import Any

from grants.domain.calendar import financial_year, year_start

_YEARS = ("year", "financial_year")


def moved(data: dict[str, Any], days: int) -> dict[str, Any]:
    """Every date moves by the days; every year by as many years as the first opening then crosses."""
    opening = min(_openings(data), default=None)
    if not days or opening is None:
        return data
    years = _first(opening + timedelta(days=days)) - _first(opening)
    _move(data, timedelta(days=days), years, set())
    return data


def _openings(data: dict[str, Any]) -> list[date]:
    rounds = data.get("round")
    found = [each.get("opens") for each in rounds if isinstance(each, dict)] if isinstance(rounds, list) else []
    return [each.date() if isinstance(each, datetime) else each for each in found if isinstance(each, date)]


def _first(day: date) -> int:
    return int(financial_year(day)[:4])


def _move(node: Any, by: timedelta, years: int, seen: set[int]) -> None:
    """In place, because a table's line is known by the table itself; a shared table moves once."""
    if id(node) in seen or not isinstance(node, (dict, list)):
        return
    seen.add(id(node))
    items = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
    for key, value in items:
        if isinstance(value, date):  # a date and time is a date too
            node[key] = value + by
        elif key in _YEARS and isinstance(value, str):
            node[key] = _year_moved(value, years)
        else:
            _move(value, by, years, seen)


def _year_moved(label: str, years: int) -> str:
    try:
        start = year_start(label)
    except ValueError:
        return label  # the parser says what is wrong with it
    return financial_year(start.replace(year=start.year + years))
