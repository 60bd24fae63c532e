"""An officer records what a check showed."""

from grants.check.policy import can_check
from grants.check.queries import latest_submission_id, records_of
from grants.check.rules import evidence_problems, expiry
from grants.check.steps import due_check, open_to_checks
from grants.domain.errors import RulesBroken
from grants.models import Application, DueDiligenceCheck
from grants.work import Work

OVERTAKEN = "A colleague recorded this check while your page was open. Read their record above, then send yours again"


def record_check(
    work: Work, reference: str, *, kind: str, outcome: str, evidence: str, seen: int | None = None
) -> DueDiligenceCheck:
    """Who: an officer or manager of the fund who did not fill the application in. When: until the case has ended.

    Adds a frozen row that counts from now on; earlier rows of the kind stay. Records `check_recorded`.
    Refuses a kind the round does not ask for at this sum (NotFound), a record without evidence, and one by somebody
    who saw fewer records of this check (`seen`) than there are now (RulesBroken).
    """
    application = work.load(Application, reference)
    role = work.may(can_check(work.actor, application, work.now))
    open_to_checks(application)
    due = due_check(application, kind)
    problems = evidence_problems(outcome, evidence)
    if seen is not None and seen < records_of(work.session, application.id, kind):
        problems.append(("outcome", OVERTAKEN))
    if problems:
        raise RulesBroken(problems)
    row = work.add(
        DueDiligenceCheck(
            application_id=application.id,
            organisation_id=application.organisation_id,
            submission_id=latest_submission_id(work.session, application.id),
            kind=kind,
            outcome=outcome,
            evidence=evidence.strip(),
            expires_on=expiry(outcome, due.expires_months, work.today),
            checked_by=work.actor.person_id,
            checked_at=work.now,
        )
    )
    work.record(
        "check_recorded",
        row,
        role=role,
        detail={"evidence": row.evidence},
        subjects=[("organisation", application.organisation_id)],
        check=kind,
        outcome=outcome,
        submission=row.submission_id,
    )
    return row
