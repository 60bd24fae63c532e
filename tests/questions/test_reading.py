"""What a browser posts becomes the stored value, or a message that says what to do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.questions.question import Question
from grants.questions.reading import read
from grants.questions.record import Faults, Record
from grants.questions.typed import typed


def ask(kind: str, **more: Any) -> Question:
    faults = Faults()
    question = Question.read(Record({"key": "q", "type": kind, "label": "Answer", **more}, "", faults))
    assert not faults.found
    return question


OPTIONS = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}, {"key": "c", "label": "C"}]


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (ask("text"), {"q": ["  Two \n words "]}, "Two words"),
        (ask("long_text"), {"q": ["One\r\ntwo "]}, "One\ntwo"),
        (ask("text"), {"q": ["   "]}, None),
        (ask("money"), {"q": ["£1,234.5"]}, 123450),
        (ask("money"), {"q": ["0"]}, 0),
        (ask("integer"), {"q": ["1,500"]}, 1500),
        (ask("integer"), {"q": ["0"]}, 0),
        (ask("date"), {"q-day": ["1"], "q-month": ["4"], "q-year": ["2027"]}, "2027-04-01"),
        (ask("date"), {"q-day": ["29"], "q-month": ["Feb"], "q-year": ["2028"]}, "2028-02-29"),
        (ask("date"), {}, None),
        (ask("yes_no"), {"q": ["no"]}, "no"),
        (ask("choice", options=OPTIONS), {"q": ["b"]}, "b"),
        (ask("choices", options=OPTIONS), {"q": ["c", "a", "c"]}, ["a", "c"]),
        (ask("email"), {"q": [" Ann@Example.ORG "]}, "ann@example.org"),
        (ask("phone"), {"q": ["01905 763763"]}, "+441905763763"),
        (ask("postcode"), {"q": ["wr52np"]}, "WR5 2NP"),
        (ask("declaration"), {"q": ["yes"]}, True),
        (ask("declaration"), {}, None),
        (ask("file"), {"q": ["f1", "f2", "f1", ""]}, ["f1", "f2"]),
        (
            ask("address"),
            {"q-line_1": ["1 High St"], "q-line_2": [""], "q-postcode": ["WR12AB"]},
            {"line_1": "1 High St", "postcode": "WR1 2AB"},
        ),
        (
            ask("budget"),
            {
                "q-0-category": ["staff"], "q-0-amount": ["100"], "q-0-description": ["Worker"],
                "q-1-category": [""], "q-1-amount": [" "],
                "q-7-category": ["overheads"], "q-7-amount": ["9.99"], "q-7-match": ["1"],
            },
            [
                {"category": "staff", "description": "Worker", "amount": 10000},
                {"category": "overheads", "amount": 999, "match": 100},
            ],
        ),
    ],
)  # fmt: skip
def test_a_good_answer_is_stored_in_its_one_shape(question: Question, raw: dict[str, list[str]], value: Any) -> None:
    answer = read(question, raw)
    assert (answer.value, answer.problems) == (value, ())
    assert read(question, typed(question, value)).value == value


@pytest.mark.parametrize(
    ("question", "raw", "field", "message"),
    [
        (ask("money"), {"q": ["lots"]}, "q", "in pounds using numbers only"),
        (ask("money"), {"q": ["-5"]}, "q", "£0 or more"),
        (ask("money"), {"q": ["1.005"]}, "q", "whole pence"),
        (ask("money"), {"q": ["1000000000.01"]}, "q", "£1,000,000,000 or less"),
        (ask("integer"), {"q": ["2.5"]}, "q", "Answer must be a whole number"),
        (ask("integer"), {"q": ["٣"]}, "q", "whole number"),
        (ask("integer"), {"q": ["9" * 5000]}, "q", "or less"),
        (
            ask("date"),
            {"q-day": ["31"], "q-month": ["2"], "q-year": ["2027"]},
            "q-day",
            "must be a real date",
        ),
        (ask("date"), {"q-month": ["2"]}, "q-day", "must include a day and a year"),
        (ask("date"), {"q-day": ["1"], "q-month": ["2"], "q-year": ["27"]}, "q-day", "year of 4 numbers"),
        (ask("yes_no"), {"q": ["perhaps"]}, "q", "Select one"),
        (ask("choice", options=OPTIONS), {"q": ["z"]}, "q", "Select one"),
        (ask("choices", options=OPTIONS), {"q": ["a", "z"]}, "q", "Select only"),
        (ask("email"), {"q": ["ann at example"]}, "q", "correct format"),
        (ask("phone"), {"q": ["12"]}, "q", "phone number"),
        (ask("postcode"), {"q": ["QB1 1AA"]}, "q", "full UK postcode"),
        (ask("address"), {"q-postcode": ["nowhere"]}, "q-postcode", "full UK postcode"),
        (ask("budget"), {"q-3-amount": ["ten"]}, "q-3-amount", "in pounds"),
        (ask("budget"), {"q-3-category": ["gold"]}, "q-3-category", "select one"),
    ],
)
def test_a_bad_answer_is_refused_beside_its_field(
    question: Question, raw: dict[str, list[str]], field: str, message: str
) -> None:
    answer = read(question, raw)
    assert answer.value is None
    assert [name for name, _ in answer.problems] == [field]
    assert message in answer.problems[0][1]


ROWS = st.lists(
    st.fixed_dictionaries(
        {"category": st.sampled_from(["staff", "travel", "overheads"]), "amount": st.integers(0, 10**11)},
        optional={"match": st.integers(0, 10**11)},
    ),
    min_size=1,
    max_size=5,
)
VALUES: list[tuple[Question, st.SearchStrategy[Any]]] = [
    (ask("money"), st.integers(0, 10**11)),
    (ask("integer"), st.integers(0, 10**12 - 1)),
    (ask("date"), st.dates().filter(lambda day: day.year >= 1000).map(lambda day: day.isoformat())),
    (ask("choices", options=OPTIONS), st.sets(st.sampled_from("abc"), min_size=1).map(sorted)),
    (ask("budget"), ROWS),
]


@given(st.data())
def test_what_is_stored_comes_back_from_the_page_it_fills(data: st.DataObject) -> None:
    question, values = data.draw(st.sampled_from(VALUES))
    value = data.draw(values)
    assert read(question, typed(question, value)).value == value


@given(st.text())
def test_reading_any_text_twice_changes_nothing_more(text: str) -> None:
    for kind in ("text", "long_text"):
        once = read(ask(kind), {"q": [text]}).value
        assert read(ask(kind), typed(ask(kind), once)).value == once


@given(
    st.sampled_from(["money", "integer", "date", "email", "phone", "postcode", "address", "budget"]),
    st.text(),
)
def test_no_text_breaks_a_reader(kind: str, text: str) -> None:
    names = ("q", "q-day", "q-month", "q-year", "q-postcode", "q-line_1", "q-0-amount", "q-0-category")
    answer = read(ask(kind), {name: [text] for name in names})
    assert answer.value is None or not answer.problems
