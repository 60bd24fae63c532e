"""A return is sent in: what it says is sealed, and its numbers are kept for reports."""

from typing import Any

from sqlalchemy import func, select

from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.domain.errors import RulesBroken
from grants.models import IndicatorValue, MonitoringReturn, ReturnDeclaration, ReturnSpend, Submission
from grants.monitor.declaring import needs_two
from grants.monitor.steps import open_return, tell_grantee
from grants.monitor.writing import EVIDENCE, SPENDING, TARGETS, Draft, draft_of
from grants.questions.answers import sealed
from grants.work import Work


def submit_return(work: Work, award_reference: str, number: int, version: int | None) -> MonitoringReturn:
    """A lead of the grantee sends a complete return; answering a query sends it again as the next submission.

    Seals the answers with their hash, writes counts and spending, and records the hash. Where the scheme wants two to
    declare it, this is the first. Refuses an incomplete return, districts that do not add up, and spending beyond the
    award.
    """
    owed = open_return(work, award_reference, number, version)
    event = "submit_return" if owed.status == "due" else "resubmit_return"
    draft = draft_of(work.session, owed)
    with work.session.no_autoflush:
        pending = work.move(owed, event)
        problems = draft.problems
    if problems:
        raise RulesBroken([(field, message) for _, field, message in problems])
    owed.submitted_at, owed.submitted_by = work.now, work.actor.person_id
    submission = _seal(work, draft)
    pending.body.update(submission=submission.id, digest=submission.digest, number=submission.number)
    _write_numbers(work, draft, submission)
    for query in draft.queries:
        query.answered_at = query.answered_at or work.now
    if needs_two(work.session, owed):
        _declare_first(work, owed, submission)
    else:
        key = f"return-received:{submission.id}"
        tell_grantee(work, "return_received", owed, key=key, reference=owed.reference)
    return owed


def _declare_first(work: Work, owed: MonitoringReturn, submission: Submission) -> None:
    """Sending declares; the grantee is told that a second person must."""
    work.add(
        ReturnDeclaration(
            return_id=owed.id,
            submission_id=submission.id,
            position=1,
            declared_by=work.actor.person_id,
            declared_at=work.now,
        )
    )
    tell_grantee(work, "return_to_declare", owed, key=f"return-to-declare:{submission.id}", sender=work.actor.name)


def _seal(work: Work, draft: Draft) -> Submission:
    owed = draft.owed
    content: dict[str, Any] = {
        "answers": sealed(draft.form, draft.answers),
        "targets": draft.part(TARGETS),
        "spending": draft.part(SPENDING),
        "evidence": draft.answers.get(EVIDENCE) or [],
    }
    last = work.session.scalar(select(func.max(Submission.number)).where(Submission.response_id == owed.response_id))
    return work.add(
        Submission(
            response_id=owed.response_id,
            application_id=None,
            number=(last or 0) + 1,
            content=content,
            digest=sha256_hex(canonical_bytes(content)),
            submitted_by=work.actor.person_id,
            submitted_at=work.now,
        )
    )


def _write_numbers(work: Work, draft: Draft, submission: Submission) -> None:
    targets, spending = draft.part(TARGETS), draft.part(SPENDING)
    for target in draft.figures.targets:
        given = targets[target.key]
        districts = [each.code for each in draft.figures.districts] if target.by_district else []
        for area in (None, *districts):
            work.add(
                IndicatorValue(
                    return_id=draft.owed.id,
                    submission_id=submission.id,
                    indicator=target.key,
                    area_code=area,
                    target=target.target if area is None else None,
                    actual=given["all"] if area is None else given.get(area, 0),
                )
            )
    for line in draft.figures.lines:
        given = spending[str(line.id)]
        work.add(
            ReturnSpend(
                return_id=draft.owed.id,
                submission_id=submission.id,
                award_line_id=line.id,
                pence=given["pence"],
                note=given.get("note") or None,
            )
        )
