"""Starts people as processes, lets them go at the same moment, and gathers what each was answered."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from queue import Empty, Queue
from statistics import median
from threading import Thread
from typing import Any

PROGRAM = Path(__file__).with_name("client.py")
LONGEST = 120
Line = dict[str, Any]


class Someone:
    """One person's process and everything it has told so far."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.lines: list[Line] = []
        self._told: Queue[Line | None] = Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()
        self.say(json.dumps(plan))
        assert self.next("ready")

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            line = json.loads(text)
            self.lines.append(line)
            self._told.put(line)
        self._told.put(None)

    def say(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def next(self, what: str) -> Line | None:
        """Wait for the next line that tells this; None where it has ended."""
        while (line := self._told.get(timeout=LONGEST)) is not None:
            if line["what"] == what:
                return line
        self._told.put(None)
        return None

    def just_sending(self) -> None:
        """Wait until something has just been sent, or all was."""
        with suppress(Empty):
            while self._told.get_nowait() is not None:
                pass
            self._told.put(None)
        self.next("sending")

    def usual_wait(self) -> float:
        """How long an answer usually took up to now."""
        waits = [b["at"] - a["at"] for a, b in pairwise(self.lines) if (a["what"], b["what"]) == ("sending", "answer")]
        return median(waits) if waits else 0.1

    def finish(self) -> None:
        """Wait until it has done all it was asked."""
        assert self.process.wait(timeout=LONGEST) == 0
        self._thread.join(timeout=LONGEST)
        assert self.lines[-1]["what"] == "done"

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def all(self, what: str) -> list[Line]:
        return [line for line in self.lines if line["what"] == what]


@contextmanager
def people(plans: Sequence[dict[str, Any]]) -> Iterator[list[Someone]]:
    """Everybody ready, then told to go at once. They are gone when the block is left."""
    everybody: list[Someone] = []
    try:
        everybody.extend(Someone(plan) for plan in plans)
        for each in everybody:
            each.say("go")
        yield everybody
    finally:
        for each in everybody:
            each.end()


def all_at_once(plans: Sequence[dict[str, Any]]) -> list[Someone]:
    """Everybody does their whole plan at the same time."""
    with people(plans) as everybody:
        for each in everybody:
            each.finish()
        return everybody
