"""The short check before an account: which answer stops, and why."""

from dataclasses import dataclass

from grants.questions.answers import Answers, visible
from grants.questions.form import Form
from grants.questions.text import Text


@dataclass(frozen=True)
class Stopped:
    question: str
    reason: Text


def stopped(form: Form, answers: Answers) -> list[Stopped]:
    """Every answer that rules the person out; empty means they may go on once all is answered."""
    asked = visible(form, answers)
    return [
        Stopped(question.key, stop.reason)
        for question in form.questions
        if question.key in asked
        for stop in question.stops
        if _given(answers.get(question.key)) & set(stop.answers)
    ]


def _given(answer: object) -> set[str]:
    if answer is None:
        return set()
    return {str(item) for item in answer} if isinstance(answer, list) else {str(answer)}
