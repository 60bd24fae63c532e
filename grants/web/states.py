"""The words and colours of each state, once for every page."""

from typing import Any

# What staff read, with the colour of its tag.
APPLICATION = {
    "draft": ("Draft", "grey"),
    "checking": ("Checking", "blue"),
    "assessing": ("Scoring", "magenta"),
    "moderating": ("Moderating", "yellow"),
    "panel": ("At panel", "purple"),
    "recommending": ("To recommend", "purple"),
    "approving": ("Waiting for approval", "orange"),
    "decided": ("Decided, not released", "turquoise"),
    "awarded": ("Awarded", "green"),
    "declined": ("Declined", "red"),
    "withdrawn": ("Withdrawn", "grey"),
    "ineligible": ("Ineligible", "red"),
}
# What the applicant and other funds may know of an application.
SHOWN = {
    "draft": ("Draft", "grey"),
    "received": ("Received", "blue"),
    "awarded": ("Awarded", "green"),
    "declined": ("Declined", "red"),
    "withdrawn": ("Withdrawn", "grey"),
    "ineligible": ("Ineligible", "red"),
}


def application_tag(status: str) -> dict[str, Any]:
    """The tag of an application's state, for staff."""
    return _tag(APPLICATION, status)


def shown_tag(status: str) -> dict[str, Any]:
    """The tag of the state an applicant sees."""
    return _tag(SHOWN, status)


def _tag(words: dict[str, tuple[str, str]], status: str) -> dict[str, Any]:
    text, colour = words.get(status, (status.replace("_", " ").capitalize(), "grey"))
    return {"text": text, "colour": colour}
