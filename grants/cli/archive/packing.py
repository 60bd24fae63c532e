"""The archive itself: a ZIP whose last entry lists every other with its hash, signed with the council's key."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grants.crypto import KeyRing
from grants.domain.canonical import canonical_bytes

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class BadArchive(Exception):
    """The archive is not whole, not ours, or not for this version. Nothing was restored."""


@dataclass(frozen=True)
class Entry:
    """One file of the archive."""

    name: str
    size: int
    sha256: str


@dataclass
class Manifest:
    """What is in the archive, from which engine and at which revision of the tables."""

    made_at: str
    engine: str
    revision: str
    rows: dict[str, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    format: int = FORMAT

    def signed(self, keys: KeyRing) -> bytes:
        """The manifest with its signature, as it is written."""
        content = asdict(self)
        return canonical_bytes({"content": content, "signature": keys.sign(canonical_bytes(content))})


def add_entry(archive: zipfile.ZipFile, manifest: Manifest, name: str, chunks: Iterable[bytes]) -> None:
    """Write one entry as its bytes come, and list it."""
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as out:
        for chunk in chunks:
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    manifest.entries.append(Entry(name, size, digest.hexdigest()))


def read_chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of an entry, a piece at a time."""
    with archive.open(name) as entry:
        while chunk := entry.read(CHUNK):
            yield chunk


def file_chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file on this machine, a piece at a time."""
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk


def read_manifest(archive: zipfile.ZipFile, keys: KeyRing) -> Manifest:
    """The manifest, once its signature and every byte it lists are right; BadArchive otherwise."""
    try:
        written: dict[str, Any] = json.loads(archive.read(MANIFEST))
        content, signature = written["content"], written["signature"]
    except (KeyError, ValueError, TypeError):
        raise BadArchive("It has no manifest, so it was cut short or is no backup of ours.") from None
    if not keys.signature_holds(canonical_bytes(content), signature):
        raise BadArchive("Its manifest was changed, or it was made with another signing key.")
    if content["format"] != FORMAT:
        raise BadArchive(f"It has format {content['format']}; this version reads format {FORMAT}.")
    manifest = Manifest(**{**content, "entries": [Entry(**each) for each in content["entries"]]})
    _check_entries(archive, manifest)
    return manifest


def _check_entries(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    names = archive.namelist()
    if sorted(names) != sorted([MANIFEST, *(entry.name for entry in manifest.entries)]):
        raise BadArchive("Something was put into it or taken out of it.")
    for entry in manifest.entries:
        digest, size = hashlib.sha256(), 0
        for chunk in read_chunks(archive, entry.name):
            digest.update(chunk)
            size += len(chunk)
        if (size, digest.hexdigest()) != (entry.size, entry.sha256):
            raise BadArchive(f"The bytes of {entry.name} were changed.")
