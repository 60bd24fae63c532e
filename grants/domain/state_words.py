"""What a state is called on the pages of the council's people."""

from datetime import datetime

# A state whose own name is no word for it.
WORDS = {
    "assessing": "Scoring",
    "panel": "At panel",
    "recommending": "To recommend",
    "approving": "Waiting for approval",
    "decided": "Decided, not released",
}


def state_words(status: str) -> str:
    """A state in words: its own name where that is a word already."""
    return WORDS.get(status) or status.replace("_", " ").capitalize()


def round_stage(status: str, opens_at: datetime, closes_at: datetime | None, now: datetime) -> str:
    """How far a round is: a draft, published and not open yet, open, closed, or finished."""
    if status != "published":
        return status
    if now < opens_at:
        return "soon"
    return "closed" if closes_at is not None and now > closes_at else "open"
