"""`python -m bench`: measure, print, and write var/bench/results.json. Nothing fails for being slow."""

import argparse
import contextlib
import gc
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from bench.cases import Exhausted
from bench.council import NOW
from bench.data import VAR, Store, ready, why_no_postgresql
from bench.decisions import DECISIONS
from bench.peer import PEERS
from bench.pieces import Bench
from bench.report import Found, measured, peer_table, table
from bench.sizes import SIZES
from bench.timing import ROUNDS
from bench.works import WORKS
from grants import clock

PEER_SIZE = "10k"
ENGINES = ("sqlite", "postgresql")


def main() -> None:
    asked = _options()
    found: list[Found] = []
    for engine in asked.engine or ENGINES:
        reason = why_no_postgresql() if engine == "postgresql" else ""
        if reason:
            print(f"\npostgresql is not measured: {reason}")
            continue
        for size in asked.size or ("1k", PEER_SIZE):
            found += _measure(engine, size, rounds=asked.rounds, anew=asked.anew)
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "results.json").write_text(json.dumps([each.as_dict() for each in found], indent=1))
    print(f"\nwritten: {VAR / 'results.json'}")


def _options() -> Any:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", action="append", choices=list(SIZES), help="how many applications (1k and 10k)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="which database (both)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of which the best counts")
    parser.add_argument("--anew", action="store_true", help="make the databases again")
    return parser.parse_args()


def _measure(engine: str, size: str, *, rounds: int, anew: bool) -> list[Found]:
    """One database; made again when earlier runs have used up its cases."""
    store = ready(engine, SIZES[size], anew=anew)
    try:
        return _measure_store(store, rounds=rounds)
    except Exhausted as used_up:
        print(f"{used_up}: making {engine} {size} again")
        return _measure_store(ready(engine, SIZES[size], anew=True), rounds=rounds)


def _measure_store(store: Store, *, rounds: int) -> list[Found]:
    with clock.at(NOW), _quiet(), tempfile.TemporaryDirectory() as files:
        bench = Bench(store, files)
        gc.freeze()  # as a server does once it has started
        found = measured(bench, (*WORKS, *DECISIONS), rounds=rounds)
        peer = measured(bench, [each.piece for each in PEERS], rounds=rounds) if store.size.name == PEER_SIZE else []
        bench.close()
    print(f"\n{store.engine}, {store.size.applications:,} applications: least CPU of {rounds} rounds\n{table(found)}")
    if peer:
        print(f"\nBeside a peer, {store.size.applications:,} applications, CPU ms a request\n{peer_table(peer)}")
    return found + peer


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
