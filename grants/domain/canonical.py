"""One spelling for any JSON value, so that the same content always has the same bytes and the same hash."""

import hashlib
import json
from typing import Any


def canonical_text(value: Any) -> str:
    """JSON with sorted keys, no spaces, no NaN and real characters instead of escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_bytes(value: Any) -> bytes:
    """The UTF-8 bytes of `canonical_text`: what is hashed, sealed and signed."""
    return canonical_text(value).encode("utf-8")


def sha256_hex(data: bytes) -> str:
    """SHA-256 of the bytes, as 64 hexadecimal characters."""
    return hashlib.sha256(data).hexdigest()
