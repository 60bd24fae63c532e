"""A return's answers in words, under the titles of its parts."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from grants.domain.money import pounds_exact
from grants.monitor.writing import SPENDING, TARGETS, Draft
from grants.questions.answers import visible
from grants.questions.display import Shown, show


def part_titles(draft: Draft) -> dict[str, str]:
    """The title of each part, in this reader's language where the form has it."""
    own = {"targets": _("Your targets"), "spending": _("What you spent"), "evidence": _("Evidence")}
    language = str(get_locale() or "en")
    sections = {each.key: each.title.in_language(language) for each in draft.form.sections}
    return {key: sections.get(key) or own[key] for key, _title in draft.parts}


def summary(draft: Draft, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """[{part, rows: [{key, value}]}] of what was answered."""
    titles = part_titles(draft)
    asked = visible(draft.form, answers)
    found = [
        {
            "part": section.key,
            "title": titles[section.key],
            "rows": [
                {"key": question.label.en, "value": _in_lines(show(question, answers.get(question.key)))}
                for question in section.questions
                if question.key in asked
            ],
        }
        for section in draft.form.sections
    ]
    if draft.figures.targets:
        found.append(
            {"part": "targets", "title": titles["targets"], "rows": _targets(draft, answers.get(TARGETS) or {})}
        )
    found.append(
        {"part": "spending", "title": titles["spending"], "rows": _spending(draft, answers.get(SPENDING) or {})}
    )
    return found


def _in_lines(shown: Shown) -> str:
    """An answer as lines; a table of two columns as "Worcester: 26"."""
    between = ": " if len(shown.heading) == 2 else "; "
    return "\n".join([*shown.lines, *(between.join(cell for cell in row if cell) for row in shown.rows)])


def _targets(draft: Draft, values: dict[str, Any]) -> list[dict[str, str]]:
    rows = []
    for target in draft.figures.targets:
        given = values.get(target.key) or {}
        lines = [f"{given['all']:,}"] if "all" in given else []
        if target.by_district:
            lines += [f"{each.name}: {given.get(each.code, 0):,}" for each in draft.figures.districts]
        rows.append({"key": target.title, "value": "\n".join(lines) if given else ""})
    return rows


def _spending(draft: Draft, values: dict[str, Any]) -> list[dict[str, str]]:
    rows = []
    for line in draft.figures.lines:
        given = values.get(str(line.id)) or {}
        words = [pounds_exact(given["pence"])] if "pence" in given else []
        rows.append({"key": line.label, "value": "\n".join([*words, *filter(None, [given.get("note")])])})
    return rows
