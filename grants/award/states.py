"""How a decision is released, and how an offer is accepted or ends."""

from grants.domain.workflow import Transition

APPLICATION = (
    Transition(
        ("decided",), "release_award", "awarded", "can_release", stage="release", shown="awarded", sensitive=True
    ),
    Transition(
        ("decided",), "release_decline", "declined", "can_release", stage="release", shown="declined", sensitive=True
    ),
)
AWARD = (
    Transition(("offered",), "accept_first", "offered", "can_accept", sensitive=True),
    Transition(("offered",), "accept_offer", "accepted", "can_accept", sensitive=True),
    Transition(("offered",), "lapse_offer", "lapsed", "can_lapse"),
)
BANK_ACCOUNT = (Transition(("proposed",), "replace_proposal", "replaced", "can_propose_bank_account", sensitive=True),)
