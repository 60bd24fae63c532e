"""Scores the headers of an answer by the published table of MDN's HTTP Observatory, as far as one answer can tell."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import Headers

HALF_A_YEAR = 15_768_000
BONUS_FROM = 90  # below this, nothing good makes up for what is missing
PRIVATE_REFERRERS = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")


def score(headers: Headers) -> int:
    """Points out of 100, and above it for what is better than it has to be."""
    marks = [
        policy_mark(headers.get("Content-Security-Policy", "")),
        framing_mark(headers),
        transport_mark(headers.get("Strict-Transport-Security", "")),
        5 if headers.get("Referrer-Policy") in PRIVATE_REFERRERS else 0,
        0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0,
        -50 if headers.get("Access-Control-Allow-Origin") == "*" else 0,
        cookie_mark(headers.getlist("Set-Cookie")),
    ]
    lost = 100 + sum(mark for mark in marks if mark < 0)
    return lost + sum(mark for mark in marks if mark > 0) if lost >= BONUS_FROM else lost


def directives(policy: str) -> dict[str, str]:
    """A content policy as its parts by name."""
    pairs = (part.strip().partition(" ") for part in policy.split(";") if part.strip())
    return {name: value for name, _, value in pairs}


def policy_mark(policy: str) -> int:
    """Best for a policy that starts from nothing and trusts no inline code."""
    parts = directives(policy)
    if not parts:
        return -25
    if "'unsafe-inline'" in parts.get("script-src", parts.get("default-src", "'unsafe-inline'")):
        return -20
    if "unsafe-" in policy:
        return 0
    return 10 if parts.get("default-src") == "'none'" else 5


def framing_mark(headers: Headers) -> int:
    """Whether another site may put the page in a frame."""
    if "frame-ancestors" in directives(headers.get("Content-Security-Policy", "")):
        return 5
    return 0 if headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def transport_mark(value: str) -> int:
    """Whether browsers are told, for at least half a year, to come back over https only."""
    ages = [part.strip().partition("=")[2] for part in value.split(";") if part.strip().startswith("max-age=")]
    if not ages:
        return -20
    return 0 if int(ages[0]) >= HALF_A_YEAR else -10


def cookie_mark(cookies: Iterable[str]) -> int:
    """Whether each cookie stays on https, away from scripts and at home."""
    wanted = ("; secure", "; httponly", "; samesite=")
    missing = [mark for cookie in cookies for mark in wanted if mark not in cookie.lower()]
    if not cookies:
        return 0
    return -40 if missing else 5
