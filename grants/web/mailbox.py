"""Reads the messages kept in the database, for the demonstration's mailbox."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from grants.domain.errors import NotFound
from grants.models import Message
from grants.web.request import db, house

NEWEST = 100
LINK = re.compile(r"(https?://[^\s<>]+)")


@dataclass(frozen=True)
class KeptLetter:
    """A message as it was delivered. `parts` alternates plain text and links."""

    id: int
    to: str
    subject: str
    at: datetime
    status: str
    parts: tuple[str, ...] = ()


def letters(address: str) -> list[KeptLetter]:
    """The newest messages, for one address if given."""
    wanted = select(Message).order_by(Message.id.desc()).limit(NEWEST)
    if address:
        wanted = wanted.where(Message.to_email == address)
    return [_letter(message) for message in db().scalars(wanted)]


def letter_of(message_id: int) -> KeptLetter:
    """One message with its text; NotFound where it has not been written yet."""
    message = db().get(Message, message_id)
    if message is None or message.text_sealed is None:
        raise NotFound("message")
    text = house().keys.unseal(message.text_sealed, binding=f"message text {message.key}").decode()
    return _letter(message, tuple(LINK.split(text)))


def _letter(message: Message, parts: tuple[str, ...] = ()) -> KeptLetter:
    return KeptLetter(
        id=message.id,
        to=message.to_email,
        subject=message.subject or "",
        at=message.sent_at or message.created_at,
        status=message.status,
        parts=parts,
    )
