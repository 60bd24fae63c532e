"""How returns, recoveries and the end of an award change, row by row."""

from grants.domain.workflow import Transition

RETURN = (
    Transition(("due",), "submit_return", "submitted", policy="can_submit"),
    Transition(("queried",), "resubmit_return", "submitted", policy="can_submit"),
    Transition(("submitted",), "query_return", "queried", policy="can_review"),
    Transition(("submitted",), "accept_return", "accepted", policy="can_accept", sensitive=True),
)

RECOVERY = (
    Transition(("agreed",), "invoice_recovery", "invoiced", policy="can_invoice", sensitive=True),
    Transition(("invoiced",), "receive_recovery", "received", policy="can_receive", sensitive=True),
)

AWARD = (Transition(("accepted", "active"), "close_award", "closed", policy="can_close", sensitive=True),)
