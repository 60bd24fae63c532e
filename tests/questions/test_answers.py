"""A whole set of answers: what is asked, what is missing, what adds up, what is kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.questions.answers import bound, check, equality, sealed, section_status, visible
from grants.questions.eligibility import stopped
from grants.questions.form import Form

FORM = Form.parse(
    {
        "key": "application",
        "title": "Application",
        "sections": [
            {
                "key": "project",
                "title": "Project",
                "questions": [
                    {"key": "title", "type": "text", "label": "Project title", "words": 3, "binds": "title"},
                    {"key": "staff", "type": "yes_no", "label": "Do you have staff?"},
                    {"key": "staff_policy", "type": "yes_no", "label": "Do you have a policy?",
                     "when": {"question": "staff", "is": "yes"}},
                    {"key": "policy", "type": "long_text", "label": "Your policy",
                     "when": {"question": "staff_policy", "is": "yes"}},
                    {"key": "led_by", "type": "choices", "label": "Led by", "required": False,
                     "tags": ["equality"], "options": [{"key": "women", "label": "Women"}]},
                ],
            },
            {
                "key": "money",
                "title": "Money",
                "questions": [
                    {"key": "amount", "type": "money", "label": "Amount you ask for", "minimum": 300000,
                     "maximum": 10000000, "binds": "amount_requested"},
                    {"key": "least", "type": "money", "label": "Smallest useful grant", "required": False,
                     "binds": "minimum_viable"},
                    {"key": "costs", "type": "budget", "label": "Your budget", "adds_up_to": "amount",
                     "overheads_percent": 20},
                    {"key": "starts", "type": "date", "label": "Start date", "binds": "starts_on",
                     "required": False, "earliest": "2027-01-01"},
                    {"key": "ends", "type": "date", "label": "End date", "binds": "ends_on",
                     "required": False},
                ],
            },
            {
                "key": "large",
                "title": "Larger grants",
                "when": {"question": "amount", "over": 5000000},
                "questions": [{"key": "cash_flow", "type": "file", "label": "Cash flow", "rows": 1}],
            },
            {
                "key": "place",
                "title": "Place",
                "questions": [
                    {"key": "people", "type": "integer", "label": "People", "required": False},
                    {"key": "where", "type": "districts", "label": "Where", "required": False,
                     "adds_up_to": "people", "options": [{"key": "E07000237", "label": "Worcester"},
                                                         {"key": "E07000236", "label": "Redditch"}]},
                ],
            },
        ],
    }
)  # fmt: skip
GOOD: dict[str, Any] = {
    "title": "Warm rooms",
    "staff": "no",
    "amount": 500000,
    "costs": [
        {"category": "staff", "description": "Worker", "amount": 400000},
        {"category": "overheads", "description": "Share of rent", "amount": 100000},
    ],
}


def messages(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in check(FORM, {**GOOD, **changes})]


def test_good_answers_have_no_problems() -> None:
    assert check(FORM, GOOD) == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": None}, "title", "Enter project title"),
        ({"staff": None}, "staff", "Select your answer to “Do you have staff?”"),
        ({"amount": 299999}, "amount", "must be £3,000 or more"),
        ({"costs": None}, "costs-0-category", "Add at least one row"),
        ({"starts": "2026-12-31"}, "starts-day", "on or after 1 January 2027"),
        ({"starts": "2027-05-02", "ends": "2027-05-01"}, "ends-day", "same as or after the start date"),
        ({"least": 500001}, "least", "must be £5,000 or less"),
        ({"people": 3, "where": [{"area": "E07000237", "number": 2}]}, "where", "people, 3: it adds up to 2"),
        ({"where": [{"area": "E07000237", "number": 1}] * 2}, "where-1-area", "each district once"),
        ({"where": [{"area": "E07000001", "number": 1}]}, "where-0-area", "no longer offered"),
        ({"where": [{"number": 1}]}, "where-0-area", "Select district"),
    ],
)
def test_each_problem_is_told_beside_its_field(changes: dict[str, Any], field: str, words: str) -> None:
    found = messages(**changes)
    assert len(found) == 1
    assert found[0][0] == field
    assert words in found[0][1]


@pytest.mark.feature("28")
def test_a_word_limit_counts_words_and_is_kept_on_the_server() -> None:
    assert messages(title="one  two\nthree") == []
    assert messages(title="one two three four") == [("title", "Project title must be 3 words or fewer")]


@pytest.mark.feature("25")
def test_a_budget_must_add_up_to_the_amount_asked_for() -> None:
    [(field, message)] = messages(amount=600000)
    assert field == "costs"
    assert message == "Your budget must add up to amount you ask for, £6,000: it adds up to £5,000"


@pytest.mark.feature("25")
def test_a_budget_line_without_an_amount_carries_its_own_error() -> None:
    rows = [*GOOD["costs"], {"category": "travel", "description": "Bus"}]
    assert messages(costs=rows) == [("costs-2-amount", "Enter amount you ask us for")]


@pytest.mark.feature("25")
def test_overheads_are_allowed_up_to_the_share_the_form_says() -> None:
    rows = [{**GOOD["costs"][0], "amount": 399999}, {**GOOD["costs"][1], "amount": 100001}]
    assert messages(costs=rows) == [("costs", "Overheads must be 20% or less of what you ask us for")]


def test_what_waits_on_a_hidden_answer_is_hidden_too() -> None:
    answers = {**GOOD, "staff": "no", "staff_policy": "yes", "policy": "Ours"}
    assert not {"staff_policy", "policy"} & visible(FORM, answers)
    assert {"staff_policy", "policy"} <= visible(FORM, {**answers, "staff": "yes"})


def test_a_hidden_answer_is_not_checked_sealed_or_copied_but_waits_for_its_question() -> None:
    answers = {**GOOD, "staff_policy": "yes", "policy": "Ours"}
    assert check(FORM, answers) == []
    assert "policy" not in sealed(FORM, answers)
    assert sealed(FORM, {**answers, "staff": "yes"})["policy"] == "Ours"


def test_a_section_opens_only_above_its_amount() -> None:
    assert section_status(FORM, "large", GOOD) == "not_needed"
    assert section_status(FORM, "large", {**GOOD, "amount": 5000000}) == "not_needed"
    assert section_status(FORM, "large", {**GOOD, "amount": 5000001}) == "not_started"


@pytest.mark.feature("18")
@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({}, "not_started"),
        ({"title": "Warm rooms"}, "in_progress"),
        ({"title": "Much too long a title", "staff": "no"}, "in_progress"),
        ({"title": "Warm rooms", "staff": "no"}, "complete"),
        ({"title": "Warm rooms", "staff": "yes"}, "in_progress"),
    ],
)
def test_a_section_says_how_far_it_has_come(answers: dict[str, Any], status: str) -> None:
    assert section_status(FORM, "project", answers) == status


def test_tagged_answers_are_named_for_what_they_are() -> None:
    assert bound(FORM, GOOD) == {"title": "Warm rooms", "amount_requested": 500000}


@pytest.mark.feature("96")
def test_equality_answers_are_kept_apart_from_what_is_assessed() -> None:
    answers = {**GOOD, "led_by": ["women"]}
    assert "led_by" not in sealed(FORM, answers)
    assert equality(FORM, answers) == {"led_by": ["women"]}


@given(
    st.dictionaries(
        st.sampled_from(["staff", "staff_policy", "policy", "title"]),
        st.sampled_from(["yes", "no"]),
        max_size=4,
    )
)
def test_only_what_is_asked_is_ever_sealed_or_wrong(answers: dict[str, str]) -> None:
    asked = visible(FORM, answers)
    assert set(sealed(FORM, answers)) <= asked
    assert {problem.question for problem in check(FORM, answers)} <= asked


@pytest.mark.feature("13")
def test_an_eligibility_answer_that_stops_gives_its_reason() -> None:
    stop = {"answers": ["no"], "reason": "This fund is for groups in the county"}
    asked = {"key": "local", "type": "yes_no", "label": "Are you local?", "stops": [stop]}
    form = Form.parse({"key": "e", "title": "E", "sections": [{"key": "s", "title": "S", "questions": [asked]}]})
    assert [each.reason.en for each in stopped(form, {"local": "no"})] == [stop["reason"]]
    assert stopped(form, {"local": "yes"}) == []
    assert stopped(form, {}) == []
