"""Reads a PDF aloud as a screen reader does: the structure tree, in order, through each font's character map."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Object, Pdf

_CHARACTER = re.compile(rb"^<([0-9A-F]{2})> <([0-9A-F]{4,8})>$", re.MULTILINE)


@dataclass(frozen=True)
class Spoken:
    role: str
    text: str


def read_aloud(pdf_bytes: bytes) -> list[Spoken]:
    """What is heard, element by element; lines of one element are joined by a line end."""
    with Pdf.open(BytesIO(pdf_bytes)) as pdf:
        marks = {(page.obj.objgen, number): text for page in pdf.pages for number, text in _marked_text(page).items()}
        return list(_walk(pdf.Root.StructTreeRoot.K[0], marks))


def words(pdf_bytes: bytes) -> list[str]:
    """Every word that is heard, without the numbers and bullets of lists."""
    return " ".join(spoken.text for spoken in read_aloud(pdf_bytes) if spoken.role != "Lbl").split()


def letters_only(text: str) -> str:
    """The text without white space: a long word may be cut at any place."""
    return "".join(text.split())


def _walk(element: Object, marks: dict[tuple[tuple[int, int], int], str]) -> Iterator[Spoken]:
    own = [marks[inside.Pg.objgen, int(inside.MCID)] for inside in element.K if inside.get("/Type") == pikepdf.Name.MCR]
    if own:
        yield Spoken(role=str(element.S)[1:], text="\n".join(own))
    for inside in element.K:
        if inside.get("/Type") == pikepdf.Name.StructElem:
            yield from _walk(inside, marks)


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    maps = {name: _character_map(font) for name, font in page.obj.Resources.Font.items()}
    found: dict[int, str] = {}
    number: int | None = None
    current: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        name, operands = str(instruction.operator), instruction.operands
        if name == "Tf":
            current = maps[str(operands[0])]
        elif name == "BDC":
            number = int(operands[1].MCID)
            found[number] = ""
        elif name == "EMC":
            number = None
        elif number is not None and name == "Tj":
            found[number] += "".join(current[code] for code in bytes(operands[0]))
        elif number is not None and name == "T*":
            found[number] += "\n"
    return found


def _character_map(font: Object) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(target.decode()).decode("utf-16-be")
        for code, target in _CHARACTER.findall(font.ToUnicode.read_bytes())
    }
