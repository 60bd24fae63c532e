"""What may happen to an application while it is checked."""

from grants.domain.workflow import NEXT_STAGE, Transition

APPLICATION = (
    Transition(
        from_states=("checking",),
        event="pass_checks",
        to=NEXT_STAGE,
        policy="can_pass_checks",
        stage="check",
    ),
    Transition(
        from_states=("checking",),
        event="stop_as_ineligible",
        to="ineligible",
        policy="can_agree_to_stop",
        stage="check",
        shown="ineligible",
        needs_reason=True,
        sensitive=True,
    ),
)
