"""One line a request, and nothing of anybody in it, even when a page fails."""

import json

import pytest
from flask import Blueprint

from config import Settings
from grants.factory import create_app
from grants.web.access import access

CANARY = "Zofia Kanarek"


@pytest.fixture
def failing(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    door = Blueprint("failing", __name__)

    @door.get("/fails")
    @access("public")
    def fails() -> str:
        name = CANARY
        raise RuntimeError(f"{name} is too long")

    monkeypatch.setattr("grants.factory.doors", lambda: [door])
    application = create_app(settings)
    application.testing = False
    yield application
    application.extensions["grants_house"].database.close()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_failing_page_is_logged_once_with_its_id_and_without_what_it_held(failing, capsys):
    response = failing.test_client().get(f"/fails?name={CANARY}")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert response.status_code == 500
    assert [line["event"] for line in lines] == ["unexpected", "request"]
    assert lines[0]["request_id"] == lines[1]["request_id"] == response.headers["X-Request-Id"]
    assert "RuntimeError" in json.dumps(lines[0])
    assert CANARY not in json.dumps(lines, ensure_ascii=False)
