"""An officer lets a pass made for another application of the same organisation serve this one."""

from grants.check.policy import can_check
from grants.check.queries import latest_submission_id, reusable_checks
from grants.check.steps import due_check, open_to_checks
from grants.domain.calendar import long_date, to_london
from grants.domain.errors import WrongState
from grants.models import Application, DueDiligenceCheck
from grants.work import Work

GONE = "That earlier check no longer counts: it has expired or a newer one has replaced it. Do the check afresh."


def reuse_check(work: Work, reference: str, *, kind: str, check_id: int) -> DueDiligenceCheck:
    """Who and when: as for recording a check, while the earlier pass has not expired and is that body's newest.

    Adds a frozen row that names the earlier one and ends on its date. Records `check_reused` with both ids.
    """
    application = work.load(Application, reference)
    role = work.may(can_check(work.actor, application, work.now))
    open_to_checks(application)
    due_check(application, kind)
    earlier = reusable_checks(work.session, application, work.today).get(kind)
    if earlier is None or earlier.id != check_id:
        raise WrongState(GONE)
    made_on = long_date(to_london(earlier.checked_at).date())
    row = work.add(
        DueDiligenceCheck(
            application_id=application.id,
            organisation_id=application.organisation_id,
            submission_id=latest_submission_id(work.session, application.id),
            kind=kind,
            outcome="pass",
            evidence=f"The pass of {made_on} for {earlier.reference} is used again. It counts until "
            f"{long_date(earlier.expires_on)}.",
            expires_on=earlier.expires_on,
            checked_by=work.actor.person_id,
            checked_at=work.now,
        )
    )
    subjects = [("organisation", application.organisation_id)]
    work.record("check_reused", row, role=role, subjects=subjects, check=kind, earlier=earlier.id)
    return row
