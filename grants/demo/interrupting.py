"""What goes wrong with a few awards of the made-up county: one waits, others end early, and some money is lost."""

from datetime import date

from grants.demo.awarding import FINANCE2
from grants.demo.casework import APPROVERS, MANAGER
from grants.demo.reporting import version_of
from grants.demo.teller import Teller
from grants.monitor.commands.agree_recovery import agree_recovery
from grants.monitor.commands.end_award import end_award
from grants.monitor.commands.give_notice import give_notice
from grants.monitor.commands.invoice_recovery import invoice_recovery
from grants.monitor.commands.receive_recovery import receive_recovery
from grants.monitor.commands.suspend_award import suspend_award
from grants.monitor.commands.write_off_recovery import write_off_recovery

APPROVER = APPROVERS["head_of_service"]
WAITS = "Your constitution names trustees who are no longer on the register. Send us the new list, and we will go on."
ENDS = "The trustees have told us that they are closing the charity, so the work can’t go on."
LOST = "The charity has been wound up. Its liquidator says that nothing is left for us."


def suspend(teller: Teller, reference: str) -> None:
    """The manager suspends an award, and says what would put it right."""
    teller.does(MANAGER, suspend_award, reference, None, reason=WAITS)


def notify(teller: Teller, reference: str, *, last_on: date) -> None:
    """The manager gives the usual notice."""
    teller.does(MANAGER, give_notice, reference, None, reason=ENDS, last_on=last_on)


def end(teller: Teller, reference: str) -> None:
    """The head of service ends the award on its last day."""
    teller.does(APPROVER, end_award, reference, None)


def claim(teller: Teller, reference: str) -> int:
    """What the last return says was not spent is agreed and invoiced. Returns which recovery it is."""
    recovery = teller.does(MANAGER, agree_recovery, reference, reason="By the return for the time until the end.")
    number = f"INV{recovery.id:05d}"
    teller.does(FINANCE2, invoice_recovery, recovery.id, version_of(teller, recovery.id), invoice_number=number)
    return recovery.id


def receive(teller: Teller, recovery_id: int) -> None:
    """The money comes in."""
    teller.does(
        FINANCE2,
        receive_recovery,
        recovery_id,
        version_of(teller, recovery_id),
        received_on=teller.moment.date(),
        finance_reference=f"RCPT{recovery_id:05d}",
    )


def lose(teller: Teller, recovery_id: int) -> None:
    """The money never comes."""
    teller.does(APPROVER, write_off_recovery, recovery_id, version_of(teller, recovery_id), reason=LOST)
