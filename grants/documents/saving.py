"""Writes the PDF so that every stream ends where it says it ends, to the strictest reader."""

from base64 import a85encode
from io import BytesIO
from typing import Any
from zlib import compress

from pikepdf import Array, Name, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel

# A stream whose last byte happens to be a carriage return runs into the line end before "endstream",
# and a strict reader (ISO 19005-2, 6.1.7.1) then counts one byte fewer than its Length says.
_DOUBTFUL_END = b"\r\nendstream"


def saved(pdf: Pdf) -> bytes:
    """The smallest form; in the few cases with a doubtful end, a form in which none can be."""
    small = _written(pdf, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    if _DOUBTFUL_END not in small:
        return small
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Type") != Name.Metadata:
            _end_with_a_letter(item)
    return _written(
        pdf,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.disable,
        stream_decode_level=StreamDecodeLevel.none,
        compress_streams=False,
    )


def _end_with_a_letter(stream: Stream) -> None:
    text = a85encode(compress(stream.read_bytes()), wrapcol=120, adobe=True).removeprefix(b"<~")
    stream.write(text, filter=Array([Name.ASCII85Decode, Name.FlateDecode]))


def _written(pdf: Pdf, **options: Any) -> bytes:
    out = BytesIO()
    pdf.save(out, **options)
    return out.getvalue()
