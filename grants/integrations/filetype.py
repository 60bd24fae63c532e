"""Decides what an uploaded file is from what is in it, and takes only kinds that officers can open safely."""

import io
import re
from dataclasses import dataclass

from PIL import Image

from grants.integrations.file_names import extension_of, problem_with_name, safe_display_name
from grants.integrations.office_files import DocumentRefused, is_also_a_zip, office_kind

__all__ = ["ALLOWED", "FileRefused", "Sniffed", "safe_display_name", "sniff"]

_MB = 1_000_000
MOST_PIXELS = 60_000_000
TOO_LARGE = "The picture must be 60 million pixels or fewer. Make it smaller and try again"
TAKEN = "PDF, DOCX, XLSX, ODT, ODS, PNG, JPG, HEIC, CSV or TXT"


@dataclass(frozen=True)
class Kind:
    media_type: str
    most_bytes: int


ALLOWED: dict[str, Kind] = {
    "pdf": Kind("application/pdf", 30 * _MB),
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", 20 * _MB),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 20 * _MB),
    "odt": Kind("application/vnd.oasis.opendocument.text", 20 * _MB),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", 20 * _MB),
    "png": Kind("image/png", 20 * _MB),
    "jpg": Kind("image/jpeg", 20 * _MB),
    "heic": Kind("image/heic", 20 * _MB),
    "csv": Kind("text/csv", 7 * _MB),
    "txt": Kind("text/plain", 7 * _MB),
}
_SAME_KIND = {"jpeg": "jpg", "heif": "heic"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_MARKUP = re.compile(r"<\s*(!doctype|html|svg|script|\?xml|\?php|iframe|body|head)\b|<\?(xml|php)", re.IGNORECASE)
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_SCRIPT = re.compile(rb"<script|<\?php|<html", re.IGNORECASE)


@dataclass(frozen=True)
class Sniffed:
    media_type: str
    extension: str


class FileRefused(Exception):
    """The message stands beside the upload and says what to do."""


def sniff(data: bytes, filename: str) -> Sniffed:
    """What the file is, from its name and its content together; both must agree."""
    problem = problem_with_name(filename)
    if problem:
        raise FileRefused(problem)
    ending = extension_of(filename)
    extension = _SAME_KIND.get(ending, ending)
    if extension not in ALLOWED:
        raise FileRefused(f"The file must be a {TAKEN}")
    _check_size(data, extension)
    if _content(data, extension) != extension:
        raise FileRefused(f"What is in the file does not match its name. Save it again as a {TAKEN}")
    return Sniffed(media_type=ALLOWED[extension].media_type, extension=extension)


def _check_size(data: bytes, extension: str) -> None:
    if not data:
        raise FileRefused("The file is empty")
    most = ALLOWED[extension].most_bytes
    if len(data) > most:
        raise FileRefused(f"The file must be {most // _MB}MB or smaller")


def _content(data: bytes, extension: str) -> str:
    """The kind the bytes are, whatever the name says."""
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise FileRefused("The file is in an old format or has a password. Save it as PDF or DOCX without a password")
    kind = _picture_or_pdf(data)
    if kind and (is_also_a_zip(data) or (kind != "pdf" and _SCRIPT.search(data))):
        raise FileRefused("The file holds another file inside it. Save it again, or as PDF, and try once more")
    if kind:
        return kind
    return extension if extension in ("csv", "txt") and _is_plain_text(data) else ""


def _office(data: bytes) -> str:
    try:
        return office_kind(data)
    except DocumentRefused as refused:
        raise FileRefused(str(refused)) from refused


def _picture_or_pdf(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return _whole_pdf(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(data, "PNG", "png")
    if data.startswith(b"\xff\xd8\xff"):
        return _picture(data, "JPEG", "jpg")
    return "heic" if _is_heic(data) else ""


def _whole_pdf(data: bytes) -> str:
    if not re.match(rb"%PDF-[12]\.[0-9]", data) or b"%%EOF" not in data[-2048:]:
        raise FileRefused("The PDF is not complete. Save it again and try once more")
    return "pdf"


def _picture(data: bytes, name: str, extension: str) -> str:
    """Reads the measurements first, then checks that the picture is whole."""
    try:
        with Image.open(io.BytesIO(data), formats=(name,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(TOO_LARGE)
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(TOO_LARGE) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise FileRefused("The picture is damaged. Save it again or take it once more") from None
    return extension


def _is_heic(data: bytes) -> bool:
    """An `ftyp` box of a still-picture brand, then a `meta` box: the layout every phone writes."""
    size = int.from_bytes(data[:4], "big")
    if data[4:8] != b"ftyp" or not 16 <= size <= 512 or data[8:12] not in _HEIC_BRANDS:
        return False
    return data[size + 4 : size + 8] == b"meta"


def _is_plain_text(data: bytes) -> bool:
    text = _decoded(data)
    if text is None or _MARKUP.search(text[:4096]) or text.lstrip("\ufeff").startswith(("#!", "{\\rtf", "%!PS")):
        return False
    return not _CONTROLS.search(text)


def _decoded(data: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark as spreadsheets write it, or the old Windows letters."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
