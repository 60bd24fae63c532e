"""Keep what was typed in one section of a draft."""

from collections.abc import Mapping
from typing import Any

from grants.apply.policy import can_edit
from grants.apply.steps import Saved, open_draft, write_answers
from grants.work import Work


def save_answers(work: Work, reference: str, values: Mapping[str, Any], *, seen: Mapping[str, int]) -> Saved:
    """A lead or contributor, while the application is a draft and the round takes applications.

    Writes the answers that changed, each with its next version. Drafts record nothing. Refuses (StaleAnswers, with
    what is stored) an answer that a colleague changed after `seen`. A signature no longer counts once answers differ.
    """
    application = open_draft(work, reference)
    work.may(can_edit(work.actor, application, work.now))
    return Saved(versions=write_answers(work, application.response_id, values, seen=seen), at=work.now)
