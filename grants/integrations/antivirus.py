"""Looks for viruses in what people send, through the ClamAV daemon."""

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit

_CHUNK = 64 * 1024
_LONGEST_REPLY = 4096


class ScannerUnavailable(Exception):
    """No answer that can be trusted: the file stays pending and is served to nobody."""


@dataclass(frozen=True)
class Clean:
    pass


@dataclass(frozen=True)
class Infected:
    name: str


class Scanner(Protocol):
    def scan(self, data: bytes) -> Clean | Infected: ...
    def ping(self) -> bool: ...


@dataclass(frozen=True)
class ClamdScanner:
    """Speaks INSTREAM to clamd over TCP (host and port) or a socket file (path)."""

    host: str = ""
    port: int = 0
    path: str = ""
    time_limit: float = 30.0

    def scan(self, data: bytes) -> Clean | Infected:
        with self._line() as line:
            reply = _stream(line, data)
        if reply == "stream: OK":
            return Clean()
        found = re.fullmatch(r"stream: (.+) FOUND", reply)
        if found:
            return Infected(name=found[1])
        raise ScannerUnavailable(f"The scanner said: {reply or 'nothing'}")

    def ping(self) -> bool:
        try:
            with self._line() as line:
                line.sendall(b"zPING\0")
                return _reply(line) == "PONG"
        except ScannerUnavailable:
            return False

    @contextmanager
    def _line(self) -> Iterator[socket.socket]:
        try:
            with self._connect() as line:
                yield line
        except OSError as problem:
            raise ScannerUnavailable(f"The scanner did not answer: {problem}") from problem

    def _connect(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=self.time_limit)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self.time_limit)
        try:
            line.connect(self.path)
        except OSError:
            line.close()
            raise
        return line


def _stream(line: socket.socket, data: bytes) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError) as problem:
        raise ScannerUnavailable("The scanner hung up: the file may be larger than it takes") from problem
    return _reply(line)


def _reply(line: socket.socket) -> str:
    said = b""
    while len(said) < _LONGEST_REPLY and not said.endswith(b"\0"):
        part = line.recv(_LONGEST_REPLY)
        if not part:
            raise ScannerUnavailable("The scanner hung up before it answered")
        said += part
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def open_scanner(url: str) -> Scanner | None:
    """`tcp://host:port`, `unix:/path`, or `none`, said on purpose, for a system without a scanner."""
    if url == "none":
        return None
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname and parts.port:
        return ClamdScanner(host=parts.hostname, port=parts.port)
    if parts.scheme == "unix" and parts.path.startswith("/"):
        return ClamdScanner(path=unquote(parts.path))
    raise ValueError("The virus scanner must be tcp://host:port, unix:/path or none")
