"""Delivers messages. A mail goes again only where the first result is unknown, once, under the same Message-ID."""

import json
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from grants import clock
from grants.integrations.mail import KeptMail, MailRefused, MailSender, MailUnavailable, MailUnknown, OutgoingMail
from grants.models import Message
from grants.web.outside import mail_sender
from grants.web.request import db, end_reading, house, settings

SENDS_AT_MOST = 2
Standing = tuple[str, int]  # the status and the number of tries


class TryAgain(Exception):
    """The message could not be delivered now."""


@dataclass(frozen=True)
class Written:
    """A message as its reader will see it."""

    subject: str
    text: str


def deliver_message(message_id: int) -> None:
    """Send one message and record what became of it."""
    message = db().scalars(select(Message).where(Message.id == message_id)).one()
    if message.status in ("sent", "kept", "refused", "unknown"):
        return
    seen = (message.status, message.attempts)
    if message.status == "sending" and message.attempts >= SENDS_AT_MOST:
        _note(message, seen, status="unknown")
        return
    written, sender = write(message), mail_sender()
    sealed = house().keys.seal(written.text.encode(), binding=f"message text {message.key}")
    facts = {"attempts": message.attempts + 1, "subject": written.subject, "text_sealed": sealed}
    if isinstance(sender, KeptMail):  # the database is the letter box: there is no moment of not knowing
        _hand_over(sender, message, written, seen, facts)
    elif _note(message, seen, status="sending", **facts):
        _hand_over(sender, message, written, ("sending", message.attempts + 1), {})


def _hand_over(sender: MailSender, message: Message, written: Written, now: Standing, facts: dict[str, Any]) -> None:
    """Send it, and note what came of it: a yes whatever happened meanwhile, a no only of the newest try.

    `facts` are what is still to be written down beside it.
    """
    try:
        sent = sender.send(
            OutgoingMail(
                to=message.to_email,
                subject=written.subject,
                text=written.text,
                message_id=message.message_id,
                sender=settings().mail_from,
            )
        )
    except MailRefused:
        _note(message, now, status="refused", **facts)
    except MailUnavailable as away:
        _note(message, now, status="queued", attempts=message.attempts)
        raise TryAgain(str(away)) from away
    except MailUnknown as unknown:
        raise TryAgain(str(unknown)) from unknown
    else:
        status = "kept" if isinstance(sender, KeptMail) else "sent"
        noted = {"status": status, "provider_reference": sent.reference, "sent_at": clock.now()}
        _note(message, None, **facts | noted)


def _note(message: Message, seen: Standing | None, **values: Any) -> bool:
    """Write it down if the message still stands as it was seen. It does not where another worker took the job over."""
    end_reading()
    standing = (Message.status == seen[0], Message.attempts == seen[1]) if seen is not None else ()
    with house().database.writing() as session:
        noted = session.scalar(
            update(Message)
            .where(Message.id == message.id, *standing)
            .values(**values)
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        )
        session.commit()
    return noted is not None


def write(message: Message) -> Written:
    """Fill the message's template with its data. The first line of a template is its subject."""
    sealed = house().keys.unseal(message.data_sealed, binding=f"message {message.key}")
    template = current_app.jinja_env.get_template(f"emails/{message.template}.txt")
    text = template.render(council=current_app.extensions["grants_council"], settings=settings(), **json.loads(sealed))
    first, _, rest = text.lstrip().partition("\n")
    return Written(subject=first.removeprefix("Subject:").strip(), text=rest.strip() + "\n")


HANDLERS = {"deliver_message": deliver_message}
