"""Mail that leaves the system, with an answer that says what to do next: taken, refused, not now, or not known."""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn, Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from grants.integrations.mail_text import (
    MailRefused,
    MailUnavailable,
    MailUnknown,
    OutgoingMail,
    Sent,
    address_of,
    build,
)

__all__ = [
    "KeptMail",
    "MailRefused",
    "MailSender",
    "MailUnavailable",
    "MailUnknown",
    "OutgoingMail",
    "Sent",
    "SmtpMail",
    "open_mail",
]

TIME_LIMIT_SECONDS = 15.0
_LOST = (smtplib.SMTPException, OSError)


class MailSender(Protocol):
    def send(self, mail: OutgoingMail) -> Sent: ...


class KeptMail:
    """For a system with no mail server: nothing leaves, the message row itself is what people read."""

    def send(self, mail: OutgoingMail) -> Sent:
        build(mail)
        return Sent(reference="kept")


@dataclass(frozen=True)
class SmtpMail:
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = "none"
    time_limit: float = TIME_LIMIT_SECONDS

    def send(self, mail: OutgoingMail) -> Sent:
        message = build(mail)
        line = self._connect()
        try:
            self._greet(line)
            _address(line, sender=address_of(_bare(str(message["From"]))), to=str(message["To"]))
            sent = _deliver(line, message.as_bytes())
            with suppress(*_LOST):
                line.docmd("QUIT")
            return sent
        finally:
            line.close()

    def _connect(self) -> smtplib.SMTP:
        try:
            if self.tls == "whole":
                context = ssl.create_default_context()
                return smtplib.SMTP_SSL(self.host, self.port, timeout=self.time_limit, context=context)
            return smtplib.SMTP(self.host, self.port, timeout=self.time_limit)
        except _LOST as problem:
            raise MailUnavailable(f"The mail server did not answer: {problem}") from problem

    def _greet(self, line: smtplib.SMTP) -> None:
        """A refusal here is about us, not about the message, so the message waits."""
        try:
            line.ehlo_or_helo_if_needed()
            if self.tls == "starttls":
                line.starttls(context=ssl.create_default_context())
                line.ehlo()
            if self.user:
                line.login(self.user, self.password)
        except _LOST as problem:
            raise MailUnavailable(f"The mail server did not let us in: {problem}") from problem


def _bare(sender: str) -> str:
    return sender.rpartition("<")[2].rstrip(">")


def _address(line: smtplib.SMTP, *, sender: str, to: str) -> None:
    try:
        for code, reply in (line.mail(sender), line.rcpt(to), line.docmd("DATA")):
            if code not in (250, 251, 354):
                _refuse(code, reply)
    except _LOST as problem:
        raise MailUnavailable(f"The line was lost before the text was sent: {problem}") from problem


def _deliver(line: smtplib.SMTP, text: bytes) -> Sent:
    stuffed = re.sub(rb"(?m)^\.", b"..", text)
    ending = b"" if stuffed.endswith(b"\r\n") else b"\r\n"
    try:
        line.send(stuffed + ending + b".\r\n")
        code, reply = line.getreply()
    except _LOST as problem:
        raise MailUnknown(f"The line was lost after the text was sent: {problem}") from problem
    if code != 250:
        _refuse(code, reply)
    return Sent(reference=_said(reply))


def _refuse(code: int, reply: bytes) -> NoReturn:
    said = f"{code} {_said(reply)}"
    if 500 <= code <= 599:
        raise MailRefused(said)
    raise MailUnavailable(said)


def _said(reply: bytes) -> str:
    return re.sub(r"[^\x20-\x7e]", " ", reply.decode("ascii", "replace"))[:200]


def open_mail(url: str) -> MailSender:
    """`database:`, `smtp://user:password@host:port`, the same with `?starttls`, or `smtps://…`."""
    parts = urlsplit(url)
    if parts.scheme == "database":
        return KeptMail()
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("Mail must be database:, smtp://host:port, smtp://host:port?starttls or smtps://host:port")
    return _smtp(parts)


def _smtp(parts: SplitResult) -> SmtpMail:
    starttls = "starttls" in parse_qs(parts.query, keep_blank_values=True)
    tls = "whole" if parts.scheme == "smtps" else "starttls" if starttls else "none"
    host = parts.hostname or ""
    if parts.password and tls == "none" and host not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("A mail password must not cross the network in the clear: use smtps:// or ?starttls")
    return SmtpMail(
        host=host,
        port=parts.port or {"whole": 465, "starttls": 587, "none": 25}[tls],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )
