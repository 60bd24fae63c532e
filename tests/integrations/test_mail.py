"""Mail is taken, refused, put off or not known, as a real conversation with a mail server shows."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from grants.integrations.mail import (
    KeptMail,
    MailRefused,
    MailUnavailable,
    MailUnknown,
    OutgoingMail,
    Sent,
    SmtpMail,
    open_mail,
)

MAIL = OutgoingMail(
    to="anna@example.org",
    subject="Your application – Łódź Group",
    text="Dear Anna\n\n.A line that starts with a dot\nYou applied for £5,000.\n",
    message_id="<mail-17@council.example>",
    sender="County grants <grants@council.example>",
)


@dataclass
class Server:
    """Takes mail, or answers a chosen step with a chosen reply."""

    replies: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.replies.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.replies.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        await asyncio.sleep(float(self.replies.get("wait", "0")))
        if "drop" in self.replies:
            server.transport.abort()
        return self.replies.get("DATA", "250 2.0.0 queued as 7F3A")

    def message(self) -> EmailMessage:
        read = message_from_bytes(self.taken[-1][2], policy=WIRE)
        assert isinstance(read, EmailMessage)
        return read


@contextmanager
def running(**replies: str) -> Iterator[tuple[Server, SmtpMail]]:
    handler = Server(replies=replies)
    controller = Controller(
        handler, hostname="127.0.0.1", port=_free_port(), auth_require_tls=False, authenticator=_knows
    )
    controller.start()
    try:
        yield handler, SmtpMail(host="127.0.0.1", port=controller.port, time_limit=2.0)
    finally:
        controller.stop()


def _knows(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"council", b"right p@ss"))


def _free_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def test_a_message_arrives_as_it_was_written() -> None:
    with running() as (server, mail):
        sent = mail.send(replace(MAIL, written_at=datetime(2026, 11, 21, 17, tzinfo=UTC)))
    assert sent == Sent(reference="2.0.0 queued as 7F3A")
    sender, recipients, _ = server.taken[0]
    assert (sender, recipients) == ("grants@council.example", ["anna@example.org"])
    assert server.message()["Subject"] == MAIL.subject
    assert server.message()["From"] == "County grants <grants@council.example>"
    assert server.message()["Message-ID"] == MAIL.message_id
    assert server.message()["Date"] == "Sat, 21 Nov 2026 17:00:00 +0000"
    assert server.message()["Auto-Submitted"] == "auto-generated"
    assert server.message().get_content().replace("\r\n", "\n") == MAIL.text


@pytest.mark.parametrize("text", [".\n..\n.x", "plain\r\n.\r\nQUIT\r\n", "x" * 5000, "a\rb", ""])
def test_awkward_text_cannot_end_the_message_early(text: str) -> None:
    with running() as (server, mail):
        mail.send(replace(MAIL, text=text))
    assert len(server.taken) == 1
    assert server.message().get_content().split() == text.replace("\r", "\n").split()


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_permanent_no_is_refused(step: str) -> None:
    with running(**{step: "550 5.1.1 no such person"}) as (_, mail), pytest.raises(MailRefused, match="no such person"):
        mail.send(MAIL)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_not_now_is_unavailable(step: str) -> None:
    with running(**{step: "451 4.3.0 try later"}) as (_, mail), pytest.raises(MailUnavailable, match="try later"):
        mail.send(MAIL)


def test_a_line_dropped_after_the_text_leaves_it_unknown() -> None:
    with running(drop="yes") as (server, mail), pytest.raises(MailUnknown):
        mail.send(MAIL)
    assert len(server.taken) == 1


def test_silence_after_the_text_leaves_it_unknown() -> None:
    with running(wait="3") as (_, mail), pytest.raises(MailUnknown):
        replace(mail, time_limit=0.3).send(MAIL)


def test_a_server_that_is_down_is_unavailable() -> None:
    with pytest.raises(MailUnavailable):
        SmtpMail(host="127.0.0.1", port=_free_port(), time_limit=1.0).send(MAIL)


@contextmanager
def speaking(*lines: bytes) -> Iterator[SmtpMail]:
    """A server that says each line in turn and then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_speak, args=(listening, lines), daemon=True).start()
        yield SmtpMail(host="127.0.0.1", port=listening.getsockname()[1], time_limit=0.5)


def _speak(listening: socket.socket, lines: tuple[bytes, ...]) -> None:
    line, _ = listening.accept()
    with line:
        for reply in lines:
            line.sendall(reply)
            line.recv(4096)


@pytest.mark.parametrize(
    "lines",
    [
        (b"421 busy\r\n",),
        (b"554 not you\r\n",),
        (b"220 hello\r\n",),
        (b"220 hello\r\n", b"250 ok\r\n", b"250 ok\r\n"),
        (b"220 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n"),
        (b"",),
    ],
)
def test_a_line_lost_before_the_text_is_unavailable(lines: tuple[bytes, ...]) -> None:
    with speaking(*lines) as mail, pytest.raises(MailUnavailable):
        mail.send(MAIL)


def test_a_wrong_password_keeps_the_message_for_later() -> None:
    with running() as (server, mail):
        replace(mail, user="council", password="right p@ss").send(MAIL)
        with pytest.raises(MailUnavailable, match="did not let us in"):
            replace(mail, user="council", password="wrong").send(MAIL)
    assert len(server.taken) == 1


def test_a_server_without_tls_is_not_given_the_message_when_tls_is_asked() -> None:
    with running() as (server, mail), pytest.raises(MailUnavailable):
        replace(mail, tls="starttls").send(MAIL)
    assert server.taken == []


@pytest.mark.parametrize(
    "change",
    [
        lambda mail: replace(mail, subject="Hello\nBcc: all@example.org"),
        lambda mail: replace(mail, subject="Hello\r\n\r\nNew text"),
        lambda mail: replace(mail, subject="Hello\u2028Bcc: all@example.org"),
        lambda mail: replace(mail, to="anna@example.org\nBcc: all@example.org"),
        lambda mail: replace(mail, to="anna@example.org, all@example.org"),
        lambda mail: replace(mail, to="<anna@example.org> RCPT TO:<all@example.org>"),
        lambda mail: replace(mail, to=""),
        lambda mail: replace(mail, sender="County\r\nBcc: all@example.org <grants@council.example>"),
        lambda mail: replace(mail, message_id="<a@b>\r\nBcc: all@example.org"),
        lambda mail: replace(mail, message_id="plain"),
    ],
)
def test_no_header_or_recipient_can_be_slipped_in(change: Callable[[OutgoingMail], OutgoingMail]) -> None:
    with running() as (server, mail):
        for sender in (mail, KeptMail()):
            with pytest.raises(MailRefused):
                sender.send(change(MAIL))
    assert server.taken == []


def test_the_database_mailbox_sends_nothing_and_takes_what_a_server_would() -> None:
    assert isinstance(open_mail("database:"), KeptMail)
    assert KeptMail().send(MAIL) == Sent(reference="kept")


def test_mail_settings_are_read_from_one_address() -> None:
    assert open_mail("smtp://127.0.0.1:2525") == SmtpMail(host="127.0.0.1", port=2525)
    assert open_mail("smtps://user:p%40ss@mail.example") == SmtpMail(
        host="mail.example", port=465, user="user", password="p@ss", tls="whole"
    )
    assert open_mail("smtp://user:x@mail.example?starttls") == SmtpMail(
        host="mail.example", port=587, user="user", password="x", tls="starttls"
    )
    assert "p@ss" not in repr(open_mail("smtps://user:p%40ss@mail.example"))


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "Mail must be"), ("mail.example", "Mail must be"), ("smtp://", "Mail must be"),
        ("smtp://user:secret@mail.example", "in the clear"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_or_leak_are_refused_at_start(url: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        open_mail(url)
