"""The words and colours of each state, once for every page."""

from typing import Any

from grants.domain.state_words import state_words

# What staff read, with the colour of its tag.
APPLICATION = {
    status: (state_words(status), colour)
    for status, colour in {
        "draft": "grey",
        "checking": "blue",
        "assessing": "magenta",
        "moderating": "yellow",
        "panel": "purple",
        "recommending": "purple",
        "approving": "orange",
        "decided": "turquoise",
        "awarded": "green",
        "declined": "red",
        "withdrawn": "grey",
        "ineligible": "red",
    }.items()
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
ROUND = {
    "draft": ("Draft", "grey"),
    "soon": ("Opening soon", "blue"),
    "open": ("Open", "green"),
    "closed": ("Closed", "grey"),
    "finished": ("Finished", "grey"),
}


def round_tag(stage: str) -> dict[str, Any]:
    """The tag of how far a round is, for staff."""
    return _tag(ROUND, stage)


def application_tag(status: str) -> dict[str, Any]:
    """The tag of an application's state, for staff."""
    return _tag(APPLICATION, status)


def shown_tag(status: str) -> dict[str, Any]:
    """The tag of the state an applicant sees."""
    return _tag(SHOWN, status)


def _tag(words: dict[str, tuple[str, str]], status: str) -> dict[str, Any]:
    text, colour = words.get(status, (status.replace("_", " ").capitalize(), "grey"))
    return {"text": text, "colour": colour}
