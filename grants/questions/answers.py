"""A whole set of answers against its form: what is asked, what is missing, what is kept, what is copied."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grants.domain.money import pounds
from grants.questions.form import Form, Section
from grants.questions.limits import limits, total_of
from grants.questions.question import Question
from grants.questions.wording import missing, noun, subject

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """`field` is the name of the box on the page, so that an error summary can link to it."""

    section: str
    question: str
    field: str
    message: str


def visible(form: Form, answers: Answers) -> frozenset[str]:
    """Keys of the questions asked, given these answers. What waits on a hidden answer is hidden."""
    known: dict[str, bool] = {}
    return frozenset(question.key for question in form.questions if _is_asked(form, question, answers, known))


def _is_asked(form: Form, question: Question, answers: Answers, known: dict[str, bool]) -> bool:
    if question.key not in known:
        section = form.section_of(question.key)
        whens = (*(section.when if section else ()), *question.when)
        known[question.key] = all(
            (on := form.question(when.question)) is not None
            and _is_asked(form, on, answers, known)
            and when.holds(answers.get(when.question))
            for when in whens
        )
    return known[question.key]


def check(form: Form, answers: Answers) -> list[Problem]:
    """Everything that stops these answers from being sent, in the order of the form."""
    asked = visible(form, answers)
    return [
        Problem(section.key, question.key, field, message)
        for section in form.sections
        for question in section.questions
        if question.key in asked
        for field, message in _found(form, question, answers, asked)
    ]


def _found(form: Form, question: Question, answers: Answers, asked: frozenset[str]) -> list[tuple[str, str]]:
    value = answers.get(question.key)
    if value is None:
        return [(first_field(question), missing(question))] if question.required else []
    return limits(question, value) + _beside_others(form, question, answers, asked)


def first_field(question: Question) -> str:
    """The name of the first box of a question."""
    if question.type == "date":
        return f"{question.key}-day"
    if question.type == "address":
        return f"{question.key}-line_1"
    return f"{question.key}-0-{question.table_columns[0].key}" if question.is_table else question.key


def _beside_others(form: Form, question: Question, answers: Answers, asked: frozenset[str]) -> list[tuple[str, str]]:
    bound = {each.binds: each.key for each in form.questions if each.binds and each.key in asked}
    value = answers[question.key]
    start, amount = answers.get(bound.get("starts_on", "")), answers.get(bound.get("amount_requested", ""))
    if question.binds == "ends_on" and start is not None and value < start:
        return [(f"{question.key}-day", f"{subject(question)} must be the same as or after the start date")]
    if question.binds == "minimum_viable" and amount is not None and value > amount:
        message = f"{subject(question)} must be {pounds(amount)} or less, the amount you ask for"
        return [(question.key, message)]
    return _adding_up(form, question, answers, asked)


def _adding_up(form: Form, question: Question, answers: Answers, asked: frozenset[str]) -> list[tuple[str, str]]:
    target = form.question(question.adds_up_to or "")
    column = next((column for column in question.table_columns if column.total), None)
    if target is None or column is None or target.key not in asked or answers.get(target.key) is None:
        return []
    total, wanted = total_of(answers[question.key], column.key), answers[target.key]
    if total == wanted or limits(target, wanted):  # a wrong sum to add up to is told once, at that sum
        return []
    shown = pounds if target.type == "money" else "{:,}".format
    sums = f"{shown(wanted)}: it adds up to {shown(total)}"
    return [(question.key, f"{subject(question)} must add up to {noun(target)}, {sums}")]


def section_status(form: Form, section: Section | str, answers: Answers) -> str:
    """not_needed, not_started, in_progress or complete: the tag beside the section in the task list."""
    key = section if isinstance(section, str) else section.key
    found = form.section(key)
    asked = visible(form, answers)
    questions = [each for each in (found.questions if found else ()) if each.key in asked]
    if not questions:
        return "not_needed"
    if all(answers.get(each.key) is None for each in questions):
        return "not_started"
    wrong = any(_found(form, each, answers, asked) for each in questions)
    return "in_progress" if wrong else "complete"


def sealed(form: Form, answers: Answers) -> dict[str, Any]:
    """What is frozen at submit: the answers to what was asked; answers a condition hides stay behind."""
    asked = visible(form, answers)
    return {
        question.key: answers[question.key]
        for question in form.questions
        if question.key in asked and answers.get(question.key) is not None and "equality" not in question.tags
    }


def equality(form: Form, answers: Answers) -> dict[str, Any]:
    """Answers about equality, which are kept apart and never part of what is assessed."""
    asked = visible(form, answers)
    return {
        question.key: answers[question.key]
        for question in form.questions
        if question.key in asked and answers.get(question.key) is not None and "equality" in question.tags
    }


def bound(form: Form, answers: Answers) -> dict[str, Any]:
    """{what it is: value} for the questions copied to the application's own columns."""
    kept = sealed(form, answers)
    return {each.binds: kept[each.key] for each in form.questions if each.binds and each.key in kept}
