"""A strict test browser: it follows no redirect, reads tokens from the form, and refuses an ill-made page."""

from __future__ import annotations

import html as entities
import re
from html.parser import HTMLParser
from typing import Any

import html5lib
from flask import Flask
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from grants import clock
from grants.crypto import new_token, token_hash
from grants.models import Account, Person, WebSession
from grants.web.request import house

PARSER_OPTIONS = {"strict": True}


class Visitor:
    """One browser. `get` and `post` check the page; `submit` fills in a page's own form."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        if person is not None:
            self._sign_in(person)

    def as_(self, person: Person) -> Visitor:
        """A new browser where the person is signed in."""
        return Visitor(self.app, person)

    def _sign_in(self, person: Person) -> None:
        token = new_token()
        with self.app.app_context(), house().database.writing() as session:
            account = session.query(Account).filter_by(person_id=person.id).one()
            now = clock.now()
            session.add(
                WebSession(
                    account_id=account.id,
                    token_hash=token_hash(token),
                    device="test",
                    created_at=now,
                    last_seen_at=now,
                    second_factor_at=now,
                )
            )
            session.commit()
        with self.client.session_transaction() as cookie:
            cookie["token"] = token

    def get(self, path: str, expect: int = 200) -> TestResponse:
        """The page; fails on another status or ill-made HTML."""
        response = self.client.get(path)
        assert response.status_code == expect, f"{path}: {response.status_code}\n{words(response)[:1500]}"
        check_page(response)
        return response

    def post(self, path: str, data: dict[str, Any] | None = None, expect: int = 303) -> TestResponse:
        """Send exactly these fields with a good token."""
        response = self.client.post(path, data={"csrf_token": self.token(), **(data or {})})
        assert response.status_code == expect, f"{path}: {response.status_code}\n{words(response)[:2500]}"
        check_page(response)
        return response

    def submit(self, path: str, expect: int = 303, form: int = 0, **fields: Any) -> TestResponse:
        """Open the page, fill in its form (hidden fields included) and send it where it says."""
        page = self.get(path)
        found = forms(page)[form]
        return self.post(found["action"] or path, {**found["fields"], **fields}, expect=expect)

    def token(self) -> str:
        """A token against forgery that belongs to this browser's session."""
        with self.app.test_request_context():
            with self.client.session_transaction() as current:
                cookie.update(dict(current))
            value = generate_csrf()
            with self.client.session_transaction() as current:
                current["csrf_token"] = cookie["csrf_token"]
        return value


def words(response: TestResponse) -> str:
    """The text a person reads on the page."""
    if not response.content_type.startswith("text/html"):
        return (
            response.get_data(as_text=True) if response.content_type.startswith("text/") else repr(response.data[:200])
        )
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", response.get_data(as_text=True))
    text = re.sub(r"<[^>]+>", " ", text)
    return re.sub(r"\s+", " ", entities.unescape(text)).strip()


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self._textarea: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form" and at.get("method", "").lower() == "post" and "sign-out" not in at.get("action", ""):
            self.found.append({"action": at.get("action", ""), "fields": {}})
        if not self.found:
            return
        fields = self.found[-1]["fields"]
        if tag == "input" and at.get("name"):
            self._input(fields, at)
        elif tag == "textarea":
            self._textarea = at.get("name")
            fields[self._textarea] = ""
        elif tag == "select":
            self._select = at.get("name")
            fields.setdefault(self._select, "")
        elif tag == "option" and self._select and "selected" in at:
            fields[self._select] = at.get("value", "")

    @staticmethod
    def _input(fields: dict[str, Any], at: dict[str, str]) -> None:
        kind = at.get("type", "text")
        if kind in ("radio", "checkbox"):
            if "checked" in at:
                fields.setdefault(at["name"], []).append(at.get("value", "on"))
        elif kind not in ("submit", "button", "file"):
            fields[at["name"]] = at.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea and self.found:
            self.found[-1]["fields"][self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = None
        if tag == "select":
            self._select = None


def forms(response: TestResponse) -> list[dict[str, Any]]:
    """The forms of a page that post, with the fields as a browser would send them untouched."""
    parser = _Forms()
    parser.feed(response.get_data(as_text=True))
    return parser.found


def check_page(response: TestResponse) -> None:
    """Valid HTML, one h1, no id twice, every field labelled, every post form with its token."""
    if not response.content_type.startswith("text/html") or response.status_code in (302, 303):
        return
    text = response.get_data(as_text=True)
    html5lib.HTMLParser(strict=True).parse(text)
    assert len(re.findall(r"<h1[\s>]", text)) == 1, "a page has exactly one h1"
    ids = re.findall(r'\sid="([^"]+)"', text)
    doubled = {each for each in ids if ids.count(each) > 1}
    assert not doubled, f"ids used twice: {doubled}"
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', text))
    for match in re.finditer(r"<(input|select|textarea)\b[^>]*>", text):
        tag = match.group(0)
        if re.search(r'type="(hidden|submit|button)"', tag) or "aria-label" in tag:
            continue
        found = re.search(r'\sid="([^"]+)"', tag)
        assert found and found.group(1) in labelled, f"a field without a label: {tag[:160]}"
    for form in re.finditer(r"(?s)<form\b[^>]*method=\"post\".*?</form>", text, re.IGNORECASE):
        assert "csrf_token" in form.group(0), "a form that posts needs its token"
