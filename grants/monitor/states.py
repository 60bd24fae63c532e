"""How returns, recoveries and the end of an award change, row by row."""

from grants.domain.workflow import Transition

RETURN = (
    Transition(("due",), "submit_return", "submitted", policy="can_submit"),
    Transition(("queried",), "resubmit_return", "submitted", policy="can_submit"),
    Transition(("submitted",), "query_return", "queried", policy="can_review"),
    Transition(("submitted",), "accept_return", "accepted", policy="can_accept", sensitive=True),
    Transition(("due",), "cancel_return", "cancelled", policy="can_cancel_return", needs_reason=True, sensitive=True),
)

RECOVERY = (
    Transition(("agreed",), "invoice_recovery", "invoiced", policy="can_invoice", sensitive=True),
    Transition(("invoiced",), "receive_recovery", "received", policy="can_receive", sensitive=True),
    Transition(
        ("agreed", "invoiced"),
        "write_off_recovery",
        "written_off",
        policy="can_write_off",
        needs_reason=True,
        sensitive=True,
    ),
)

# An award goes on in the state it was suspended in: one step for each.
AWARD = (
    Transition(
        ("accepted", "active"), "suspend_award", "suspended", policy="can_suspend", needs_reason=True, sensitive=True
    ),
    Transition(("suspended",), "resume_award", "active", policy="can_suspend", needs_reason=True, sensitive=True),
    Transition(("suspended",), "resume_unpaid", "accepted", policy="can_suspend", needs_reason=True, sensitive=True),
    Transition(("accepted", "active"), "close_award", "closed", policy="can_close", sensitive=True),
    Transition(("accepted", "active", "suspended"), "end_award", "ended", policy="can_end", sensitive=True),
)
