"""The application starts whole or not at all, and says in words why it does not."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Blueprint, request

import grants.factory
from config import ROOT, BadSettings, read_settings
from grants.blueprints import doors
from grants.crypto import new_signing_pem
from grants.web.access import UndeclaredAccess, access


@pytest.fixture
def live(tmp_path: Path) -> dict[str, str]:
    """Settings that a real installation could start with."""
    (tmp_path / "signing.pem").write_bytes(new_signing_pem())
    return {
        "GRANTS_VAR": str(tmp_path),
        "GRANTS_BASE_URL": "https://grants.council.example",
        "GRANTS_CLAMD_URL": "none",
        "GRANTS_SECRET_KEY": "a secret that is long enough to be one",
        "GRANTS_DATA_KEYS": "k1:" + base64.b64encode(b"0" * 32).decode(),
        "GRANTS_SIGNING_KEY": str(tmp_path / "signing.pem"),
    }


def test_it_starts_with_whole_settings(live):
    settings = read_settings(live)
    assert settings.secure and not settings.demo


@pytest.mark.parametrize(("proxies", "address"), [("0", "127.0.0.1"), ("1", "198.51.100.7")])
def test_a_visitors_address_is_what_our_own_proxies_say_and_no_other(live, proxies, address):
    app = grants.factory.create_app(read_settings(live | {"GRANTS_PROXIES": proxies}))
    seen: list[str | None] = []
    app.before_request(lambda: seen.append(request.remote_addr))
    app.test_client().get("/health", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert seen == [address]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"GRANTS_SECRET_KEY": None}, "GRANTS_SECRET_KEY must be at least 32 characters"),
        ({"GRANTS_SECRET_KEY": "short"}, "GRANTS_SECRET_KEY must be at least 32 characters"),
        ({"GRANTS_CLAMD_URL": None}, "Set GRANTS_CLAMD_URL to the antivirus service, or to 'none'"),
        ({"GRANTS_BASE_URL": "grants.council.example"}, "GRANTS_BASE_URL must be a full address"),
        ({"GRANTS_DATA_KEYS": None}, "GRANTS_DATA_KEYS must hold id:base64 pairs"),
        ({"GRANTS_DATA_KEYS": "k1:c2hvcnQ="}, "must be 32 bytes"),
        ({"GRANTS_DATA_KEYS": "k1:not base64"}, "is not base64"),
        ({"GRANTS_SIGNING_KEY": None}, "GRANTS_SIGNING_KEY must name a file"),
        ({"GRANTS_SIGNING_KEY": "/nowhere/signing.pem"}, "GRANTS_SIGNING_KEY must name a file"),
        ({"GRANTS_PROXIES": "many"}, "GRANTS_PROXIES must say how many proxies"),
        ({"GRANTS_DEMO": "1"}, "Demo mode has known passwords"),
        ({"GRANTS_DEMO": "1", "GRANTS_BASE_URL": "http://192.0.2.7:8000"}, "it only runs on this machine"),
    ],
    ids=lambda each: " ".join(f"{k}={v}" for k, v in each.items()) if isinstance(each, dict) else "",
)
def test_it_refuses_settings_that_are_missing_or_unsafe(live, change, words):
    environment = {name: value for name, value in {**live, **change}.items() if value is not None}
    with pytest.raises(BadSettings, match=words.replace("(", r"\(")):
        read_settings(environment)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_the_demonstration_runs_on_this_machine(live, host):
    assert read_settings({**live, "GRANTS_DEMO": "1", "GRANTS_BASE_URL": f"http://{host}"}).demo


def test_the_server_stops_with_the_reason_and_no_traceback(live):
    environment = {"PATH": os.environ["PATH"], **live, "GRANTS_SECRET_KEY": "short"}
    line = [sys.executable, "-c", "import wsgi"]
    stopped = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert stopped.returncode != 0
    assert stopped.stderr.startswith("grants: GRANTS_SECRET_KEY") and "Traceback" not in stopped.stderr


def a_door(name: str, view: Callable[[], str]) -> Blueprint:
    door = Blueprint(name, __name__)
    door.get(f"/{name}")(view)
    return door


def test_a_view_that_does_not_say_who_may_come_keeps_it_from_starting(settings, monkeypatch):
    door = a_door("forgotten", lambda: "everything")
    monkeypatch.setattr(grants.factory, "doors", lambda: [*doors(), door])
    with pytest.raises(UndeclaredAccess, match="forgotten"):
        grants.factory.create_app(settings)


def test_a_view_that_says_who_may_come_starts(settings, monkeypatch):
    door = a_door("remembered", access("staff")(lambda: "something"))
    monkeypatch.setattr(grants.factory, "doors", lambda: [*doors(), door])
    app = grants.factory.create_app(settings)
    assert any(rule.rule == "/remembered" for rule in app.url_map.iter_rules())


@pytest.mark.parametrize("who", [(), ("everybody",), ("officer", "offcer")])
def test_access_for_nobody_we_know_is_refused_where_it_is_written(who):
    with pytest.raises(UndeclaredAccess):
        access(*who)


def test_every_address_declares_who_may_come(app):
    declared = app.extensions["grants_access"]
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == declared.keys()
