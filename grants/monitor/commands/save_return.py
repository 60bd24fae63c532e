"""Keep what was typed in one part of a return."""

from collections.abc import Mapping
from typing import Any

from grants.apply.steps import write_answers
from grants.monitor.policy import can_edit
from grants.monitor.steps import open_return
from grants.work import Work


def save_return(
    work: Work, award_reference: str, number: int, values: Mapping[str, Any], *, seen: Mapping[str, int]
) -> Mapping[str, int]:
    """A lead or contributor of the grantee, while the return is due or asked about. Drafts record nothing.

    Refuses (StaleAnswers) an answer that a colleague changed after `seen`.
    """
    owed = open_return(work, award_reference, number)
    work.may(can_edit(work.actor, owed, work.now))
    return write_answers(work, owed.response_id, values, seen=seen)
