"""What may happen to scores, and to an application while it is scored and its scores are agreed."""

from grants.domain.workflow import NEXT_STAGE, Transition

SCORED_AGAIN = ("assessing", "moderating", "panel", "recommending")

APPLICATION = (
    # The stage named is "moderate" although the case is still being scored: what agrees skips moderation.
    Transition(
        from_states=("assessing",), event="scores_agree", to=NEXT_STAGE, policy="can_close_scoring", stage="moderate"
    ),
    Transition(
        from_states=("assessing",), event="scores_differ", to="moderating", policy="can_close_scoring", stage="assess"
    ),
    Transition(
        from_states=("moderating",), event="agree_scores", to=NEXT_STAGE, policy="can_moderate", stage="moderate",
        needs_reason=True, sensitive=True,
    ),
    Transition(
        from_states=SCORED_AGAIN[1:], event="score_again", to="assessing", policy="can_lose_a_score", stage="assess"
    ),
)  # fmt: skip
ASSESSMENT = (
    Transition(from_states=("open",), event="submit_scores", to="submitted", policy="can_submit_scores"),
    Transition(
        from_states=("open", "submitted"), event="withdraw_scores", to="withdrawn", policy="can_withdraw_scores",
        needs_reason=True,
    ),
)  # fmt: skip
