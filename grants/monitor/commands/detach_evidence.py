"""Take a file out of a return."""

from sqlalchemy import select

from grants.apply.steps import write_answers
from grants.domain.errors import NotFound
from grants.models import Attachment
from grants.monitor.policy import can_edit
from grants.monitor.steps import held_files, open_return
from grants.work import Work


def detach_evidence(work: Work, award_reference: str, number: int, attachment_id: int) -> None:
    """Take a file out of a return that is still open."""
    owed = open_return(work, award_reference, number)
    work.may(can_edit(work.actor, owed, work.now))
    attachment = work.session.scalars(
        select(Attachment).where(
            Attachment.id == attachment_id,
            Attachment.response_id == owed.response_id,
            Attachment.removed_at.is_(None),
        )
    ).one_or_none()
    if attachment is None or attachment.question is None:
        raise NotFound("file")
    attachment.removed_at = work.now
    held, version = held_files(work, owed, attachment.question)
    left = [each for each in held if each != str(attachment_id)]
    write_answers(work, owed.response_id, {attachment.question: left or None}, seen={attachment.question: version})
