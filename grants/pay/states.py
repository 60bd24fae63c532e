"""How bank accounts, runs and payments change, row by row."""

from grants.domain.workflow import Transition

ACCOUNT = (
    Transition(("proposed",), "verify_account", "verified", policy="can_verify", sensitive=True),
    Transition(("proposed",), "refuse_account", "refused", policy="can_verify", needs_reason=True, sensitive=True),
    Transition(("verified",), "replace_account", "replaced", policy="can_replace", sensitive=True),
)

RUN = (
    Transition(("prepared",), "release_run", "released", policy="can_release", sensitive=True),
    Transition(("prepared",), "cancel_run", "cancelled", policy="can_cancel", needs_reason=True, sensitive=True),
    Transition(("released",), "settle_run", "settled", policy="can_import", sensitive=True),
)

PAYMENT = (
    Transition(("prepared",), "release_payment", "released", policy="can_release_payment", sensitive=True),
    Transition(("prepared",), "cancel_payment", "cancelled", policy="can_cancel", sensitive=True),
    Transition(("released",), "confirm_payment", "paid", policy="can_import", sensitive=True),
    Transition(("released", "paid"), "bounce_payment", "bounced", policy="can_import", sensitive=True),
)

AWARD = (Transition(("accepted",), "start_award", "active", policy="can_start", sensitive=True),)
