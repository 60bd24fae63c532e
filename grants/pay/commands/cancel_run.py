"""A prepared run is taken back before it is released."""

from grants.models import PaymentRun
from grants.pay.steps import locked_payments
from grants.work import Work


def cancel_run(work: Work, reference: str, version: int | None, *, reason: str) -> PaymentRun:
    """Cancel a run that nobody has released: its instalments can be paid again. A reason is needed."""
    run = work.load(PaymentRun, reference, version)
    payments = locked_payments(work, run)
    work.move(run, "cancel_run", reason=reason)
    for payment in payments:
        work.move(payment, "cancel_payment")
    return run
