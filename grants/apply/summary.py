"""A whole application in plain words, section by section: to check, to keep and to read again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.models import Attachment, StoredFile
from grants.questions.answers import Problem, visible
from grants.questions.display import Shown, show
from grants.questions.form import Form


@dataclass(frozen=True)
class ShownAnswer:
    """One question with its answer in words; `problems` say what keeps it from being sent."""

    key: str
    label: str
    shown: Shown
    answered: bool
    problems: tuple[str, ...] = ()
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class ShownSection:
    """A section with what was asked in it."""

    key: str
    title: str
    answers: tuple[ShownAnswer, ...]


def in_words(
    form: Form,
    answers: Mapping[str, Any],
    *,
    problems: Sequence[Problem] = (),
    files: Mapping[str, str] | None = None,
    language: str = "en",
    without: Collection[str] = (),
) -> list[ShownSection]:
    """Every section with a question that is asked, given these answers."""
    asked = visible(form, answers)
    sections = [
        ShownSection(
            key=section.key,
            title=section.title.in_language(language),
            answers=tuple(
                ShownAnswer(
                    key=question.key,
                    label=question.label.in_language(language),
                    shown=show(question, answers.get(question.key), language=language, files=files),
                    answered=answers.get(question.key) is not None,
                    problems=tuple(each.message for each in problems if each.question == question.key),
                    files=tuple(int(each) for each in answers.get(question.key) or ())
                    if question.type == "file"
                    else (),
                )
                for question in section.questions
                if question.key in asked and question.key not in without
            ),
        )
        for section in form.sections
    ]
    return [section for section in sections if section.answers]


def attached(session: Session, response_id: int) -> dict[str, tuple[Attachment, StoredFile]]:
    """The files of a response by attachment id, as answers name them."""
    rows = session.execute(
        select(Attachment, StoredFile)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(Attachment.response_id == response_id, Attachment.removed_at.is_(None))
    )
    return {str(attachment.id): (attachment, file) for attachment, file in rows}
