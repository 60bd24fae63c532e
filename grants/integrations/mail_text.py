"""One message as it goes on the wire, with no way to slip in a header or a second recipient."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, parseaddr

from grants.domain.identifiers import email


class MailRefused(Exception):
    """This message will never be taken: a person must look at the address."""


class MailUnavailable(Exception):
    """Not taken now, certainly not delivered: try later."""


class MailUnknown(Exception):
    """The line was lost after the text was sent: it may or may not have been taken."""


@dataclass(frozen=True)
class OutgoingMail:
    """One message to one person. The message id stays the same when it is sent again."""

    to: str
    subject: str
    text: str
    message_id: str
    sender: str
    written_at: datetime | None = None


@dataclass(frozen=True)
class Sent:
    reference: str


def build(mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage(policy=WIRE)
    message["From"] = _sender(mail.sender)
    message["To"] = address_of(mail.to)
    message["Subject"] = _one_line(mail.subject, "subject")
    message["Message-ID"] = _message_id(mail.message_id)
    message["Auto-Submitted"] = "auto-generated"
    if mail.written_at is not None:
        message["Date"] = format_datetime(mail.written_at)
    message.set_content(mail.text.replace("\0", ""), cte="base64" if _needs_encoding(mail.text) else "7bit")
    return message


def address_of(typed: str) -> str:
    try:
        return email(typed)
    except ValueError as problem:
        raise MailRefused(f"The address cannot be used: {problem}") from problem


def _sender(sender: str) -> str:
    name, address = parseaddr(_one_line(sender, "sender"))
    plain_name = re.sub(r"[^\w .,&-]", "", name)
    return f'"{plain_name}" <{address_of(address)}>' if plain_name else address_of(address)


def _one_line(text: str, what: str) -> str:
    if re.search("[\0-\x1f\x7f\x85\u2028\u2029]", text):
        raise MailRefused(f"The {what} must be one line of plain text")
    return text


def _message_id(message_id: str) -> str:
    if not re.fullmatch(r"<[A-Za-z0-9._+-]{1,120}@[A-Za-z0-9.-]{1,120}>", message_id):
        raise MailRefused("The message id must look like <reference@council.example>")
    return message_id


def _needs_encoding(text: str) -> bool:
    return not text.isascii() or any(len(line) > 900 for line in text.splitlines())
