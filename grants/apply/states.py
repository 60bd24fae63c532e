"""How an application begins and how its applicant may take it back."""

from grants.domain.workflow import NEXT_STAGE, Transition

BEFORE_AWARD = (
    "draft",
    "checking",
    "assessing",
    "moderating",
    "panel",
    "recommending",
    "approving",
    "decided",
)

APPLICATION = (
    Transition(("draft",), "submit", NEXT_STAGE, policy="can_submit", shown="received"),
    Transition(BEFORE_AWARD, "withdraw", "withdrawn", policy="can_withdraw", shown="withdrawn"),
)
