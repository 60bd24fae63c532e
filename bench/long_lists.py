"""The work of long lists: reading far into one, and taking all of it away."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.council import NOW
from bench.data import Store
from bench.door import drained
from bench.floor_export import export as floor_export
from bench.pieces import Bench, Piece
from bench.timing import Call, Measure
from grants import clock
from grants.check.worklist import EPOCH, PAGE, TICK

FAR = 1_000
ADDRESS = "/casework/applications.csv?status=all"
SENT = "SELECT submitted_at, id FROM application WHERE submitted_at IS NOT NULL"


def far_page(bench: Bench) -> tuple[int, str]:
    """The number and address of page 1,000 of everything, or of the last full page there is."""
    ((count,),) = bench.raw.rows("SELECT count(*) FROM application WHERE submitted_at IS NOT NULL")
    page = min(FAR, int(count) // PAGE)
    ((at, row_id),) = bench.raw.rows(
        f"{SENT} ORDER BY submitted_at DESC, id DESC LIMIT 1 OFFSET ?", ((page - 1) * PAGE - 1,)
    )
    return page, f"/casework?status=all&after={(_moment(at) - EPOCH) // TICK}.{row_id}"


def _moment(at: Any) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at


def far_into_the_list(bench: Bench) -> Piece:
    """Work 1, page 1,000 beside page 1."""
    number, path = far_page(bench)
    return Piece(
        "1p",
        f"Worklist page {number:,} beside page 1",
        Measure("far page", lambda: bench.officer.get(path)),
        Measure("first page", lambda: bench.officer.get("/casework?status=all")),
        1.2,
    )


def whole_export(bench: Bench) -> Piece:
    """Work 6: every application that was sent in, as CSV. One call is long enough to be timed."""
    return Piece(
        "6",
        "Export of the whole list as CSV",
        Measure("export", lambda: exporting(bench), 1),
        Measure("export, floor", lambda: lambda: floor_export(bench.raw), 1),
        2,
    )


def exporting(bench: Bench, address: str = ADDRESS) -> Call:
    """The export read as a browser on a line reads it: what came is not kept."""
    environ = bench.officer.environ(address)
    return lambda: drained(bench.app, environ)


def export_growth(store: Store) -> float:
    """How many MB a new process that has made a small export holds more at once while it makes the whole one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_growth, store).result()


def _growth(store: Store) -> float:
    with open(os.devnull, "w") as sys.stderr, clock.at(NOW), TemporaryDirectory() as files:
        bench = Bench(store, files)
        exporting(bench, f"/casework/applications.csv?round={bench.cases.round_id}&status=approving")()
        whole, before = exporting(bench), _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew
        whole()
        bench.close()
    return max(0.0, (_status("VmHWM") - before) / 1024)


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


LONG_LISTS = (far_into_the_list, whole_export)
