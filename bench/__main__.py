"""`python -m bench`: measure, print, and write var/bench/results.json. Nothing fails for being slow."""

import argparse
import contextlib
import gc
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bench.at_once import approvals_at_once
from bench.cases import Exhausted
from bench.council import NOW
from bench.data import VAR, Store, ready, why_no_postgresql
from bench.decisions import DECISIONS
from bench.long_lists import LONG_LISTS, export_growth
from bench.peer import PEERS
from bench.pieces import Bench
from bench.report import at_once_lines, measured, peer_table, served_lines, table
from bench.served import served
from bench.sizes import SIZES
from bench.timing import ROUNDS
from bench.works import WORKS
from grants import clock

PEER_SIZE = "10k"
ENGINES = ("sqlite", "postgresql")


def main() -> None:
    asked = _options()
    found: list[dict[str, Any]] = []
    for engine in asked.engine or ENGINES:
        reason = why_no_postgresql() if engine == "postgresql" else ""
        if reason:
            print(f"\npostgresql is not measured: {reason}")
            continue
        for size in asked.size or ("1k", PEER_SIZE):
            found += _measure(engine, size, rounds=asked.rounds, anew=asked.anew)
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "results.json").write_text(json.dumps(found, indent=1))
    print(f"\nwritten: {VAR / 'results.json'}")


def _options() -> Any:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", action="append", choices=list(SIZES), help="how many applications (1k and 10k)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="which database (both)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of which the best counts")
    parser.add_argument("--anew", action="store_true", help="make the databases again")
    return parser.parse_args()


def _measure(engine: str, size: str, *, rounds: int, anew: bool) -> list[dict[str, Any]]:
    """One database; made again when earlier runs have used up its cases."""
    store = ready(engine, SIZES[size], anew=anew)
    try:
        return _measure_store(store, rounds=rounds)
    except Exhausted as used_up:
        print(f"{used_up}: making {engine} {size} again")
        return _measure_store(ready(engine, SIZES[size], anew=True), rounds=rounds)


def _measure_store(store: Store, *, rounds: int) -> list[dict[str, Any]]:
    with clock.at(NOW), _quiet(), tempfile.TemporaryDirectory() as files:
        bench = Bench(store, files)
        gc.freeze()  # as a server does once it has started
        found = measured(bench, (*WORKS, *LONG_LISTS, *DECISIONS), rounds=rounds)
        peer = measured(bench, [each.piece for each in PEERS], rounds=rounds) if store.size.name == PEER_SIZE else []
        bench.close()
    growth = export_growth(store)
    print(f"\n{store.engine}, {store.size.applications:,} applications: least CPU of {rounds} rounds\n{table(found)}")
    print(f"    the whole export held at most {growth:.1f} MB more at once than a small one (aim <=20)")
    if peer:
        print(f"\nBeside a peer, {store.size.applications:,} applications, CPU ms a request\n{peer_table(peer)}")
    together = _many(store) if store.size.applications >= SIZES[PEER_SIZE].applications else {}
    facts = {"engine": store.engine, "size": store.size.name, "load": os.getloadavg()[0]}
    return [*(each.as_dict() for each in found + peer), {**facts, "export_peak_mb": round(growth, 1), **together}]


def _many(store: Store) -> dict[str, Any]:
    """What many do at once, in processes of their own and by the clock on the wall."""
    print(f"\n{store.engine}, {store.size.applications:,} applications, by many at once; load {os.getloadavg()[0]:.1f}")
    ours, floor = approvals_at_once(store)
    print(at_once_lines(ours, floor))
    with _quiet():
        pages = served(store)
    print(served_lines(pages))
    return {"at_once": {"ours": asdict(ours), "floor": asdict(floor)}, "served": [asdict(each) for each in pages]}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The request log goes nowhere; it is made and written all the same."""
    with open(os.devnull, "w") as nowhere:
        shown, sys.stderr = sys.stderr, nowhere
        try:
            yield
        finally:
            sys.stderr = shown


if __name__ == "__main__":
    main()
