"""Every page carries the council's look, is valid HTML, and holds none of the state's marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import html5lib
import pytest
from flask import Flask, flash, render_template
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, FileSystemLoader, UndefinedError
from werkzeug.test import TestResponse

import grants
from grants.web.headers import init_headers
from grants.web.presentation import NavigationItem, init_presentation, render_alone, set_navigation
from tests.web.observatory import score

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Looks:
    """Just the settings a page needs."""

    council_name: str = "Severnshire County Council"
    council_colour: str = "#1d5c4b"
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str = "a key for tests only, 32 letters long"
    demo: bool = True
    testing: bool = True


@dataclass(frozen=True)
class Tag:
    text: str
    colour: str


def page_values() -> dict[str, object]:
    """One of everything, for the page that shows every component."""
    tag = Tag("In assessment", "blue")
    rows = [
        {
            "label": "Sessional staff",
            "amounts": [1_250_000, 1_200_000],
            "note": "Two workers, 30 weeks",
            "href": "/",
        },
        {"label": "Hall hire", "amounts": [36_050, None]},
    ]
    return {
        "back": {"href": "/"},
        "case": {
            "reference": "WG-2026-00017-K",
            "name": "Łódź & St John's <b>Club</b>",
            "tag": tag,
            "facts": [
                {"label": "Requested", "value": "£12,500"},
                {"label": "Owner", "value": "Mary Oyelaran"},
            ],
            "flags": [Tag("High risk", "red")],
            "action": {"text": "Score", "href": "/"},
            "sections": [
                {"text": "Application", "href": "/", "current": True},
                {"text": "Checks", "href": "/", "count": 3},
            ],
        },
        "rows": rows,
        "total": {"label": "Total", "amounts": [1_286_050, 1_200_000]},
        "tag": tag,
        "tasks": [
            {"title": "About you", "href": "/", "hint": "Who to ask", "status": {"text": "Completed"}},
            {"title": "Budget", "href": "/", "status": Tag("Incomplete", "blue")},
            {"title": "Declaration", "status": {"text": "Cannot start yet"}},
        ],
        "columns": [
            {"text": "Reference", "sort_href": "/", "sorted": "ascending"},
            {"text": "Organisation"},
            {"text": "Amount (£)", "kind": "money"},
            {"text": "State", "kind": "tag"},
            {"text": "Due", "kind": "date"},
        ],
        "cases": [
            {
                "key": "1",
                "href": "/",
                "flag": True,
                "cells": ["WG-1", "St John's", 1_250_000, tag, date(2026, 11, 30)],
            },
            {"key": "2", "href": "/", "cells": ["WG-2", "Severn Youth", None, tag, None]},
        ],
        "parts": [
            {"label": "Held back", "amount": 5_000_00, "kind": "held_back"},
            {"label": "Reserved", "amount": 20_000_00, "kind": "reserved"},
            {"label": "Committed", "amount": 30_000_00, "kind": "committed"},
            {"label": "Paid", "amount": 25_000_00, "kind": "paid", "href": "/"},
            {"label": "Remaining", "amount": 20_000_00, "kind": "remaining"},
        ],
        "entries": [
            {
                "title": "Received",
                "at": datetime(2026, 11, 21, 17, 0, tzinfo=UTC),
                "who": "A. Person",
                "body": "a\nb",
            },
            {"title": "Decision expected", "at": date(2026, 12, 18), "later": True, "tag": tag},
        ],
        "files": [
            {"name": "constitution.pdf", "href": "/", "size": "1.2 MB", "tag": Tag("Not scanned", "yellow")},
            {
                "name": "accounts.pdf",
                "size": "300 kB",
                "note": "Waiting for the virus check",
                "remove_href": "/",
            },
        ],
        "facts": [
            {"key": "Name", "value": "St John's", "href": "/"},
            {"key": "What for", "value": "Line one\nline <two>"},
            {"key": "Empty", "value": "", "href": "/"},
        ],
    }


def make_app(looks: Looks | None = None) -> Flask:
    """The smallest app that shows a page."""
    looks = looks or Looks()
    app = Flask("grants", root_path=str(Path(grants.__file__).parent))
    app.secret_key = looks.secret_key
    app.testing = True
    init_presentation(app, looks)
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(PAGES)])  # type: ignore[list-item]
    init_headers(app)
    set_navigation(app, lambda: [NavigationItem("Worklist", "/", current=True), NavigationItem("Payments", "/pay")])

    @app.get("/")
    def everything() -> str:
        flash("Saved.", "success")
        return render_template("everything.html", **page_values())

    @app.get("/reading")
    def reading() -> str:
        return render_template("reading.html", problems=[("amount", "Enter the amount"), ("", "Choose a fund")])

    @app.get("/mistake")
    def mistake() -> str:
        return render_template("mistake.html")

    @app.get("/error/<int:code>")
    def error(code: int) -> str:
        return render_template(f"errors/{code}.html", request_id="abc", typed=["Forty <b>neighbours</b>"], nearest="/")

    @app.get("/alone")
    def alone() -> str:
        return render_alone("errors/503.html", request_id="abc", typed=[])

    return app


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    with make_app().test_client() as client:
        yield client


def parse(response: TestResponse) -> None:
    """Raise on anything the HTML standard calls an error."""
    html5lib.HTMLParser(strict=True).parse(response.get_data(as_text=True))


@pytest.mark.parametrize("path", ["/", "/reading", "/alone"])
def test_a_page_is_valid_html_with_one_heading(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    parse(response)
    assert response.get_data(as_text=True).count("<h1") == 1


@pytest.mark.parametrize("path", ["/", "/reading"])
def test_no_id_is_used_twice(client: FlaskClient, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(path).get_data(as_text=True))
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("path", ["/", "/reading"])
def test_a_page_shows_the_council_and_no_crown_crest_or_state_typeface(client: FlaskClient, path: str) -> None:
    page = client.get(path).get_data(as_text=True)
    assert "Severnshire County Council" in page
    for mark in (
        "crown",
        "crest",
        "gov.uk -",
        "gds transport",
        "open government licence",
        "govuk-header__logotype",
    ):
        assert mark not in page.lower()


def test_the_style_sheet_holds_no_state_typeface_or_crest(client: FlaskClient) -> None:
    found = re.search(r'href="(/static/vendor/[^"]+\.css)"', client.get("/").get_data(as_text=True))
    assert found
    with client.get(found[1]) as response:
        styles = response.get_data(as_text=True)
    assert ".govuk-button" in styles
    assert not [mark for mark in ("GDS Transport", "@font-face", "crest", "/assets/") if mark in styles]


def test_every_inline_script_and_style_carries_the_nonce_of_its_own_request(client: FlaskClient) -> None:
    first, second = client.get("/"), client.get("/")
    nonces = []
    for response in (first, second):
        found = re.search(r"script-src 'self' 'nonce-([^']+)'", response.headers["Content-Security-Policy"])
        assert found
        nonces.append(found[1])
        inline = re.findall(r"<(?:script|style)(?![^>]*application/json)[^>]*>", response.get_data(as_text=True))
        assert len(inline) >= 3
        assert all(f'nonce="{found[1]}"' in tag for tag in inline)
    assert nonces[0] != nonces[1]


def test_no_page_uses_an_inline_style_or_handler(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_security_headers_are_strict_and_pages_are_never_kept(client: FlaskClient) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers
    assert "max-age" in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/reading", "/error/404", "/alone", "/not-there"])
def test_every_answer_scores_at_least_125_at_the_observatory(client: FlaskClient, path: str) -> None:
    assert score(client.get(path, base_url="https://localhost").headers) >= 125


def test_the_observatory_score_falls_when_a_header_is_taken_away(client: FlaskClient) -> None:
    whole = client.get("/reading", base_url="https://localhost").headers
    for name in ("Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options"):
        partly = whole.copy()
        del partly[name]
        assert score(partly) < score(whole)


def test_static_files_have_names_that_change_with_their_content_and_are_kept(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    addresses = re.findall(r'"(/static/[^"]+)"', page)
    assert len(addresses) >= 5
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address)
        with client.get(address) as response:
            assert response.status_code == 200
            assert "immutable" in response.headers["Cache-Control"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_what_a_person_typed_is_shown_and_never_run(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert "<b>Club</b>" not in page
    assert "&lt;b&gt;Club&lt;/b&gt;" in page


def test_problems_are_listed_with_links_and_said_in_the_title(client: FlaskClient) -> None:
    page = client.get("/reading").get_data(as_text=True)
    assert '<a href="#amount">Enter the amount</a>' in page
    assert "<title>Error: " in page


def test_sums_stand_with_two_decimals_and_dates_in_words(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert "12,500.00" in page
    assert "21 November 2026" in page


def test_a_name_nobody_gave_is_loud_in_tests_and_silent_for_the_public() -> None:
    with pytest.raises(UndefinedError):
        make_app().test_client().get("/mistake")
    quiet = make_app(Looks(demo=False, testing=False)).test_client().get("/mistake")
    assert quiet.status_code == 200


def test_a_colour_that_could_break_out_of_the_style_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        make_app(Looks(council_colour="red;}</style>"))


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429, 500, 503])
def test_an_error_page_is_valid_and_says_what_to_do_next(client: FlaskClient, code: int) -> None:
    response = client.get(f"/error/{code}")
    parse(response)
    assert 'href="/">Go to the start page</a>' in response.get_data(as_text=True)
