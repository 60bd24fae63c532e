"""How an application moves from recommendation to decision."""

from grants.domain.workflow import NEXT_STAGE, Transition

APPLICATION = (
    Transition(("panel",), "record_panel", NEXT_STAGE, "can_record_panel", stage="panel"),
    Transition(("recommending",), "recommend", NEXT_STAGE, "can_recommend", stage="recommend", sensitive=True),
    Transition(("approving",), "recommend", "approving", "can_recommend", sensitive=True),
    Transition(("approving",), "approve_step", "approving", "can_approve", sensitive=True),
    Transition(("approving",), "approve", NEXT_STAGE, "can_approve", stage="approve", sensitive=True),
    Transition(
        ("approving",), "return_recommendation", "recommending", "can_approve", needs_reason=True, sensitive=True
    ),
    Transition(("approving",), "refuse", NEXT_STAGE, "can_refuse", stage="approve", needs_reason=True, sensitive=True),
)
