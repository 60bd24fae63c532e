"""Keep what is being typed, with as few questions to the database as a busy last hour allows."""

from collections.abc import Callable

from grants.apply.policy import can_edit
from grants.apply.queries import form_of_response
from grants.apply.steps import Given, Saved, open_draft, write_answers
from grants.questions.form import Form
from grants.work import Work


def autosave_answers(work: Work, reference: str, read: Callable[[Form], Given]) -> Saved:
    """A lead or contributor, while the application is a draft and the round takes applications.

    `read` finds the answers in what was posted, for the form of this application: the form comes with the row that
    is locked anyway. Drafts record nothing. Refuses (StaleAnswers) what a colleague changed after it was seen.
    """
    application = open_draft(work, reference)
    work.may(can_edit(work.actor, application, work.now))
    given = read(form_of_response(work.session, application.response))
    versions = write_answers(work, application.response_id, given.values, seen=given.seen)
    return Saved(versions=versions, at=work.now)
