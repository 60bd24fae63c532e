"""A letter's frozen words laid out as a document: the one source of its PDF and of its page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from grants.award.letter_words import english, merged
from grants.documents.blocks import (
    AddressBlock,
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Letterhead,
    Numbered,
    Paragraph,
    Signature,
    Signatures,
    Table,
)
from grants.models import Letter, LetterTemplate


def letter_document(letter: Letter, template: LetterTemplate) -> Document:
    """The document of a letter, from what was frozen when it was released."""
    data = letter.data
    council = data["letterhead"]["council"]
    return Document(
        title=data["title"],
        subject=f"{letter.reference} to {data['fields']['organisation']}",
        author=council,
        blocks=tuple(_blocks(letter, template.definition, data)),
        footer=council,
        reference=letter.reference,
    )


def _blocks(letter: Letter, definition: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Block]:
    head = data["letterhead"]
    yield Letterhead(
        council_name=head["council"],
        address_lines=tuple(head["address"]),
        date=head["date"],
        our_reference=letter.reference,
        colour=head["colour"],
    )
    yield AddressBlock(tuple(data["to"]))
    yield Heading(1, data["title"])
    yield Paragraph(f"Dear {data['dear']}")
    if data["facts"]:
        yield Facts(tuple((name, value) for name, value in data["facts"]))
    clauses = [block for clause in definition["clauses"] for block in _headed(clause, data)]
    if clauses and isinstance(clauses[-1], Paragraph):
        clauses[-1] = replace(clauses[-1], stays_with_next=True)  # so that no page has a signature and nothing else
    yield from clauses
    yield from _ending(letter, data)


def _headed(clause: Mapping[str, Any], data: Mapping[str, Any]) -> list[Block]:
    parts = list(_clause(english(clause["text"]), data))
    return [Heading(2, english(clause["heading"])), *parts] if parts else []


def _clause(text: str, data: Mapping[str, Any]) -> Iterator[Block]:
    """The paragraphs of a clause; one that is only a field with rows of its own becomes a table or a list."""
    for paragraph in text.split("\n\n"):
        alone = paragraph.strip()
        name = alone[1:-1] if alone.startswith("{") and alone.endswith("}") else ""
        if name in data["tables"]:
            yield _table(data["tables"][name])
        elif name in data["lists"]:
            items = tuple(data["lists"][name])
            yield Numbered(items) if name == "conditions" and len(items) > 1 else Bullets(items)
        elif name in data["points"]:
            yield from (Paragraph(words, bold_lead=f"{lead}.") for lead, words in data["points"][name])
        elif words := merged(alone, data).strip():
            yield Paragraph(words)


def _table(table: Mapping[str, Any]) -> Table:
    return Table(
        caption=table["caption"],
        header=tuple(table["header"]),
        rows=tuple(tuple(row) for row in table["rows"]),
        numeric_columns=tuple(table["numeric"]),
        total_row=bool(table.get("total", True)),
    )


def _ending(letter: Letter, data: Mapping[str, Any]) -> Iterator[Block]:
    signed, council = data["signed"], data["letterhead"]["council"]
    if letter.kind == "decline":
        yield Paragraph(f"Yours sincerely\n\n{signed['name']}\n{signed['position']}")
        return
    yield Paragraph("Yours sincerely", stays_with_next=True)
    organisation = data["fields"]["organisation"]
    council_signs = Signature(
        party=council,
        name=signed["name"],
        position=signed["position"],
        date=signed["date"],
        signed="Signed electronically",
    )
    yield Signatures((council_signs, *(Signature(party=f"{organisation} ({n})") for n in ("first", "second"))))
    yield Heading(2, "Is this letter real?")
    yield Paragraph(
        f"Anyone can check it at {data['check']['website']} with its reference, {letter.reference}, "
        f"and this code: {data['check']['code']}"
    )
