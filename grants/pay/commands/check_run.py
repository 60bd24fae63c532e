"""A run above the council's limit is looked at by a third person before it is released."""

from grants.domain.errors import WrongState
from grants.models import PaymentRun
from grants.pay.policy import can_check
from grants.pay.steps import locked_payments, refuse_barred
from grants.work import Work


def check_run(work: Work, reference: str, version: int | None) -> PaymentRun:
    """Note who checked a prepared run. Never its preparer; whoever checks may not release."""
    run = work.load(PaymentRun, reference, version)
    work.freshen()
    work.may(can_check(work.actor, run))
    if run.status != "prepared" or run.checked_by is not None:
        raise WrongState("This run has been checked or has moved on. Open it again.")
    refuse_barred(work, {each.award_id for each in locked_payments(work, run)})
    run.checked_by, run.checked_at = work.actor.person_id, work.now
    run.version += 1
    work.record("run_checked", run, role="finance", total=run.total)
    return run
