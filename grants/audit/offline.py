"""Checks an export of the record with nothing but the public key: no database, no other key, no other file of ours.

Runs by itself: python check.py EXPORT.zip PUBLIC_KEY.pem (needs Python 3.11 and the package cryptography).
"""

import base64
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

FORMAT = 1


def check_export(file: Path, public_pem: bytes) -> tuple[list[str], str]:
    """What is wrong, in words with the place first (nothing when all is right), and how much was checked."""
    key = load_pem_public_key(public_pem)
    if not isinstance(key, Ed25519PublicKey):
        return ["the public key is not an Ed25519 key"], ""
    try:
        with zipfile.ZipFile(file) as archive:
            signed, problems, checkpoints = _checkpoints(_lines(archive, "checkpoints.jsonl"), key)
            found, events = _events(_lines(archive, "events.jsonl"), signed)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, OSError) as error:
        return [f"the export can’t be read: {error}"], ""
    checked = f"{events} events in {len(signed)} chains under {checkpoints} signed checkpoints"
    return problems + found, checked


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    with archive.open(name) as entry:
        for line in io.TextIOWrapper(entry, "utf-8", newline="\n"):
            yield line.rstrip("\n")


Signed = dict[tuple[str, int], dict[int, str]]


def _checkpoints(lines: Iterator[str], key: Ed25519PublicKey) -> tuple[Signed, list[str], int]:
    """The hashes that were signed, by chain and number; and what is wrong with the checkpoints themselves."""
    signed: Signed = {}
    problems, previous, number, last = [], "", 0, {}
    for line in lines:
        row = json.loads(line)
        content, number = json.loads(row["content"]), number + 1
        if not _signature_holds(key, row):
            problems.append(f"checkpoint {number}: its signature is not right")
        if (content["previous"], content["number"]) != (previous, number):
            problems.append(f"checkpoint {number}: it does not follow the one before it")
        for kind, subject_id, count, hash_ in content["heads"]:
            signed.setdefault((kind, subject_id), {})[count] = hash_
        previous, last = hashlib.sha256(row["content"].encode()).hexdigest(), content
    problems += _totals(signed, last)
    return signed, problems, number


def _signature_holds(key: Ed25519PublicKey, row: dict[str, Any]) -> bool:
    try:
        key.verify(base64.b64decode(row["signature"]), row["content"].encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _totals(signed: Signed, last: dict[str, Any]) -> list[str]:
    if not last:
        return ["there is no checkpoint, so nothing is signed"]
    events = sum(max(counts) for counts in signed.values())
    if (len(signed), events) != (last["chains"], last["events"]):
        return [f"the last checkpoint counts {last['chains']} chains and {last['events']} events, not those named"]
    return []


def _events(lines: Iterator[str], signed: Signed) -> tuple[list[str], int]:
    """Each event against its own hash, the one before it, and what was signed."""
    problems: list[str] = []
    ends: dict[tuple[str, int], tuple[int, str]] = {}
    broken: set[tuple[str, int]] = set()
    total = 0
    for line in lines:
        event = json.loads(line)
        hash_, chain = event.pop("hash"), (event["chain"][0], event["chain"][1])
        count, before = ends.get(chain, (0, ""))
        total += 1
        wrong = _wrong(event, hash_, count=count, before=before, signed=signed.get(chain, {}))
        if wrong and chain not in broken:
            broken.add(chain)
            problems.append(f"{chain[0]} {chain[1]}, event {count + 1}: {wrong}")
        ends[chain] = (event["sequence"], hash_)
    return problems + _ends(signed, ends, broken), total


def _wrong(event: dict[str, Any], hash_: str, *, count: int, before: str, signed: dict[int, str]) -> str:
    spelled = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    if event["sequence"] != count + 1:
        return "it is missing, or in another place"
    if event["previous"] != before:
        return "it does not follow the event before it"
    if hashlib.sha256(spelled.encode()).hexdigest() != hash_:
        return "what it says is not what was written then"
    if signed.get(event["sequence"], hash_) != hash_:
        return "it is not the event that was signed"
    return "" if event["sequence"] <= max(signed, default=0) else "it is not covered by any signature"


def _ends(signed: Signed, ends: dict[tuple[str, int], tuple[int, str]], broken: set[tuple[str, int]]) -> list[str]:
    return [
        f"{chain[0]} {chain[1]}, event {ends.get(chain, (0, ''))[0] + 1}: it was signed, but is missing"
        for chain, counts in sorted(signed.items())
        if chain not in broken and ends.get(chain, (0, ""))[0] != max(counts)
    ]


if __name__ == "__main__":
    wrong, right = check_export(Path(sys.argv[1]), Path(sys.argv[2]).read_bytes())
    print("\n".join(wrong) if wrong else f"The export holds: {right}.")
    raise SystemExit(1 if wrong else 0)
