"""Answers shown in plain words, in the reader's language."""

from typing import Any

import pytest

from grants.questions.bank import Bank, council_bank
from grants.questions.display import show
from grants.questions.form import Form, FormFaults
from grants.questions.question import Question
from grants.questions.record import Faults, Record


def ask(kind: str, **more: Any) -> Question:
    return Question.read(Record({"key": "q", "type": kind, "label": "Answer", **more}, "", Faults()))


AREAS = [{"key": "w", "label": {"en": "Worcester", "uk": "Вустер"}}]


@pytest.mark.parametrize(
    ("question", "value", "lines"),
    [
        (ask("text"), None, ("Not answered",)),
        (ask("money"), 1250000, ("£12,500",)),
        (ask("money"), 1250050, ("£12,500.50",)),
        (ask("date"), "2026-11-21", ("21 November 2026",)),
        (ask("yes_no"), "yes", ("Yes",)),
        (ask("declaration"), True, ("Agreed",)),
        (ask("integer"), 1500, ("1,500",)),
        (ask("long_text"), "One\ntwo", ("One", "two")),
        (ask("choices", options=AREAS), ["w", "gone"], ("Worcester", "gone")),
        (ask("address"), {"postcode": "WR1 2AB", "line_1": "1 High St"}, ("1 High St", "WR1 2AB")),
        (ask("file"), ["7"], ("policy.pdf",)),
    ],
)
def test_an_answer_is_shown_in_plain_words(question: Question, value: Any, lines: tuple[str, ...]) -> None:
    assert show(question, value, files={"7": "policy.pdf"}).lines == lines


def test_a_table_is_shown_with_its_totals() -> None:
    rows = [{"area": "w", "number": 1200}, {"area": "w", "number": 34}]
    shown = show(ask("districts", options=AREAS), rows, language="uk")
    assert shown.rows == (("Вустер", "1,200"), ("Вустер", "34"))
    assert shown.totals == ("Total", "1,234")
    assert shown.right == (False, True)


def test_money_in_a_table_always_shows_pence() -> None:
    shown = show(ask("budget"), [{"category": "staff", "description": "Worker", "amount": 10000}])
    assert shown.rows == (("Staff", "Worker", "100.00", ""),)
    assert shown.totals == ("Total", "", "100.00", "0.00")


def test_every_question_of_the_bank_is_well_formed_and_may_stand_in_a_form() -> None:
    bank = council_bank()
    assert len(bank.keys) > 40
    asked = [bank.borrow({"bank": key}) for key in bank.keys]
    form = Form.parse({"key": "all", "title": "All", "sections": [{"key": "s", "title": "S", "questions": asked}]})
    assert {question.key for question in form.questions} == set(bank.keys)


def test_a_borrowed_question_may_change_its_words_but_not_its_meaning() -> None:
    assert council_bank().borrow({"bank": "need", "words": 100})["words"] == 100
    with pytest.raises(ValueError, match="keeps its type"):
        council_bank().borrow({"bank": "need", "type": "money"})
    with pytest.raises(ValueError, match="not in the question bank"):
        council_bank().borrow({"bank": "shoe_size"})


def test_a_bank_with_a_bad_question_is_refused() -> None:
    with pytest.raises(FormFaults):
        Bank.load('[x]\ntype = "essay"\nlabel = "X"')
