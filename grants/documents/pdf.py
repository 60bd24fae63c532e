"""A document in, the bytes of an accessible, archival PDF out: the same bytes for the same document."""

from grants.documents.archive import archived
from grants.documents.blocks import Document
from grants.documents.pages import lay_out
from grants.documents.story import story
from grants.documents.tagging import Element


def render_pdf(document: Document) -> bytes:
    """PDF/UA-1 and PDF/A-2a. Every text is printed as plain words; what the font lacks as [U+XXXX]."""
    root = Element("Document")
    pages = lay_out(document, story(document, root))
    return archived(pages, document=document, root=root)
