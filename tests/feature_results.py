"""Records what became of every test that proves a feature, so that `make features` can tell afterwards."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import Any

import pytest

from grants import clock
from grants.cli.describing.feature_list import RESULTS, ROOT, file_digest, results

PROPERTY = "features"


class Recorder:
    """Gathers outcomes in the process that reports; workers of a parallel run only pass them on."""

    def __init__(self, path: Path = RESULTS) -> None:
        self.path = path
        self.cases: dict[str, dict[str, Any]] = {}

    def take(self, report: pytest.TestReport) -> None:
        """Add one phase of one case. A failure in any phase is a failure of the case."""
        rows = dict(report.user_properties).get(PROPERTY)
        if not rows:
            return
        case = self.cases.setdefault(report.nodeid, {"rows": list(rows), "outcome": "passed"})
        if report.outcome != "passed" and case["outcome"] != "failed":
            case["outcome"] = report.outcome

    def write(self) -> None:
        """Put the outcomes over earlier ones, in turn with other runs; what a changed file once said is dropped."""
        if not self.cases:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".queue").open("a") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            kept = results(self.path)
            for case, found in self.cases.items():
                digest = file_digest(ROOT / case.partition("::")[0])
                kept[case] = {**found, "file": digest, "at": clock.now().isoformat(timespec="seconds")}
            partial = self.path.with_suffix(f".{os.getpid()}")
            partial.write_text(json.dumps(kept, indent=0, sort_keys=True), "utf-8")
            partial.replace(self.path)


RECORDER = Recorder()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        rows = sorted({str(row) for mark in item.iter_markers("feature") for row in mark.args})
        if rows:
            item.user_properties.append((PROPERTY, rows))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    RECORDER.take(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        RECORDER.write()
