"""What the letter font can draw, read from the font itself so that the two cannot drift apart."""

import struct
from functools import cache
from importlib.resources import files
from pathlib import Path

_FONT_FILES = Path(str(files("font_source_sans_pro"))) / "files"
REGULAR = _FONT_FILES / "SourceSansPro-Regular.ttf"
SEMIBOLD = _FONT_FILES / "SourceSansPro-Semibold.ttf"

_UNICODE_FULL = (3, 10)  # platform and encoding of the table that maps every plane (OpenType format 12)


@cache
def drawable() -> frozenset[int]:
    """Every code point that both weights of the letter font have a glyph for."""
    return _code_points(REGULAR) & _code_points(SEMIBOLD)


def _code_points(font: Path) -> frozenset[int]:
    data = font.read_bytes()
    start = _full_unicode_table(data, font=font)
    (groups,) = struct.unpack_from(">I", data, start + 12)
    found: set[int] = set()
    for first, last, _glyph in struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * groups]):
        found.update(range(first, last + 1))
    return frozenset(found)


def _full_unicode_table(data: bytes, *, font: Path) -> int:
    character_map = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, character_map + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, character_map + 4 + 8 * index)
        if (platform, encoding) == _UNICODE_FULL:
            return character_map + int(offset)
    raise ValueError(f"{font.name} has no full Unicode character map")


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no {tag.decode()} table")
