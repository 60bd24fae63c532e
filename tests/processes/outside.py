"""The outside world of a site under test: a mail server and a file store that note what arrives."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

Arrival = Callable[[str], str | None]
BUCKET = "grants"


def nothing(_: str) -> None:
    """What a test does at an arrival unless it says otherwise."""


@dataclass
class MailServer:
    """Takes every mail. `arrived` is called before the sender hears anything, and may give another answer."""

    taken: list[tuple[str, str]] = field(default_factory=list)  # Message-ID and recipient, in order
    arrived: Arrival = nothing
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message_id = str(message_from_bytes(envelope.content)["Message-ID"]).strip()
        refused = self.arrived(message_id)
        if refused is None:
            self.taken.append((message_id, envelope.rcpt_tos[0]))
        return refused or "250 2.0.0 kept"

    def times(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(message_id for message_id, _ in self.taken)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server on a free port."""
    handler = MailServer()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        handler.port = int(unused.getsockname()[1])
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


@dataclass
class FileStore:
    """An S3 store in memory. `arrived` is called once an object is kept, before the sender hears that it was."""

    objects: dict[str, bytes] = field(default_factory=dict)
    arrived: Arrival = nothing
    port: int = 0

    def under(self, prefix: str) -> dict[str, bytes]:
        return {key: data for key, data in self.objects.items() if key.startswith(prefix)}


class _Asked(BaseHTTPRequestHandler):
    """The few words of S3 that the application says."""

    protocol_version = "HTTP/1.1"
    store: FileStore

    @property
    def key(self) -> str:
        return urlsplit(self.path).path.removeprefix(f"/{BUCKET}/")

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.key in self.store.objects:
            self._answer(412)
            return
        self.store.objects[self.key] = data
        self.store.arrived(self.key)
        self._answer(200, data=b"", etag=data)

    def do_GET(self) -> None:
        data = self.store.objects.get(self.key)
        self._answer(404) if data is None else self._answer(200, data=data, etag=data)

    do_HEAD = do_GET  # noqa: N815

    def _answer(self, status: int, *, data: bytes = b"", etag: bytes | None = None) -> None:
        self.send_response(status)
        if etag is not None:
            self.send_header("ETag", f'"{md5(etag, usedforsecurity=False).hexdigest()}"')
            self.send_header("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:  # who asked was killed
            self.close_connection = True


@contextmanager
def file_store() -> Iterator[FileStore]:
    """A store on a free port."""
    store = FileStore()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (_Asked,), {"store": store}))
    store.port = int(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
