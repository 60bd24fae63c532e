"""Calls the real application as a server would, with as little of our own around it as can be."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.test import EnvironBuilder

from bench.data import KEYS
from config import Settings
from grants.factory import create_app
from grants.models import Person
from grants.work import House
from tests.client import Visitor


class WrongAnswer(Exception):
    """The application answered otherwise than the measurement needs: the figure would mean nothing."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes


def application(url: str, files: str) -> Flask:
    """The application on a filled database."""
    return create_app(
        Settings(
            database_url=url,
            owner_database_url=url,
            files_url=f"file://{files}",
            mail_url="database:",
            mail_from="grants@severnshire.example",
            clamd_url="none",
            secret_key="a secret for measuring that is long enough",
            keys=KEYS,
            base_url="http://localhost",
            demo=False,
        )
    )


def house_of(app: Flask) -> House:
    house: House = app.extensions["grants_house"]
    return house


def has_door(app: Flask, path: str, method: str = "GET") -> bool:
    """Whether any view answers at this address."""
    try:
        app.url_map.bind("localhost").match(path, method)
    except MethodNotAllowed:
        return False
    except HTTPException:
        return False
    return True


class Browser:
    """A person signed in: environments made beforehand, then called."""

    def __init__(self, app: Flask, person_id: int) -> None:
        self.app = app
        with house_of(app).database.reading() as session:
            person = session.get_one(Person, person_id)
            session.expunge_all()
        visitor = Visitor(app, person)
        self.token = visitor.token()
        cookie = visitor.client.get_cookie("grants")
        assert cookie is not None
        self.cookie = f"grants={cookie.value}"

    def get(self, path: str, expect: int = 200) -> Callable[[], Reply]:
        """A GET ready to be called."""
        return self._call(self.environ(path), expect)

    def post(self, path: str, fields: Mapping[str, Any], expect: int = 303) -> Callable[[], Reply]:
        """A POST ready to be called, with a good token and a key of its own."""
        data = {"csrf_token": self.token, "key": secrets.token_hex(16), **fields}
        body = urlencode(data, doseq=True).encode()
        return self._call(self.environ(path, body), expect)

    def environ(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        """What a server hands the application for one request of this browser."""
        builder = EnvironBuilder(
            path=path.partition("?")[0],
            query_string=path.partition("?")[2] or None,
            method="GET" if body is None else "POST",
            data=body,
            content_type=None if body is None else "application/x-www-form-urlencoded",
            headers={"Cookie": self.cookie, "Host": "localhost", "Sec-Fetch-Site": "same-origin"},
        )
        return builder.get_environ()

    def _call(self, environ: dict[str, Any], expect: int) -> Callable[[], Reply]:
        def call() -> Reply:
            reply = answer(self.app, environ)
            if reply.status != expect:
                raise WrongAnswer(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}: {reply.status}, not {expect}")
            return reply

        return call


def answer(app: Flask, environ: dict[str, Any]) -> Reply:
    """One request through the WSGI interface."""
    told: list[str] = []

    def start_response(status: str, _headers: Any, _error: Any = None) -> Callable[[bytes], object]:
        told.append(status)
        return lambda _: None

    parts: Iterable[bytes] = app.wsgi_app(environ, start_response)
    body = b"".join(parts)
    close = getattr(parts, "close", None)
    if close is not None:
        close()
    return Reply(int(told[0][:3]), body)


def drained(app: Flask, environ: dict[str, Any]) -> int:
    """One request whose answer is let go part by part: how many bytes it had."""
    told: list[str] = []
    parts: Iterable[bytes] = app.wsgi_app(environ, lambda status, *_rest: told.append(status))  # type: ignore[arg-type]
    size = sum(len(part) for part in parts)
    close = getattr(parts, "close", None)
    if close is not None:
        close()
    if not told[0].startswith("200"):
        raise WrongAnswer(f"{environ['PATH_INFO']}: {told[0]}")
    return size
