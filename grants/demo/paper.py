"""The papers that made-up bodies attach: small real PDFs, kept the way an upload is."""

from io import BytesIO

from flask import Flask
from werkzeug.datastructures import FileStorage

from grants.documents.blocks import Document, Heading, Paragraph
from grants.documents.pdf import render_pdf
from grants.models import StoredFile
from grants.web.uploads import take, write_file
from grants.work import Work


def kept_paper(app: Flask, work: Work, *, title: str, owner: str) -> StoredFile:
    """One page with a title, kept in the file store with its row."""
    words = f"Drawn up by {owner} and agreed by its committee."
    page = Document(
        title=title, subject=title, author=owner, footer=owner, blocks=(Heading(1, title), Paragraph(words))
    )
    with app.app_context():
        upload = FileStorage(BytesIO(render_pdf(page)), filename="paper.pdf")
        return write_file(work, take(upload, field="file"))
