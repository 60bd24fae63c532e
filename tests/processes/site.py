"""A whole site under test: its database, the processes of gunicorn and the worker, and the outside world."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import func, or_, select, update

from config import ROOT, Settings
from grants import clock
from grants.audit.invariants import broken_invariants
from grants.factory import create_app
from grants.models import Job, Person
from grants.work import House
from tests.client import Visitor
from tests.conftest import KEYS, SIGNING_PEM, plain_settings
from tests.factories.world import World
from tests.processes.outside import BUCKET, FileStore, MailServer, file_store, mail_server

LONGEST = 60
BIN = Path(sys.executable).parent
# Of an application or award whose row a test wrote itself, in the state it wanted.
FIRST_STEP = re.compile(r"it moves (application|award) \d+ from \w+, but that was (draft|offered)$")

OUTSIDE = ("TryAgain", "StoreUnavailable")


class Site:
    """One site. `world` writes and reads its rows from the test's own process, as `house` does."""

    def __init__(self, settings: Settings, folder: Path, mail: MailServer, files: FileStore) -> None:
        self.mail, self.files, self.folder = mail, files, folder
        with socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.port = int(unused.getsockname()[1])
        self.settings = replace(settings, base_url=f"http://127.0.0.1:{self.port}")
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.app: Flask = create_app(self.settings)
        self.house: House = self.app.extensions["grants_house"]
        self.log = folder / "log"
        self._started: list[subprocess.Popen[bytes]] = []
        self._without_a_past: set[str] = set()

    # Processes

    def _environment(self) -> dict[str, str]:
        name, key = KEYS.data_keys[0]
        pem = self.folder / "signing.pem"
        pem.write_bytes(SIGNING_PEM)
        # PYTHON*: without compiled modules every start would take five seconds, and a line of the log is one write.
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("GRANTS_", "AWS_", "PYTHON"))}
        return {
            **kept,
            "FLASK_APP": "wsgi",
            "GRANTS_BASE_URL": self.settings.base_url,
            "GRANTS_DATABASE_URL": self.settings.database_url,
            "GRANTS_SECRET_KEY": self.settings.secret_key,
            "GRANTS_DATA_KEYS": f"{name}:{b64encode(key).decode()}",
            "GRANTS_SIGNING_KEY": str(pem),
            "GRANTS_CLAMD_URL": "none",
            "GRANTS_MAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "GRANTS_FILES_URL": f"s3://{BUCKET}",
            "AWS_ENDPOINT": f"http://127.0.0.1:{self.files.port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
        }

    def _start(self, *line: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            started = subprocess.Popen(
                line, cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        self._started.append(started)
        return started

    def start_web(self, *, workers: int = 2) -> None:
        """As docs/install.md starts it, but loaded once for all. It answers only after `wait_for_web`."""
        size = ("--workers", str(workers), "--threads", "8", "--preload")
        self.web = self._start(str(BIN / "gunicorn"), "--bind", f"127.0.0.1:{self.port}", *size, "wsgi:app")

    def wait_for_web(self) -> None:
        """Until it answers."""
        give_up = time.monotonic() + LONGEST
        while time.monotonic() < give_up:
            line = HTTPConnection("127.0.0.1", self.port, timeout=5)
            with suppress(HTTPException, OSError):
                line.request("GET", "/health")
                line.getresponse().read()
                return line.close()
            line.close()
            time.sleep(0.02)
        raise AssertionError(f"the web did not start:\n{self.log_end()}")

    def start_worker(self) -> "subprocess.Popen[bytes]":
        self.worker = self._start(str(BIN / "flask"), "jobs", "work")
        return self.worker

    def kill_all_that_answer(self) -> None:
        """kill -9 of each of gunicorn's own children, which gunicorn then starts anew."""
        assert self.web is not None
        for child in Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)

    @staticmethod
    def hold(process: "subprocess.Popen[bytes] | None") -> None:
        """Stop a process where it stands, as a machine that is asleep or too busy does."""
        assert process is not None
        os.killpg(process.pid, signal.SIGSTOP)

    @staticmethod
    def go_on_and_end(process: "subprocess.Popen[bytes]") -> None:
        """Let a held worker go on; it finishes the job under way and stops."""
        os.killpg(process.pid, signal.SIGCONT)
        process.terminate()
        assert process.wait(timeout=LONGEST) == 0

    @staticmethod
    def kill(process: "subprocess.Popen[bytes] | None") -> None:
        """kill -9 of a process and all it started, at once."""
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def close(self) -> None:
        for process in self._started:
            self.kill(process)
        self.house.database.close()

    # Time and work

    def a_minute_passes(self) -> None:
        """The lease of whoever died runs out, without waiting for it."""
        with self.house.database.writing() as session:
            over = clock.now() - timedelta(seconds=1)
            session.execute(update(Job).where(Job.state == "running").values(lease_until=over))
            session.commit()

    def to_do(self) -> int:
        """How many jobs are due or under way."""
        now = clock.now()
        due = or_(Job.state == "running", (Job.state == "queued") & (Job.run_at <= now))
        with self.house.database.reading() as session:
            return int(session.scalar(select(func.count()).select_from(Job).where(due)) or 0)

    def wait_until_done(self) -> None:
        """Until no job is due, with the worker that runs now."""
        give_up = time.monotonic() + LONGEST
        while self.to_do():
            assert self.worker is not None
            assert self.worker.poll() is None, f"the worker ended by itself:\n{self.log_end()}"
            assert time.monotonic() < give_up, f"{self.to_do()} jobs are left:\n{self.log_end()}"
            time.sleep(0.03)

    # What is looked at

    def browser(self, person: Person) -> dict[str, str]:
        """The cookie and token of a browser where the person is signed in, for a client process."""
        visitor = Visitor(self.app, person)
        token = visitor.token()
        cookie = visitor.client.get_cookie("grants")
        assert cookie is not None
        return {"cookie": cookie.value, "token": token}

    def plan(self, role: str, **facts: Any) -> dict[str, Any]:
        """What a client process is to do."""
        return {"host": "127.0.0.1", "port": self.port, "role": role, **facts}

    def seeded(self) -> None:
        """Rows that a test wrote by itself have no past, which is no fault of the processes."""
        self._without_a_past = set(self._broken())

    def _broken(self) -> list[str]:
        with self.house.database.reading() as session:
            return [f"{each.number} {each.place}: {each.words}" for each in broken_invariants(session, KEYS)]

    def broken(self) -> list[str]:
        """Every invariant that does not hold since the test began, the chains included."""
        found = [each for each in self._broken() if each not in self._without_a_past]
        return [each for each in found if not FIRST_STEP.search(each)]

    def failures(self) -> list[dict[str, Any]]:
        """What the processes logged as their own fault: what the outside did not answer in time is tried again."""
        told = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [each for each in told if each["level"] != "info" and each.get("error") not in OUTSIDE]

    def log_end(self) -> str:
        return self.log.read_text()[-3000:] if self.log.exists() else ""


@contextmanager
def a_site(database_url: str) -> Iterator[tuple[Site, World]]:
    """A site with a small council in it, nothing of it started yet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        mail, files = stack.enter_context(mail_server()), stack.enter_context(file_store())
        site = Site(plain_settings(database_url, folder), folder, mail, files)
        stack.callback(site.close)
        yield site, World(site.house)
