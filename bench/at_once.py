"""Work 5 by many at once: eight processes approve awards that one allocation bears, beside the bare guarded update."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from statistics import median
from typing import Any

from bench.cases import Exhausted
from bench.council import NOW
from bench.data import Store
from bench.door import Browser, WrongAnswer, application
from bench.floor_writes import FloorWrites
from bench.raw import Raw
from grants import clock

PROCESSES = 8
EACH = 12
GATE: list[Barrier] = []


@dataclass(frozen=True)
class AtOnce:
    """What many processes did together: how many a second, and how long one waited."""

    per_second: float
    p50_ms: float
    p95_ms: float
    longest_ms: float


def approvals_at_once(store: Store) -> tuple[AtOnce, AtOnce]:
    """Ours and the floor, one after the other. Raises WrongAnswer where the money does not come out to the penny."""
    raw = Raw(store)
    ids, references = zip(*_cases(raw, store, "approving"), strict=True)
    before, recommended = _committed(raw, store), _recommended(raw, ids)
    ours = _together(_approve, store, _shares(references))
    moved = _committed(raw, store) - before
    if moved != recommended:
        raise WrongAnswer(f"{recommended} pence were approved and {moved} are committed")
    floor = _together(_approve_raw, store, _shares([row[0] for row in _cases(raw, store, "decided")]))
    raw.close()
    return ours, floor


def _cases(raw: Raw, store: Store, state: str) -> list[tuple[int, str]]:
    found = raw.rows(
        "SELECT id, reference FROM application WHERE round_id = ? AND status = ? ORDER BY id DESC LIMIT ?",
        (store.council.round_ids[0], state, PROCESSES * EACH),
    )
    if len(found) < PROCESSES * EACH:
        raise Exhausted(f"{len(found)} applications are {state} and {PROCESSES * EACH} are needed")
    return [(row[0], row[1]) for row in found]


def _committed(raw: Raw, store: Store) -> int:
    return int(raw.rows("SELECT committed FROM allocation WHERE id = ?", (store.council.allocation_id,))[0][0])


def _recommended(raw: Raw, ids: Sequence[int]) -> int:
    named = ", ".join(str(int(each)) for each in ids)
    statement = "SELECT sum(amount) FROM recommendation WHERE superseded_at IS NULL AND application_id IN"
    return int(raw.rows(f"{statement} ({named})")[0][0])


def _shares(items: Sequence[Any]) -> list[list[Any]]:
    return [list(items[start::PROCESSES]) for start in range(PROCESSES)]


Worker = Callable[[Store, list[Any]], list[tuple[float, float]]]


def _together(worker: Worker, store: Store, shares: Sequence[list[Any]]) -> AtOnce:
    """Every process makes ready, waits for the others, and begins."""
    context = get_context("spawn")
    gate = context.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_take_gate, initargs=(gate,)) as pool:
        done = list(pool.map(worker, [store] * PROCESSES, shares))
    spans = [span for each in done for span in each]
    waits = sorted((end - begin) * 1000 for begin, end in spans)
    took = max(end for _begin, end in spans) - min(begin for begin, _end in spans)
    return AtOnce(len(spans) / took, median(waits), waits[int(len(waits) * 0.95)], waits[-1])


def _take_gate(gate: Barrier) -> None:
    GATE.append(gate)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - the request log of a whole process


def _timed(calls: Sequence[Callable[[], object]]) -> list[tuple[float, float]]:
    """When each began and ended, by the clock all processes share."""
    GATE[0].wait()
    spans = []
    for call in calls:
        begin = time.monotonic()
        call()
        spans.append((begin, time.monotonic()))
    return spans


def _approve(store: Store, references: list[str]) -> list[tuple[float, float]]:
    fields = {"version": "1", "outcome": "approve", "confirmed": "y", "note": "Agreed."}
    with clock.at(NOW), tempfile.TemporaryDirectory() as files:
        browser = Browser(application(store.url, files), store.council.approver_id)
        return _timed([browser.post(f"/approvals/{each}", fields) for each in references])


def _approve_raw(store: Store, ids: list[int]) -> list[tuple[float, float]]:
    raw, council = Raw(store), store.council
    floors = [FloorWrites(raw, application_id=each, person_id=council.officer_id, criterion_ids=[]) for each in ids]
    spans = _timed([lambda floor=floor: floor.approve(council.allocation_id) for floor in floors])  # type: ignore[misc]
    raw.close()
    return spans
