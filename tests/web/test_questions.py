"""Every kind of question on a page and back: what was typed is shown again, and what is read is what was meant."""

from typing import Any

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from grants.questions.form import Form
from grants.web.questions import Asked, ask, change_rows, posted, read_section, section_problems, touched
from tests.client import check_page, forms

HERE = [{"key": "a", "label": "Here"}, {"key": "b", "label": "There", "hint": "Far"}]
AGES = [{"key": "x", "label": "Old"}, {"key": "y", "label": "Young"}]
PLACES = [{"key": "E1", "label": "North"}, {"key": "E2", "label": "South"}]
QUESTIONS: list[dict[str, Any]] = [
    {"key": "title", "type": "text", "label": "Project name"},
    {"key": "need", "type": "long_text", "label": "Why?", "words": 50, "help": "Say how you know."},
    {"key": "story", "type": "long_text", "label": "A story", "required": False},
    {"key": "sum", "type": "money", "label": "How much?"},
    {"key": "people", "type": "integer", "label": "How many people?"},
    {"key": "mail", "type": "email", "label": "Email"},
    {"key": "call", "type": "phone", "label": "Phone"},
    {"key": "place", "type": "postcode", "label": "Postcode"},
    {"key": "start", "type": "date", "label": "Start date"},
    {"key": "young", "type": "yes_no", "label": "Children?"},
    {"key": "where", "type": "choice", "label": "Where?", "options": HERE},
    {"key": "who", "type": "choices", "label": "Who?", "options": AGES},
    {"key": "agreed", "type": "declaration", "label": "I agree"},
    {"key": "home", "type": "address", "label": "Address"},
    {"key": "paper", "type": "file", "label": "Constitution", "required": False},
    {"key": "costs", "type": "budget", "label": "Costs", "adds_up_to": "sum"},
    {"key": "goals", "type": "outcomes", "label": "Outcomes"},
    {"key": "spots", "type": "districts", "label": "Districts", "options": PLACES},
]  # fmt: skip
ANSWERS: dict[str, Any] = {
    "title": "Warm rooms",
    "need": "Cold & dark <homes>\nhere",
    "sum": 150050,
    "people": 1200,
    "mail": "a@b.example",
    "call": "+441632960100",
    "place": "WR14 1AA",
    "start": "2027-03-01",
    "young": "no",
    "where": "b",
    "who": ["x", "y"],
    "agreed": True,
    "home": {"line_1": "1 High Street", "postcode": "WR14 1AA"},
    "costs": [
        {"category": "staff", "description": "Host", "amount": 100050, "match": 5000},
        {"category": "premises", "description": "Room", "amount": 50000},
    ],
    "goals": [{"outcome": "Warmer", "indicator": "Count", "target": 10, "unit": "people"}],
    "spots": [{"area": "E1", "number": 1200}],
}
PAGE = """{% extends "layouts/two_thirds.html" %}{% set title = "Section" %}
{% from "components/question.html" import questions %}
{% from "components/forms.html" import csrf_field %}
{% block page %}
<form method="post">{{ csrf_field() }}{{ questions(asked) }}</form>{% endblock %}"""


@pytest.fixture
def section():
    return the_form().sections[0]


def the_form() -> Form:
    return Form.parse({"key": "f", "title": "F", "sections": [{"key": "all", "title": "All", "questions": QUESTIONS}]})


def asked(section, **facts) -> list[Asked]:
    every = [question.key for question in section.questions]
    return ask(section, **{"visible": every, "answers": {}, **facts})


def page(app, asked_):
    with app.test_request_context("/"):
        response = app.make_response(render_template_string(PAGE, asked=asked_))
    check_page(response)
    return response


def test_a_page_of_every_kind_sends_back_what_is_stored(app, section):
    shown = page(app, asked(section, answers=ANSWERS, versions={"title": 3}))
    fields = forms(shown)[0]["fields"]
    back = read_section(section, posted(MultiDict(fields)))
    assert back.problems == ()
    assert {key: value for key, value in back.values.items() if value is not None} == ANSWERS
    assert back.seen["title"] == 3
    assert back.seen["need"] == 0


def test_an_empty_page_reads_as_nothing_answered(app, section):
    fields = forms(page(app, asked(section)))[0]["fields"]
    back = read_section(section, posted(MultiDict(fields)))
    assert set(back.values.values()) == {None}
    assert back.problems == ()


def test_what_was_typed_wrongly_is_shown_again_with_its_message(app, section):
    typed = {
        **{f"seen-{key}": ["0"] for key in ("sum", "start", "costs")},
        "sum": ["a lot"],
        "start-day": ["31"],
        "start-month": ["2"],
        "start-year": ["2027"],
        "costs-4-amount": ["-5"],
    }
    back = read_section(section, typed)
    assert {name for name, _ in back.problems} == {"sum", "start-day", "costs-4-amount"}
    assert set(back.values) == set()
    text = page(app, asked(section, raw=typed, problems=back.problems)).get_data(as_text=True)
    assert 'value="a lot"' in text
    assert 'value="31"' in text
    assert 'value="-5"' in text
    assert all(message in text.replace("&#39;", "'") for _, message in back.problems)


def test_a_row_is_added_and_taken_away_without_a_script(section):
    typed = {"seen-costs": ["0"], "costs-0-category": ["staff"], "costs-2-amount": ["5"], "row": ["add:costs"]}
    more = change_rows(section, typed)
    assert more is not None
    assert "costs-3-category" in more
    assert "row" not in more
    fewer = change_rows(section, {**more, "row": ["remove:costs:0"]})
    assert fewer is not None
    assert not any(name.startswith("costs-0-") for name in fewer)
    assert change_rows(section, {"row": ["add:title"]}) is None
    assert change_rows(section, typed | {"row": [""]}) is None


def test_only_questions_on_the_page_are_read(section):
    assert read_section(section, {"title": ["x"]}).values == {}
    assert read_section(section, {"seen-title": ["1"], "title": ["x"], "seen-sum": ["0"]}, only={"title"}).values == {
        "title": "x"
    }


def test_an_autosave_is_about_the_questions_whose_boxes_were_sent(section):
    assert touched(section, {"seen-title": ["1"], "start-day": ["1"], "csrf_token": ["t"]}) == {"start"}


def test_the_table_shows_its_total_and_what_is_left(app, section):
    text = page(app, asked(section, answers={**ANSWERS, "sum": 200000})).get_data(as_text=True)
    assert "data-total>1,500.50<" in text
    assert "data-left>499.50<" in text
    assert 'data-limit="200000"' in text


def test_what_can_not_be_read_and_what_is_too_much_are_told_at_once_in_the_pages_order():
    form = the_form()
    here = form.sections[0]
    raw = {"seen-need": ["0"], "need": ["word " * 51], "seen-start": ["0"], "start-day": ["x"], "seen-title": ["0"]}
    found = read_section(here, {**raw, "title": ["t" * 501]})
    problems = section_problems(form, here, {}, found, limits=True)
    assert [name for name, _words in problems] == ["title", "need", "start-day"]
    assert [name for name, _words in section_problems(form, here, {}, found, limits=False)] == ["start-day"]


def test_what_can_not_be_read_is_not_compared_with_what_was_kept_before():
    form = the_form()
    here = form.sections[0]
    found = read_section(here, {"seen-sum": ["1"], "sum": ["lots"], "seen-title": ["0"], "title": ["Warm rooms"]})
    problems = section_problems(form, here, {"sum": 100, "costs": ANSWERS["costs"]}, found, limits=True)
    assert [name for name, _words in problems] == ["sum"]
