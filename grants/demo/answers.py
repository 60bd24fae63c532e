"""Believable answers to any form, drawn from one seed: they pass the form's own checks."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from grants.domain.money import split_by_percent
from grants.domain.text import word_count
from grants.questions.answers import visible
from grants.questions.columns import Column
from grants.questions.form import Form
from grants.questions.question import Question

REASONS = (
    "People tell us every week that they have nowhere warm to go after four o'clock.",
    "Our waiting list has doubled since last winter.",
    "The nearest service is an hour away by bus.",
    "We asked forty neighbours: thirty-one said they would come.",
    "Two other groups in the area have closed and sent their members to us.",
    "The family hub, the surgery and the school all refer people to us.",
)
STEPS = (
    "We will open two afternoons a week from the first month.",
    "A paid host and six volunteers will run each session.",
    "We will train every volunteer before they start and meet them monthly.",
    "Members choose what happens next at a meeting every quarter.",
    "We will tell people through the surgery, the school gate and the parish magazine.",
    "At the half-way point we look at what worked and change what did not.",
)
CHANGES = (
    ("People feel less alone", "short survey at the start and end", "people"),
    ("People eat a hot meal with others", "register of each session", "meals"),
    ("Carers take a break", "hours recorded", "hours"),
)
A_YEAR = timedelta(days=365)
COSTS = (("staff", "Sessional host"), ("premises", "Hall hire"), ("activities", "Food and materials"))


@dataclass(frozen=True)
class Facts:
    """What one application is about: who, how much, when, where."""

    title: str
    work: str
    amount: int
    starts_on: date
    ends_on: date
    area: str
    people: int
    match: int = 0


def answers(form: Form, facts: Facts, chance: random.Random) -> dict[str, Any]:
    """An answer to each question that is asked, in the stored shapes of grants.questions."""
    given: dict[str, Any] = {}
    for question in form.questions:
        if question.key in visible(form, given):
            value = _answer(question, facts, chance, given)
            if value is not None:
                given[question.key] = value
    return {key: value for key, value in given.items() if key in visible(form, given)}


def _answer(question: Question, facts: Facts, chance: random.Random, given: Mapping[str, Any]) -> Any:
    bound = _bound(question, facts)
    if bound is not None:
        return bound
    if question.type == "districts":
        return _districts(question, facts, people=given.get(question.adds_up_to or "", facts.people))
    if question.is_table:
        return _table(question, facts, chance, given)
    return _BY_TYPE[question.type](question, facts, chance)


def _bound(question: Question, facts: Facts) -> Any:
    known: dict[str, Any] = {
        "title": facts.title,
        "summary": f"{facts.title} offers {facts.work} for people across the area, all year round.",
        "amount_requested": facts.amount,
        "starts_on": facts.starts_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "beneficiaries": facts.people,
        "total_cost": facts.amount,
    }
    if question.binds == "minimum_viable":
        return max(question.minimum or 0, facts.amount * 8 // 10)
    if question.binds == "district":
        return facts.area if question.option(facts.area) else question.options[0].key
    return known.get(question.binds or "")


def _words(question: Question, facts: Facts, chance: random.Random) -> str:
    most = min(question.words or 60, 90)
    lines = list(REASONS if question.criterion in ("need", None) else STEPS)
    chance.shuffle(lines)
    text = f"We run {facts.work}."
    for line in lines:
        if word_count(f"{text} {line}") > most:
            break
        text = f"{text} {line}"
    return " ".join(text.split()[:most])


def _number(question: Question, facts: Facts, chance: random.Random) -> int:
    least, most = question.minimum or 0, question.maximum or 500
    return min(max(least, chance.randint(5, 60)), most)


def _money(question: Question, facts: Facts, chance: random.Random) -> int:
    return min(max(question.minimum or 0, facts.amount // 10), question.maximum or facts.amount)


def _choice(question: Question, facts: Facts, chance: random.Random) -> str:
    stopping = {answer for stop in question.stops for answer in stop.answers}
    offered = [option.key for option in question.options if option.key not in stopping]
    return facts.area if facts.area in offered else offered[chance.randrange(min(2, len(offered)))]


def _yes_no(question: Question, facts: Facts, chance: random.Random) -> str:
    stopping = {answer for stop in question.stops for answer in stop.answers}
    return next(answer for answer in (chance.choice(("yes", "no")), "yes", "no") if answer not in stopping)


_BY_TYPE: dict[str, Callable[[Question, Facts, random.Random], Any]] = {
    "text": lambda q, f, c: _words(q, f, c)[:200],
    "long_text": _words,
    "integer": _number,
    "money": _money,
    "date": lambda q, f, c: q.earliest or q.latest or f.starts_on.isoformat(),
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": lambda q, f, c: [q.options[0].key],
    "declaration": lambda q, f, c: "yes",
    "email": lambda q, f, c: "hello@group.example",
    "phone": lambda q, f, c: "01632 960 321",
    "postcode": lambda q, f, c: "WR1 2NP",
    "address": lambda q, f, c: {"line_1": "The Hall, Church Street", "town": "Worcester", "postcode": "WR1 2NP"},
    "file": lambda q, f, c: None,
}


def _table(
    question: Question, facts: Facts, chance: random.Random, given: Mapping[str, Any]
) -> list[dict[str, Any]] | None:
    if question.type == "budget":
        sums = split_by_percent(facts.amount, (60, 25, 15))
        rows = zip(COSTS, sums, strict=True)
        return [{"category": kind, "description": words, "amount": pence} for (kind, words), pence in rows]
    if question.type == "outcomes":
        return [
            {"outcome": change, "indicator": sign, "target": 40 + chance.randint(0, 9) * 20, "unit": unit}
            for change, sign, unit in CHANGES[: min(2, question.rows or 2)]
        ]
    if not question.required:
        return None
    return [_row(question, facts, whole=given.get(question.adds_up_to or "", facts.amount))]


def _districts(question: Question, facts: Facts, *, people: int) -> list[dict[str, Any]]:
    areas = [option.key for option in question.options]
    home = facts.area if facts.area in areas else areas[0]
    away = people // 4
    rows = [{"area": home, "number": people - away}]
    return [*rows, {"area": next(area for area in areas if area != home), "number": away}] if away else rows


def _row(question: Question, facts: Facts, *, whole: int) -> dict[str, Any]:
    row = {column.key: _cell(column, facts) for column in question.table_columns if column.required}
    if question.type == "match":
        return {**row, "amount": facts.match or facts.amount // 10}
    summed = next((column.key for column in question.table_columns if column.total), None)
    return {**row, summed: whole} if question.adds_up_to and summed else row


def _cell(column: Column, facts: Facts) -> Any:
    plain = {
        "text": "Pat Green" if column.key == "name" else "Neighbourhood fund",
        "money": facts.amount // 10,
        "integer": 10,
        "date": (facts.starts_on - A_YEAR).isoformat(),  # of money had before
        "email": "pat@group.example",
        "phone": "01632 960 654",
    }
    return column.options[0].key if column.type == "choice" else plain[column.type]
