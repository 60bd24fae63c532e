"""What a letter says, as frozen words: the facts are put into text once, when the letter is issued."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grants.domain.calendar import long_date
from grants.domain.money import amount as in_pounds
from grants.setup.letter_checklist import CHECKLIST, MUST_MERGE

FIELD = re.compile(r"\{([a-z_]+)\}")
MAY_BE_EMPTY = frozenset({"partners", "retention", "use_restriction", "special_conditions", "next_funds"})
GATES = {
    "signed": "two of you have accepted this letter",
    "bank": "we have checked your bank details",
}


@dataclass(frozen=True)
class Office:
    """Who writes: the council, how to reach it, and where a letter can be checked."""

    council: str
    address: str
    phone: str
    email: str
    colour: str
    website: str


def english(value: object) -> str:
    """The English of a text that may be in several languages."""
    return str(value.get("en", "")) if isinstance(value, Mapping) else str(value or "")


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int]) -> dict[str, Any]:
    """A table of words with a total as its last row."""
    return {"caption": caption, "header": list(header), "rows": [list(row) for row in rows], "numeric": list(numeric)}


def lines_table(lines: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """The award by kind of cost and financial year: (category, year, pence), the total as the last row."""
    years = sorted({year for _, year, _ in lines})
    categories = list(dict.fromkeys(category for category, _, _ in lines))
    sums = {(c, y): sum(p for c2, y2, p in lines if (c2, y2) == (c, y)) for c in categories for y in years}
    across = ["Total (£)"] if len(years) > 1 else []
    rows = [_row(c, [sums[c, y] for y in years], across) for c in categories]
    rows.append(_row("Total", [sum(sums[c, y] for c in categories) for y in years], across))
    header = ["Kind of cost", *(f"{year} (£)" for year in years), *across]
    return table("The grant by kind of cost and year", header, rows, range(1, len(header)))


def _row(name: str, by_year: Sequence[int], across: Sequence[str]) -> list[str]:
    return [name, *(in_pounds(pence) for pence in by_year), *(in_pounds(sum(by_year)) for _ in across)]


def instalments_table(parts: Sequence[tuple[int, str, str, str, int]]) -> dict[str, Any]:
    """The payments: (number, in advance or in arrears, what it waits for, not before, pence), the total last."""
    rows = [[str(n), when, waits, day, in_pounds(pence)] for n, when, waits, day, pence in parts]
    rows.append(["Total", "", "", "", in_pounds(sum(pence for *_, pence in parts))])
    header = ("Payment", "When", "We pay it when", "Not before", "Amount (£)")
    return table("Your payments", header, rows, (4,))


def returns_table(owed: Sequence[Any]) -> dict[str, Any]:
    """The reports owed, with what each covers and when it is due. There is no total."""
    rows = [
        [
            str(each.number),
            english(each.title),
            f"{long_date(each.covers_from)} to {long_date(each.covers_until)}",
            long_date(each.due_on),
        ]
        for each in owed
    ]
    return table("Your returns", ("Return", "What it is", "What it covers", "Due by"), rows, ()) | {"total": False}


def waits_in_words(gates: Sequence[str]) -> str:
    """What a payment waits for, as a sentence goes on: 'two of you have accepted …, and we have accepted return 1'."""
    said = [GATES[gate] for gate in gates if gate in GATES]
    numbers = [gate.partition(":")[2] for gate in gates if gate.startswith("condition:")]
    if numbers:
        said.append("you have met " + ("condition " if len(numbers) == 1 else "conditions ") + _listed(numbers))
    said += [f"we have accepted return {gate.partition(':')[2]}" for gate in gates if gate.startswith("return:")]
    return _listed(said)


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def text_of(data: Mapping[str, Any], name: str) -> str:
    """A field as running words, also where it is a table or a list of its own elsewhere in the letter."""
    if name in data["tables"]:
        rows = data["tables"][name]["rows"]
        return "; ".join(", ".join(cell for cell in row if cell) for row in rows)
    if name in data["lists"]:
        return "; ".join(data["lists"][name])
    if name in data["points"]:
        return " ".join(f"{lead}: {words}" for lead, words in data["points"][name])
    return str(data["fields"].get(name, ""))


def merged(text: str, data: Mapping[str, Any]) -> str:
    """A clause's text with its fields filled in. What was typed is never read as a field again."""
    return FIELD.sub(lambda found: text_of(data, found[1]), text)


def missing_from(definition: Mapping[str, Any], data: Mapping[str, Any], *, is_award: bool) -> list[str]:
    """What keeps a letter from being issued: an item of the checklist nobody covers, a fact that is not there."""
    clauses = definition["clauses"]
    problems = _uncovered(clauses) if is_award else []
    used = {name for clause in clauses for name in FIELD.findall(english(clause["text"]))}
    empty = sorted(n for n in used if n not in MAY_BE_EMPTY and not text_of(data, n).strip())
    return problems + [f"The letter says {{{name}}}, and there is nothing to say there" for name in empty]


def _uncovered(clauses: Sequence[Mapping[str, Any]]) -> list[str]:
    problems = []
    for item, words in CHECKLIST.items():
        covering = [clause for clause in clauses if item in clause["covers"]]
        fields = {name for clause in covering for name in FIELD.findall(english(clause["text"]))}
        if not covering:
            problems.append(f"The letter does not say {words}")
        problems += [f"The letter does not say {words}: {{{n}}}" for n in MUST_MERGE.get(item, ()) if n not in fields]
    return problems
