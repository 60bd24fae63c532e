"""Keep what was typed in one section of a draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.apply.policy import can_edit
from grants.apply.queries import form_of_response
from grants.apply.steps import open_draft, write_answers
from grants.questions.form import Form
from grants.work import Work


@dataclass(frozen=True)
class Given:
    """Answers as they are stored, and the version of each that the person had seen."""

    values: Mapping[str, Any]
    seen: Mapping[str, int]


@dataclass(frozen=True)
class Saved:
    """The version of each answer now, and when this was."""

    versions: Mapping[str, int]
    at: datetime


def save_answers(work: Work, reference: str, read: Callable[[Form], Given]) -> Saved:
    """A lead or contributor, while the application is a draft and the round takes applications.

    `read` finds the answers in what was posted, for the form of this application. Writes those that changed, each
    with its next version. Drafts record nothing. Refuses (StaleAnswers, with what is stored) an answer that a
    colleague changed after it was seen. A signature no longer counts once answers differ.
    """
    application = open_draft(work, reference)
    work.may(can_edit(work.actor, application, work.now))
    given = read(form_of_response(work.session, application.response))
    versions = write_answers(work, application.response_id, given.values, seen=given.seen)
    return Saved(versions=versions, at=work.now)
