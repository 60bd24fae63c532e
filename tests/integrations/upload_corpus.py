"""Files of every kind people and attackers send, made here so that nothing harmful is kept in the repository."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache

from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
HEIC = (
    struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"heic", 0, b"mif1", b"heic") + struct.pack(">I4s", 16, b"meta") + bytes(8)
)
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
# In two parts, so that this file does not itself set off a scanner.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def zipped(entries: Mapping[str, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(extra: Mapping[str, bytes | str] | None = None, main: str = DOCX_TYPE) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w:document/>", **(extra or {})})


def xlsx(main: str = XLSX_TYPE) -> bytes:
    return docx(main=main)


def odt(kind: str = "text", extra: Mapping[str, bytes | str] | None = None) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": "<office/>", **(extra or {})})


def links(kind: str, target: str) -> dict[str, bytes | str]:
    link = f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/settings.xml.rels": f"<Relationships>{link}</Relationships>"}


def workbook() -> bytes:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def letter() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(100, 700, "Dear council")
    canvas.save()
    return buffer.getvalue()


def picture(form: str, size: tuple[int, int] = (8, 8)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, form)
    return buffer.getvalue()


def pixel_flood() -> bytes:
    """A picture of 50,000 by 50,000 that is only a few bytes to send."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@lru_cache
def bomb() -> bytes:
    """Two hundred megabytes of nothing, packed into a document of two hundred kilobytes."""
    return docx({"word/media/image1.bmp": bytes(200 * 1024 * 1024)})


def lying_bomb() -> bytes:
    """Unpacks to more than its directory admits."""
    data = docx({"word/media/a.bmp": bytes(5 * 1024 * 1024)})
    return data.replace(struct.pack("<I", 5 * 1024 * 1024), struct.pack("<I", 10))


def overlapping() -> bytes:
    """Many entries of the directory share one packed block, as the densest bombs do."""
    data = docx({"a.bin": bytes(1000), "b.bin": bytes(1000)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = (archive.getinfo(name).header_offset for name in ("a.bin", "b.bin"))
    at = data.rindex(struct.pack("<I", second) + b"b.bin")
    return data[:at] + struct.pack("<I", first) + data[at + 4 :]


def with_password() -> bytes:
    """Every entry marked as encrypted, in both places a zip says so."""
    data = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)
