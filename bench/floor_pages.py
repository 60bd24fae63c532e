"""The least a page could cost here: one bare Flask view, the raw driver, f-strings with every value escaped."""

from html import escape
from typing import Any

from flask import Flask, Response, request

from bench.raw import Raw

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
PERSON = (
    "SELECT s.id, s.last_seen_at, s.ended_at, a.id, a.is_staff, a.disabled_at, p.id, p.name FROM web_session s"
    " JOIN account a ON a.id = s.account_id JOIN person p ON p.id = a.person_id WHERE s.token_hash = ?"
)
LIST = (
    "SELECT a.reference, o.name, a.title, a.requested, a.status, a.submitted_at, a.score FROM application a"
    " JOIN organisation o ON o.id = a.organisation_id WHERE a.round_id = ? AND a.status = ?"
    " AND (a.{key}, a.id) < (?, ?) ORDER BY a.{key} DESC, a.id DESC LIMIT 50"
)
COUNTS = "SELECT status, count(*) FROM application WHERE round_id = ? GROUP BY status"
CASE = (
    "SELECT a.id, a.reference, a.title, a.status, a.requested, a.response_id, o.name, r.title FROM application a"
    " JOIN organisation o ON o.id = a.organisation_id JOIN round r ON r.id = a.round_id WHERE a.reference = ?"
)
ANSWERS = "SELECT question, value FROM answer WHERE response_id = ? ORDER BY question"
SCORES = (
    "SELECT p.name, s.points, s.reason FROM assessment m JOIN score s ON s.assessment_id = m.id"
    " JOIN person p ON p.id = m.person_id WHERE m.application_id = ? ORDER BY m.id, s.criterion_id"
)
EVENTS = (
    "SELECT e.at, e.kind, e.role, e.person_id FROM event e JOIN chain_head h ON h.id = e.chain_id"
    " WHERE h.kind = 'application' AND h.subject_id = ? ORDER BY e.sequence DESC"
)
DRAFT = (
    "SELECT a.status, a.organisation_id, w.id, w.version FROM application a"
    " JOIN answer w ON w.response_id = a.response_id AND w.question = ? WHERE a.reference = ?"
)
# What every page of ours carries beside its own words: head, header, navigation, filters, footer.
FRAME = '<div class="govuk-width-container app-part"><a class="govuk-link" href="/somewhere">Words of it</a></div>' * 90


def floor_app(raw: Raw) -> Flask:
    """The floor pages as an application of their own."""
    app = Flask("floor", static_folder=None)
    app.after_request(_with_headers)

    @app.get("/list")
    def worklist() -> str:
        asked = request.args
        key = asked["key"]
        _person(raw)
        values = (int(asked["round"]), asked["status"], _typed(asked["after"], key), int(asked["id"]))
        rows = raw.rows(LIST.format(key=key), values)
        counts = raw.rows(COUNTS, (int(asked["round"]),))
        return _page("".join(_state(row) for row in counts) + _table(rows))

    @app.get("/case/<reference>")
    def case(reference: str) -> str:
        _person(raw)
        (found,) = raw.rows(CASE, (reference,))
        parts = (raw.rows(ANSWERS, (found[5],)), raw.rows(SCORES, (found[0],)), raw.rows(EVENTS, (found[0],)))
        return _page(_table([found]) + "".join(_table(rows) for rows in parts))

    @app.post("/autosave/<reference>")
    def autosave(reference: str) -> str:
        _person(raw)
        raw.begin()
        ((status, _organisation, answer_id, version),) = raw.rows(
            DRAFT + raw.locking, (request.form["question"], reference)
        )
        if status != "draft" or version != int(request.form["seen"]):
            raise LookupError("not a draft any more, or changed meanwhile")
        value = '"' + request.form["value"].replace("\\", "\\\\").replace('"', '\\"') + '"'
        raw.run("UPDATE answer SET value = ?, version = version + 1 WHERE id = ?", (value, answer_id))
        raw.commit()
        return '{"saved": true}'

    return app


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _person(raw: Raw) -> None:
    raw.rows(PERSON, (request.cookies["token"],))


def _typed(text: str, key: str) -> Any:
    return int(text) if key == "rank_score" else text


def _state(row: Any) -> str:
    return f'<li><a href="/list?status={escape(row[0])}">{escape(row[0])} <span>{row[1]}</span></a></li>'


def _table(rows: list[Any]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>" for row in rows) + "</table>"


def _cell(value: Any) -> str:
    return f'<td class="govuk-table__cell">{escape(str(value))}</td>'


def _page(body: str) -> str:
    return f"<!doctype html><html><head><title>Floor</title></head><body>{FRAME}{body}</body></html>"
