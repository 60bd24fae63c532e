"""Takes the CPU time of pieces of work side by side, so that what disturbs one disturbs all."""

import gc
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 12
TICK = os.sysconf("SC_CLK_TCK")

Call = Callable[[], object]


@dataclass(frozen=True)
class Measure:
    """One piece of work. `ready` makes everything a call needs, outside the time taken, and returns the call."""

    name: str
    ready: Callable[[], Call]
    repeat: int = 5


def best_of(measures: Sequence[Measure], *, rounds: int = ROUNDS) -> dict[str, float]:
    """The least CPU milliseconds a call of each took in this process, over interleaved rounds."""
    best = {each.name: float("inf") for each in measures}
    for each in measures:
        each.ready()()  # the first call fills caches and is not counted
    for _ in range(rounds):
        for each in measures:
            calls = [each.ready() for _ in range(each.repeat)]
            gc.collect()
            started = time.process_time()
            for call in calls:
                call()
            took = (time.process_time() - started) * 1000 / each.repeat
            best[each.name] = min(best[each.name], took)
    return best


def server_ms(measure: Measure, pids: Callable[[], Sequence[int]], *, calls: int = 40) -> float:
    """CPU milliseconds a call takes in the database's own processes, from many calls: the clock ticks in 10 ms."""
    prepared = [measure.ready() for _ in range(calls)]
    before = sum(map(_process_ticks, pids()))
    for call in prepared:
        call()
    return (sum(map(_process_ticks, pids())) - before) * 1000 / TICK / calls


def _process_ticks(pid: int) -> int:
    with suppress(FileNotFoundError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0
