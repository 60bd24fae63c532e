"""The whole system behind a real port, with a clock the test moves, for tests that drive a browser."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from grants import clock
from grants.factory import create_app
from grants.jobs.worker import run_due_jobs
from grants.work import House

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the name the server gives it
        """Say nothing."""


class LiveSite:
    """One running site. `moment` is what every request and job takes for now."""

    def __init__(self, settings: Settings, *, moment: datetime) -> None:
        self.moment = moment
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=Quiet)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.settings = replace(settings, base_url=self.address, demo=True)
        self.app: Flask = create_app(self.settings)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Each request has a thread of its own, so each moves the clock for itself."""
        with clock.at(self.moment):
            answer: Iterable[bytes] = self.app.wsgi_app(environ, start_response)
            return answer

    @property
    def house(self) -> House:
        found: House = self.app.extensions["grants_house"]
        return found

    def work_off(self) -> int:
        """Do the jobs that are due; how many there were."""
        with clock.at(self.moment):
            return run_due_jobs(self.app)

    def close(self) -> None:
        """Stop serving, and leave the database."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.house.database.close()


@contextmanager
def live_site(settings: Settings, *, moment: datetime) -> Iterator[LiveSite]:
    """A running site for the length of the block."""
    site = LiveSite(settings, moment=moment)
    try:
        yield site
    finally:
        site.close()
