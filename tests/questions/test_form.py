"""A form is read whole or not at all, and every fault is told at once."""

from typing import Any

import pytest

from grants.questions.form import Form, FormFaults


def form_of(*questions: dict[str, Any], **section: Any) -> dict[str, Any]:
    return {
        "key": "application",
        "title": "Application",
        "sections": [{"key": "about", "title": "About", "questions": list(questions), **section}],
    }


def question(key: str = "name", kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": key.title(), **more}


@pytest.mark.feature("8")
def test_a_form_comes_back_from_its_own_dictionary_unchanged() -> None:
    data = form_of(
        question("title", binds="title", tags=["publish"], words=20, help={"en": "Short", "uk": "Коротко"}),
        question("staff", "yes_no", stops=[{"answers": ["no"], "reason": "Only with staff"}]),
        question("pay", "money", minimum=100, maximum=900, when={"question": "staff", "is": "yes"}),
        question("costs", "budget", adds_up_to="pay", rows=4, overheads_percent=15),
        question("kind", "choice", options=[{"key": "a", "label": "A"}], required=False),
        question("list", "table", columns=[{"key": "n", "type": "integer", "label": "N", "total": True}]),
        when=[],
    )
    form = Form.parse(data)
    assert Form.parse(form.to_dict()) == form
    assert Form.parse(form.to_dict()).to_dict() == form.to_dict()
    assert form.to_dict()["sections"][0]["questions"][0]["help"] == {"en": "Short", "uk": "Коротко"}


@pytest.mark.parametrize(
    ("broken", "path", "words"),
    [
        ({**question(), "colour": "red"}, "colour", "not known"),
        (question(kind="essay"), "type", "not one of"),
        ({"key": "name", "type": "text"}, "label", "missing"),
        ({"type": "text", "label": "Name"}, "key", "missing"),
        (question(key="Not A Key"), "key", "small letters"),
        (question(kind="choice"), "options", "needs options"),
        (question(kind="table"), "columns", "needs columns"),
        (question(columns=[{"key": "n", "type": "integer", "label": "N"}]), "columns", "own columns"),
        (question(kind="choices", options=[{"key": "a", "label": "A"}] * 2), "options", "twice"),
        (question(tags=["secret"]), "tags", "not one of"),
        (question(tags=["equality"], criterion="need"), "tags", "never scored"),
        (question(binds="amount_requested"), "binds", "is for money"),
        (question(binds="nothing"), "binds", "not known"),
        (question(kind="money", minimum=9, maximum=3), "minimum", "more than the maximum"),
        (question(words=0), "words", "1 or more"),
        (question(kind="money", words=9), "words", "on a text question"),
        (question(words="many"), "words", "whole number"),
        (question(required="yes"), "required", "true or false"),
        (question(when={"question": "ghost", "is": "yes"}), "when", "no question"),
        (question(when={"question": "name", "is": "yes", "over": 2}), "when", "exactly one"),
        (question(when={"question": "name", "over": 2}), "when", "not money"),
        (question(kind="yes_no", stops=[{"answers": ["maybe"], "reason": "No"}]), "stops", "not an answer"),
        (question(kind="budget", adds_up_to="name"), "adds_up_to", "adds up"),
        (question(kind="date", label={"uk": "Дата"}), "label", "en among them"),
    ],
)
def test_a_fault_is_told_with_its_place(broken: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(FormFaults) as caught:
        Form.parse(form_of(broken))
    assert any(
        where == f"sections[1].questions[1].{path}" and words in message for where, message in caught.value.faults
    ), caught.value.faults


def test_every_fault_of_a_form_is_told_at_once() -> None:
    with pytest.raises(FormFaults) as caught:
        Form.parse(form_of(question(kind="essay"), {"key": "b", "type": "text"}, question(words=0)))
    assert len(caught.value.faults) == 4  # kind, label, words, and "name" used twice


def test_a_question_that_waits_for_itself_is_refused() -> None:
    ring = form_of(
        question("a", "yes_no", when={"question": "b", "is": "yes"}),
        question("b", "yes_no", when={"question": "c", "is": "yes"}),
        question("c", "yes_no", when={"question": "a", "is": "yes"}),
    )
    with pytest.raises(FormFaults, match="waits for its own answer"):
        Form.parse(ring)


def test_a_section_that_waits_for_an_answer_inside_it_is_refused() -> None:
    with pytest.raises(FormFaults, match="waits for its own answer"):
        Form.parse(form_of(question("a", "yes_no"), when={"question": "a", "is": "yes"}))


def test_a_condition_on_an_answer_nobody_can_give_is_refused() -> None:
    with pytest.raises(FormFaults, match="not an answer to"):
        Form.parse(form_of(question("a", "yes_no"), question("b", when={"question": "a", "is": "perhaps"})))


@pytest.mark.parametrize("data", [None, [], "form", 3, {"key": "a", "title": "A"}, {"sections": "none"}])
def test_what_is_no_form_is_refused(data: object) -> None:
    with pytest.raises(FormFaults):
        Form.parse(data)
