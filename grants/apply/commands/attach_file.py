"""Add a file to an answer of a draft."""

from sqlalchemy import select

from grants.apply.policy import can_edit
from grants.apply.queries import form_of_response
from grants.apply.steps import open_draft, write_answers
from grants.domain.errors import NotFound, RulesBroken
from grants.models import Answer, Attachment
from grants.work import Work

MOST_FILES = 10


def attach_file(work: Work, reference: str, *, question: str, file_id: int, name: str) -> Attachment:
    """A lead or contributor, while the application is a draft. Writes the attachment and puts it in the answer.

    Drafts record nothing. Refuses more files than the question takes.
    """
    application = open_draft(work, reference)
    work.may(can_edit(work.actor, application, work.now))
    asked = form_of_response(work.session, application.response).question(question)
    if asked is None or asked.type != "file":
        raise NotFound("question")
    row = work.session.scalars(
        select(Answer).where(Answer.response_id == application.response_id, Answer.question == question)
    ).one_or_none()
    held = list(row.value or []) if row is not None else []
    most = asked.rows or MOST_FILES
    if len(held) >= most:
        raise RulesBroken([("file", f"You can give {most} files here. Remove one first")])
    attachment = work.add(
        Attachment(
            file_id=file_id,
            organisation_id=application.organisation_id,
            response_id=application.response_id,
            question=question,
            name=name,
            added_by=work.actor.person_id,
            added_at=work.now,
        )
    )
    seen = {question: row.version if row is not None else 0}
    write_answers(work, application.response_id, {question: [*held, str(attachment.id)]}, seen=seen)
    return attachment
