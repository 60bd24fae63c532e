"""Measures pieces of work on one database and says what was found: on the screen, and in var/bench/results.json."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.at_once import PROCESSES, AtOnce
from bench.peer import PEERS
from bench.pieces import Bench, Maker, Piece
from bench.served import BROWSERS, Served
from bench.timing import ROUNDS, best_of, server_ms


@dataclass(frozen=True)
class Found:
    """One figure. `ratio` is ours over the floor of the same run; `most` is what the targets allow."""

    engine: str
    size: str
    number: str
    name: str
    ms: float | None = None
    server_ms: float | None = None
    floor_ms: float | None = None
    ratio: float | None = None
    most: float | None = None
    statements: int | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}


def measured(bench: Bench, makers: Sequence[Maker], *, rounds: int = ROUNDS) -> list[Found]:
    """Every piece of work, all of them interleaved with their floors."""
    pieces = [make(bench) for make in makers]
    measures = [each for piece in pieces for each in (piece.ours, piece.floor) if each is not None]
    taken = best_of(measures, rounds=rounds)
    return [_found(bench, piece, taken) for piece in pieces]


def _found(bench: Bench, piece: Piece, taken: dict[str, float]) -> Found:
    facts: dict[str, Any] = {"engine": bench.store.engine, "size": bench.store.size.name}
    facts |= {"number": piece.number, "name": piece.name, "most": piece.most}
    if piece.ours is None:
        return Found(**facts, note=piece.why_not)
    ms, floor_ms = taken[piece.ours.name], taken[piece.floor.name] if piece.floor else None
    sent = bench.statements(piece.ours.ready())
    pids = bench.server_pids()
    again = piece.ours.repeat > 1 and pids  # a case that is used up is not spent on the server's clock
    return Found(
        **facts,
        ms=round(ms, 2),
        floor_ms=round(floor_ms, 2) if floor_ms else None,
        ratio=round(ms / floor_ms, 1) if floor_ms else None,
        statements=len(sent),
        server_ms=round(server_ms(piece.ours, bench.server_pids), 2) if again else None,
    )


def table(found: Sequence[Found]) -> str:
    """The figures as words in columns."""
    head = f"{'':4}{'work':42}{'ours ms':>9}{'floor ms':>9}{'ratio':>7}{'aim':>6}{'SQL':>5}{'server ms':>11}"
    lines = [head]
    for each in found:
        if each.ms is None:
            lines.append(f"{each.number:4}{each.name:42}  {each.note}")
            continue
        aim = "" if each.most is None else f"<={each.most:g}"
        lines.append(
            f"{each.number:4}{each.name:42}{each.ms:9.2f}{_shown(each.floor_ms, 9)}{_shown(each.ratio, 7, 1)}"
            f"{aim:>6}{each.statements or 0:5}{_shown(each.server_ms, 11)}"
        )
    return "\n".join(lines)


def _shown(value: float | None, width: int, places: int = 2) -> str:
    return " " * width if value is None else f"{value:{width}.{places}f}"


def peer_table(found: Sequence[Found]) -> str:
    """Ours beside the peer's: application + database CPU, and statements."""
    lines = [f"{'':4}{'work':42}{'ours':>8}{'+ db':>7}{'SQL':>5}   {'Hypha':>8}{'+ db':>7}  SQL"]
    for each, peer in zip(found, PEERS, strict=True):
        theirs = f"{peer.application_ms:8.0f}{peer.database_ms:7.0f}  {peer.statements}"
        ours = f"{_shown(each.ms, 8, 1)}{_shown(each.server_ms, 7, 1)}{each.statements or 0:5}"
        lines.append(f"{peer.letter:4}{peer.name:42}{ours if each.ms is not None else f'{each.note:>20}'}   {theirs}")
    return "\n".join(lines)


def at_once_lines(ours: AtOnce, floor: AtOnce) -> str:
    """Approvals by many processes beside the bare update."""
    head = f"{'':4}{f'approvals by {PROCESSES} processes':42}{'a second':>9}{'p50 ms':>9}{'p95 ms':>9}{'longest':>9}"
    lines = [
        f"{'5p':4}{name:42}{each.per_second:9.0f}{each.p50_ms:9.1f}{each.p95_ms:9.1f}{each.longest_ms:9.1f}"
        for name, each in (("ours, whole requests", ours), ("floor, bare guarded update", floor))
    ]
    ratio = f"    ours / floor {ours.per_second / floor.per_second:.2f} (aim >=0.25); committed to the penny"
    return "\n".join([head, *lines, ratio])


def served_lines(found: Sequence[Served]) -> str:
    """Pages behind a server."""
    what = f"{BROWSERS} browsers, 2 server processes"
    head = f"{'':4}{what:42}{'a second':>9}{'p50 ms':>9}{'p95 ms':>9}{'p95/p50':>9}{'aim':>6}"
    lines = [
        f"{'':4}{each.name:42}{each.per_second:9.0f}{each.p50_ms:9.1f}{each.p95_ms:9.1f}{each.spread:9.1f}{'<=3':>6}"
        for each in found
    ]
    beside = f"    p95 beside exports / alone {found[-1].p95_ms / found[0].p95_ms:.1f} (aim <=3)"
    return "\n".join([head, *lines, beside])
