"""What the auditor does afterwards: finds the award, takes the letter and the evidence, and verifies the record."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

from tests.browser.window import Window


def find(auditor: Window, reference: str) -> None:
    """By its reference alone."""
    auditor.go("/audit")
    auditor.fill("Reference of a case, letter, return or payment", reference)
    auditor.press("Find")
    auditor.press(reference)
    auditor.see("Riverside Neighbours", "Letters", "SHA-256")
    auditor.picture("19-audit-record")


def same_letter(auditor: Window, letter: bytes) -> None:
    """The bytes the grantee had."""
    data = auditor.take("Download award letter")
    assert data == letter
    auditor.see(hashlib.sha256(data).hexdigest())


def evidence(auditor: Window, letter: bytes) -> list[str]:
    """The pack of everything behind the case; the names of its parts, each with the hash that it lists."""
    packed = ZipFile(BytesIO(auditor.take("Evidence pack")))
    names = packed.namelist()
    for line in packed.read("SHA256SUMS").decode().splitlines():
        digest, _space, name = line.partition("  ")
        assert hashlib.sha256(packed.read(name)).hexdigest() == digest, name
    assert letter in [packed.read(name) for name in names if name.endswith(".pdf")]
    return names


def verify(auditor: Window) -> None:
    """Now, on the page."""
    auditor.press("Verify this record now")
    auditor.see("The record holds")
    auditor.picture("20-verified")


def see_downloads(auditor: Window, reference: str) -> None:
    """Who looked and took, this auditor among them."""
    auditor.go(f"/audit/{reference}/access")
    auditor.see("Ngozi Eze Evidence pack", "Ngozi Eze Download letter", "Amina Yusuf Download letter")
