"""The life of a round: drawn up, published, finished. Open and closed follow from the clock."""

from grants.domain.workflow import Transition

ROUND = (
    Transition(("draft",), "publish", "published", policy="can_publish", sensitive=True),
    Transition(("published",), "finish", "finished", policy="can_publish"),
)
