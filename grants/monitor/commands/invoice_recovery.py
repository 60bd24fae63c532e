"""Finance sends the invoice for money that comes back."""

from grants.domain.errors import RulesBroken
from grants.models import Recovery
from grants.work import Work


def invoice_recovery(work: Work, recovery_id: int, version: int | None, *, invoice_number: str) -> Recovery:
    """Note the finance system's invoice number for an agreed recovery."""
    recovery = work.load(Recovery, recovery_id, version)
    if not invoice_number.strip():
        raise RulesBroken([("invoice_number", "Enter the invoice number")])
    work.move(recovery, "invoice_recovery", amount=recovery.pence)
    recovery.invoice_number = invoice_number.strip()
    return recovery
