"""Pages behind a server as docs/install.md starts it, with eight browsers at once: how evenly they are served."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from statistics import median

from flask import Flask

from bench.data import Store
from bench.door import WrongAnswer, application
from bench.long_lists import ADDRESS, far_page
from bench.pieces import Bench
from config import ROOT

BROWSERS = 8
SECONDS = 4.0
EXPORTS = 2
LONGEST_START = 30.0


@dataclass(frozen=True)
class Served:
    """One page asked for by all browsers for some seconds."""

    name: str
    per_second: float
    p50_ms: float
    p95_ms: float

    @property
    def spread(self) -> float:
        return self.p95_ms / self.p50_ms


def serving() -> Flask:
    """What gunicorn loads: the application on the database it is told of."""
    return application(os.environ["BENCH_URL"], os.environ["BENCH_FILES"])


def served(store: Store) -> list[Served]:
    """Pages of the list and of a case, and the list again while others take it away whole."""
    with tempfile.TemporaryDirectory() as files:
        bench = Bench(store, files)
        number, far = far_page(bench)
        case, cookie = f"/casework/{next(bench.cases.to_read())}", bench.officer.cookie
        with _server(store, files) as port:
            asked = Asked(port, cookie)
            pages = [("Worklist, page 1", "/casework?status=all"), (f"Worklist, page {number:,}", far), ("Case", case)]
            asked.by_all("both processes fill their caches", pages[0][1])
            found = [asked.by_all(name, path) for name, path in pages]
            with asked.beside(ADDRESS, EXPORTS):
                found.append(asked.by_all(f"Worklist, page 1, beside {EXPORTS} exports", pages[0][1]))
        bench.close()
    return found


@dataclass(frozen=True)
class Asked:
    """Browsers of one person against one server."""

    port: int
    cookie: str

    def by_all(self, name: str, path: str) -> Served:
        """Every browser asks again as soon as it is answered."""
        self._ask(path)
        waits: list[float] = []
        until = time.monotonic() + SECONDS
        threads = [threading.Thread(target=self._go_on, args=(path, until, waits)) for _ in range(BROWSERS)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        waits.sort()
        return Served(name, len(waits) / SECONDS, median(waits) * 1000, waits[int(len(waits) * 0.95)] * 1000)

    @contextmanager
    def beside(self, path: str, browsers: int) -> Iterator[None]:
        """Other browsers ask for something all the while."""
        over = threading.Event()

        def ask_until_over() -> None:
            while not over.is_set():
                self._ask(path)

        threads = [threading.Thread(target=ask_until_over) for _ in range(browsers)]
        for each in threads:
            each.start()
        yield
        over.set()
        for each in threads:
            each.join()

    def _go_on(self, path: str, until: float, waits: list[float]) -> None:
        while time.monotonic() < until:
            begun = time.monotonic()
            self._ask(path)
            waits.append(time.monotonic() - begun)

    def _ask(self, path: str) -> None:
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", path, headers={"Cookie": self.cookie, "Host": "localhost"})
        answer = line.getresponse()
        answer.read()
        line.close()
        if answer.status != 200:
            raise WrongAnswer(f"GET {path}: {answer.status}")


@contextmanager
def _server(store: Store, files: str) -> Iterator[int]:
    """Two processes of eight threads."""
    with socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = int(unused.getsockname()[1])
    environment = {**os.environ, "BENCH_URL": store.url, "BENCH_FILES": files}
    size = ("--workers", "2", "--threads", "8", "--log-level", "critical")
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    started = subprocess.Popen(
        [gunicorn, "--bind", f"127.0.0.1:{port}", *size, "bench.served:serving()"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait()


def _wait_for(port: int) -> None:
    give_up = time.monotonic() + LONGEST_START
    while time.monotonic() < give_up:
        with suppress(OSError, HTTPException):
            line = HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/health")
            line.getresponse().read()
            return
        time.sleep(0.1)
    raise WrongAnswer("the server did not start")
