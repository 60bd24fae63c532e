"""How a made-up grantee reports, and how an officer accepts and closes."""

from typing import Any

from sqlalchemy import select

from grants.demo.answers import Facts, answers
from grants.demo.applying import Applicant
from grants.demo.casework import MANAGER, OFFICER
from grants.demo.people import email
from grants.demo.teller import Teller
from grants.models import Award, MonitoringReturn, Recovery
from grants.monitor.commands.accept_return import accept_return
from grants.monitor.commands.agree_recovery import agree_recovery
from grants.monitor.commands.close_award import close_award
from grants.monitor.commands.declare_return import declare_return
from grants.monitor.commands.invoice_recovery import invoice_recovery
from grants.monitor.commands.receive_recovery import receive_recovery
from grants.monitor.commands.save_return import save_return
from grants.monitor.commands.submit_return import submit_return
from grants.monitor.declaring import needs_two
from grants.monitor.writing import SPENDING, TARGETS, Draft, draft_of, return_in_scope

FINANCE2 = email("finance2")


def report(teller: Teller, award_reference: str, number: int, body: Applicant, *, unspent_percent: int) -> None:
    """The lead fills the return in and sends it, and the signatory confirms it where two must. The last says what is
    left.
    """
    with teller.reading() as session:
        owed = return_in_scope(session, teller.actor(body.lead), award_reference, number)
        draft = draft_of(session, owed)
        last = owed.is_final or owed.award.status == "ended"
        given = _answers(teller, draft, body, unspent_percent=unspent_percent if last else 0)
        version = owed.version
        both = needs_two(session, owed)
    teller.does(body.lead, save_return, award_reference, number, given, seen={})
    teller.does(body.lead, submit_return, award_reference, number, version)
    if both:
        teller.does(body.signatory, declare_return, award_reference, number, None)


def _answers(teller: Teller, draft: Draft, body: Applicant, *, unspent_percent: int) -> dict[str, Any]:
    award = draft.owed.award
    facts = Facts(
        title=award.application.title or "",
        work=body.work,
        amount=award.amount,
        starts_on=award.starts_on,
        ends_on=award.ends_on,
        area=body.area,
        people=60,
    )
    given = answers(draft.form, facts, teller.chance)
    return {**given, TARGETS: _targets(draft, body), SPENDING: _spending(draft, unspent_percent)}


def _targets(draft: Draft, body: Applicant) -> dict[str, dict[str, int]]:
    counted = {}
    for target in draft.figures.targets:
        number = (target.target or 60) // 2 + 3
        counted[target.key] = {"all": number}
        codes = [each.code for each in draft.figures.districts]
        if target.by_district and codes:
            counted[target.key][body.area if body.area in codes else codes[0]] = number
    return counted


def _spending(draft: Draft, unspent_percent: int) -> dict[str, dict[str, Any]]:
    """What the plan says, or at the end all that is left but the unspent part."""
    spent = {}
    for line in draft.figures.lines:
        planned = line.left if draft.owed.is_final else min(line.left, max(0, line.planned - line.before))
        pence = planned * (100 - unspent_percent) // 100
        spent[str(line.id)] = {"pence": pence, "note": "Prices were lower than we thought."}
    return spent


def accept(teller: Teller, award_reference: str, number: int) -> None:
    """The officer accepts the return."""
    with teller.work(OFFICER) as work:
        owed = work.session.scalars(
            select(MonitoringReturn)
            .join(Award, Award.id == MonitoringReturn.award_id)
            .where(Award.reference == award_reference, MonitoringReturn.number == number)
        ).one()
        accept_return(work, owed.reference, owed.version)


def recover_and_close(teller: Teller, award_reference: str, *, unspent: bool) -> None:
    """What was not spent is agreed, invoiced and received by different people; then the award closes."""
    if unspent:
        reason = "Agreed with the treasurer on the phone."
        recovery = teller.does(MANAGER, agree_recovery, award_reference, reason=reason)
        number = f"INV{recovery.id:05d}"
        teller.does(FINANCE2, invoice_recovery, recovery.id, version_of(teller, recovery.id), invoice_number=number)
        teller.does(
            FINANCE2,
            receive_recovery,
            recovery.id,
            version_of(teller, recovery.id),
            received_on=teller.moment.date(),
            finance_reference=f"RCPT{recovery.id:05d}",
        )
    with teller.work(MANAGER) as work:
        close_award(work, award_reference, work.load(Award, award_reference).version)


def version_of(teller: Teller, recovery_id: int) -> int:
    """The version of a recovery as it stands."""
    with teller.reading() as session:
        return session.get_one(Recovery, recovery_id).version
