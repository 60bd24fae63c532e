"""Where file contents are kept: written once under a key, read back whole, never changed.

`file:///abs/path` keeps them on this machine, `memory:` only while the process lives, `s3://bucket/prefix` in an
S3-compatible store. For the last, the environment gives AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, where
the store is not Amazon's, AWS_ENDPOINT; an endpoint that says http:// is used without TLS.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

TIME_LIMIT = timedelta(seconds=5)
_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
T = TypeVar("T")


class FileMissing(Exception):
    """Nothing is kept under this key."""


class AlreadyKept(Exception):
    """Something is kept under this key, and nothing is ever written over."""


class StoreUnavailable(Exception):
    """The store did not answer in time or answered with an error; trying later may work."""


class FileStore(Protocol):
    def put(self, key: str, data: bytes) -> None: ...
    def get(self, key: str) -> bytes: ...
    def exists(self, key: str) -> bool: ...
    def delete(self, key: str) -> None: ...
    def keys(self, prefix: str = "") -> Iterator[str]: ...


@dataclass(frozen=True)
class KeptFiles:
    """A file store on any of the supported backends."""

    backend: ObjectStore
    after_put: Callable[[str], None] = lambda key: None

    def put(self, key: str, data: bytes) -> None:
        with _plain_errors(key):
            obstore.put(self.backend, _checked(key), data, mode="create", use_multipart=False)
            self.after_put(key)

    def get(self, key: str) -> bytes:
        with _plain_errors(key):
            return bytes(obstore.get(self.backend, _checked(key)).bytes())

    def exists(self, key: str) -> bool:
        try:
            with _plain_errors(key):
                obstore.head(self.backend, _checked(key))
        except FileMissing:
            return False
        return True

    def delete(self, key: str) -> None:
        """Removing what is already gone is no error: a repeated disposal must not fail."""
        try:
            with _plain_errors(key):
                obstore.delete(self.backend, _checked(key))
        except FileMissing:
            return

    def keys(self, prefix: str = "") -> Iterator[str]:
        """In order. A prefix is whole folders: `letters/2026`."""
        with _plain_errors(prefix):
            found = [entry["path"] for page in obstore.list(self.backend, prefix or None) for entry in page]
        return iter(sorted(found))


def open_store(url: str) -> FileStore:
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return KeptFiles(MemoryStore())
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return _local(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        return KeptFiles(_s3(bucket=parts.netloc, prefix=parts.path.strip("/")))
    raise ValueError("The file store must be file:///absolute/path, memory: or s3://bucket/prefix")


def _local(folder: Path) -> KeptFiles:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def reach_the_disk(key: str) -> None:
        """The database row that follows must never outlive its file in a power cut."""
        path = folder / key
        _sync(path)
        _sync(path.parent)

    return KeptFiles(LocalStore(folder, automatic_cleanup=True), reach_the_disk)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _s3(*, bucket: str, prefix: str) -> S3Store:
    without_tls = os.environ.get("AWS_ENDPOINT", "").startswith("http://")
    return S3Store(
        bucket,
        prefix=prefix or None,
        client_options={"timeout": TIME_LIMIT, "connect_timeout": TIME_LIMIT, "allow_http": without_tls},
        retry_config={"max_retries": 1, "retry_timeout": TIME_LIMIT},
    )


def _checked(key: str) -> str:
    if len(key) > 500 or not _KEY.fullmatch(key):
        raise ValueError("A file key is letters, figures, dots, dashes and slashes, and never climbs out")
    return key


@contextmanager
def _plain_errors(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as missing:
        raise FileMissing(key) from missing
    except AlreadyExistsError as kept:
        raise AlreadyKept(key) from kept
    except (BaseError, OSError) as problem:
        raise StoreUnavailable(str(problem)) from problem
