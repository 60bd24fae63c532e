"""Add a file to a return."""

from grants.apply.steps import write_answers
from grants.domain.errors import RulesBroken
from grants.models import Attachment
from grants.monitor.policy import can_edit
from grants.monitor.steps import held_files, open_return
from grants.monitor.writing import EVIDENCE, MOST_FILES
from grants.work import Work


def attach_evidence(
    work: Work, award_reference: str, number: int, *, file_id: int, name: str, question: str = EVIDENCE
) -> Attachment:
    """A lead or contributor adds one file, while the return is open. Refuses more than ten to one question."""
    owed = open_return(work, award_reference, number)
    work.may(can_edit(work.actor, owed, work.now))
    held, version = held_files(work, owed, question)
    if len(held) >= MOST_FILES:
        raise RulesBroken([("file", f"You can give {MOST_FILES} files here. Remove one first")])
    attachment = work.add(
        Attachment(
            file_id=file_id,
            organisation_id=owed.award.organisation_id,
            response_id=owed.response_id,
            question=question,
            name=name,
            added_by=work.actor.person_id,
            added_at=work.now,
        )
    )
    write_answers(work, owed.response_id, {question: [*held, str(attachment.id)]}, seen={question: version})
    return attachment
