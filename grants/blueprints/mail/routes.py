"""All mail of the demonstration, readable by anyone on this machine, with its links."""

from typing import Any

from flask import Blueprint, abort, render_template, request

from grants.domain.text import clean
from grants.web.access import access
from grants.web.mailbox import letter_of, letters
from grants.web.request import settings

door = Blueprint("mail", __name__, url_prefix="/demo/mail")


@door.before_request
def only_in_demo() -> None:
    """Outside the demonstration there is no such page."""
    if not settings().demo:
        abort(404)


@door.get("")
@access("public")
def mailbox() -> Any:
    """The newest messages first, for everybody or for one address."""
    address = clean(request.args.get("to", "")).strip().lower()
    return render_template("mail/mailbox.html", letters=letters(address), address=address)


@door.get("/<int:message_id>")
@access("public")
def message(message_id: int) -> Any:
    """One message as its reader sees it."""
    return render_template("mail/message.html", letter=letter_of(message_id))
