"""Take a file out of an answer of a draft."""

from sqlalchemy import select

from grants.apply.policy import can_edit
from grants.apply.steps import open_draft, write_answers
from grants.domain.errors import NotFound
from grants.models import Answer, Attachment
from grants.work import Work


def detach_file(work: Work, reference: str, attachment_id: int) -> Attachment:
    """A lead or contributor, while the application is a draft. The answer lets the file go; retention removes it.

    Drafts record nothing.
    """
    application = open_draft(work, reference)
    work.may(can_edit(work.actor, application, work.now))
    attachment = work.session.scalars(
        select(Attachment).where(
            Attachment.id == attachment_id,
            Attachment.response_id == application.response_id,
            Attachment.removed_at.is_(None),
        )
    ).one_or_none()
    if attachment is None or attachment.question is None:
        raise NotFound("file")
    attachment.removed_at = work.now
    row = work.session.scalars(
        select(Answer).where(Answer.response_id == application.response_id, Answer.question == attachment.question)
    ).one()
    left = [each for each in row.value or [] if each != str(attachment_id)]
    write_answers(
        work, application.response_id, {attachment.question: left or None}, seen={attachment.question: row.version}
    )
    return attachment
