"""Office documents are zip files: each is measured before it is opened, and must be what it says and hold no macros."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

MOST_ENTRIES = 2_000
MOST_UNPACKED = 150 * 1024 * 1024
_READ = 64 * 1024
_MOST_LINKS = 1024 * 1024
_UNREADABLE = (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError, zlib.error)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CONTENT_TYPE = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_MIMETYPE = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_DANGEROUS_ENTRY = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|activex/.*)$|^(basic|scripts)/|"
    r"\.(exe|dll|scr|bat|cmd|msi|ps1|vbs|js|hta|jar|lnk|html?|svgz?|zip|docm|xlsm)$",
    re.IGNORECASE,
)
_LINK = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
_LOADED = re.compile(rb"""/(attachedTemplate|oleObject|frame|subDocument)["']""", re.IGNORECASE)
_ELSEWHERE = re.compile(rb"""Target=["']\s*(https?:|ftp:|\\\\|file:/*[^/]+\.[^/]+/)""", re.IGNORECASE)

FETCHES = "The file loads parts of itself from somewhere else. Save it as PDF and try again"
DAMAGED = "The file is damaged. Save it again and try once more"
TOO_MUCH = "The file unpacks to more than we can take. Save it as PDF and try again"
MACROS = "The file has macros or other files inside it. Save it without them, or as PDF, and try again"
LOCKED = "The file is locked with a password. Save it without one and try again"


class DocumentRefused(Exception):
    """The message tells the person what to do."""


def office_kind(data: bytes) -> str:
    """docx, xlsx, odt or ods; nothing for another zip. Refuses bombs, macros, damage and passwords."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _measure(entries, len(data))
            kind = _kind(archive)
            if kind:
                _look_inside(archive, entries)
    except _UNREADABLE as problem:
        raise DocumentRefused(DAMAGED) from problem
    return kind


def is_also_a_zip(data: bytes) -> bool:
    """Whether a file of another kind would open as an archive too."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(archive.infolist())
    except _UNREADABLE:
        return False


def _measure(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Only the directory has been read so far; nothing is unpacked until this passes."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise DocumentRefused(TOO_MUCH)
    if sum(entry.compress_size for entry in entries) > size or _overlap(entries):
        raise DocumentRefused(TOO_MUCH)
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentRefused(LOCKED)
    if any(_climbs_out(entry.filename) or entry.compress_type not in _PACKINGS for entry in entries):
        raise DocumentRefused(DAMAGED)


def _overlap(entries: Iterable[zipfile.ZipInfo]) -> bool:
    """Bombs share one packed block between many entries."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + entry.compress_size
    return False


def _climbs_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or bool(re.match("[A-Za-z]:", name))


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if len(names) != len(archive.namelist()):
        raise DocumentRefused(DAMAGED)
    if "[Content_Types].xml" in names:
        types = _start(archive, "[Content_Types].xml")
        if b"macroEnabled" in types:
            raise DocumentRefused(MACROS)
        return next((kind for kind, name in _CONTENT_TYPE.items() if name in types), "")
    if "mimetype" in names:
        said = _start(archive, "mimetype").strip()
        return next((kind for kind, name in _MIMETYPE.items() if name == said), "")
    return ""


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(_MOST_LINKS)


def _look_inside(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpacks every entry once in small pieces, which checks its size and its sum as it goes."""
    for entry in entries:
        if _DANGEROUS_ENTRY.search(entry.filename):
            raise DocumentRefused(MACROS)
        if entry.filename.lower().endswith(".rels") and _loads_from_elsewhere(archive, entry):
            raise DocumentRefused(FETCHES)
        with archive.open(entry) as packed:
            while packed.read(_READ):
                pass


def _loads_from_elsewhere(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """A template or object that Word would fetch when the file is opened; ordinary links are fine."""
    links = _LINK.findall(_start(archive, entry.filename))
    return entry.file_size > _MOST_LINKS or any(_LOADED.search(link) and _ELSEWHERE.search(link) for link in links)
