"""Turns blocks into flowables and, beside them, the order in which they are read aloud."""

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer
from reportlab.platypus import PageBreak as NewPage

from grants.documents import blocks, styles
from grants.documents.datatables import facts, table
from grants.documents.signing import signatures
from grants.documents.styles import TEXT_WIDTH
from grants.documents.tables import Commands, grid, padding
from grants.documents.tagging import Element
from grants.documents.words import P

_LABEL_WIDTH = 20.0
_NAME_SHARE = 0.6
_LED_IN = (blocks.Bullets, blocks.Numbered)  # "The grant pays for:" stays with its list


def story(document: blocks.Document, root: Element) -> list[Flowable]:
    flowables: list[Flowable] = []
    for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=False):
        made = _MAKERS[block.kind](block, root)
        if isinstance(block, blocks.Paragraph) and (block.stays_with_next or isinstance(following, _LED_IN)):
            made[-1].keepWithNext = 1
        flowables += made
    return flowables or [Spacer(0, 0)]


def _letterhead(block: blocks.Letterhead, root: Element) -> list[Flowable]:
    colour = HexColor(block.colour)
    name_style = ParagraphStyle("name", parent=styles.COUNCIL, textColor=colour)
    left, right = TEXT_WIDTH * _NAME_SHARE, TEXT_WIDTH * (1 - _NAME_SHARE)
    name = P(block.council_name, name_style, width=left, element=root.add("P"))
    office = P("\n".join(block.address_lines), styles.OFFICE, width=right, element=root.add("P"))
    date = P(block.date, styles.OFFICE_LEFT, width=left, element=root.add("P"))
    reference = P(block.our_reference_line, styles.OFFICE_RIGHT, width=right, element=root.add("P"))
    ruled: Commands = [("LINEBELOW", (0, 0), (-1, 0), 1.6, colour), ("VALIGN", (0, 0), (0, 0), "BOTTOM")]
    return [
        grid([[name, office]], widths=(left, right), commands=[*padding(top=0, bottom=9), *ruled]),
        grid([[date, reference]], widths=(left, right), commands=padding(top=9, bottom=0)),
        Spacer(0, 26),
    ]


def _heading(block: blocks.Heading, root: Element) -> list[Flowable]:
    return [P(block.text, styles.HEADINGS[block.level], width=TEXT_WIDTH, element=root.add(f"H{block.level}"))]


def _paragraph(block: blocks.Paragraph, root: Element) -> list[Flowable]:
    return [P(block.text, styles.BODY_TEXT, width=TEXT_WIDTH, element=root.add("P"), lead=block.bold_lead)]


def _address(block: blocks.AddressBlock, root: Element) -> list[Flowable]:
    text = "\n".join(block.lines)
    return [P(text, styles.ADDRESS, width=TEXT_WIDTH, element=root.add("P")), Spacer(0, 20)]


def _bullets(block: blocks.Bullets, root: Element) -> list[Flowable]:
    return _list(block.items, ["•"] * len(block.items), root.add("L", ListNumbering="Disc"))


def _numbered(block: blocks.Numbered, root: Element) -> list[Flowable]:
    labels = [f"{number}." for number in range(1, len(block.items) + 1)]
    return _list(block.items, labels, root.add("L", ListNumbering="Decimal"))


def _list(items: tuple[str, ...], labels: list[str], element: Element) -> list[Flowable]:
    if not items:
        return []
    label_width = _LABEL_WIDTH + (6 if len(items) > 99 else 0)
    rows = []
    for label, item in zip(labels, items, strict=True):
        entry = element.add("LI")
        mark = P(label, styles.ITEM, width=label_width, element=entry.add("Lbl"))
        body = P(item, styles.ITEM, width=TEXT_WIDTH - label_width, element=entry.add("LBody"))
        rows.append([mark, body])
    return [
        grid(rows, widths=(label_width, TEXT_WIDTH - label_width), commands=padding(top=0, bottom=4)),
        Spacer(0, 6),
    ]


def _page_break(block: blocks.PageBreak, root: Element) -> list[Flowable]:
    return [NewPage()]


_MAKERS: dict[str, Callable[[Any, Element], list[Flowable]]] = {
    blocks.Letterhead.kind: _letterhead,
    blocks.AddressBlock.kind: _address,
    blocks.Heading.kind: _heading,
    blocks.Paragraph.kind: _paragraph,
    blocks.Bullets.kind: _bullets,
    blocks.Numbered.kind: _numbered,
    blocks.Facts.kind: facts,
    blocks.Table.kind: table,
    blocks.Signatures.kind: signatures,
    blocks.PageBreak.kind: _page_break,
}
