"""The made-up county: everything the demonstration promises is in it, and it was made by the commands alone."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from grants.crypto import new_signing_pem
from grants.domain.legal_forms import LegalForm
from grants.models.application import APPLICATION_STATES
from grants.models.awarding import AWARD_STATES
from tests.tools import SOAK

pytestmark = [pytest.mark.slow, pytest.mark.real_time]
TODAY = "2026-11-22"
NEVER_APPLY = {LegalForm.INDIVIDUAL, LegalForm.BUSINESS, LegalForm.POLITICAL_BODY}
Flask = Callable[..., str]


def flask_on(var: Path, keys: dict[str, str]) -> Flask:
    """`flask` as a newcomer types it, on a database of its own."""
    environment = os.environ | keys | {"GRANTS_DEMO": "1", "GRANTS_CLAMD_URL": "none", "GRANTS_VAR": str(var)}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    return run


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The same keys twice, for the same bytes twice."""
    pem = tmp_path_factory.mktemp("keys") / "signing.pem"
    pem.write_bytes(new_signing_pem())
    return {
        "GRANTS_SECRET_KEY": "a secret that is long enough to be one",
        "GRANTS_DATA_KEYS": "demo1:" + base64.b64encode(b"1" * 32).decode(),
        "GRANTS_SIGNING_KEY": str(pem),
    }


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, keys: dict[str, str]) -> tuple[Flask, Path]:
    var = tmp_path_factory.mktemp("county")
    flask = flask_on(var, keys)
    flask("db", "upgrade")
    flask("demo", "load", "--today", TODAY)
    return flask, var / "grants.db"


def rows(database: Path, statement: str) -> list[Any]:
    with sqlite3.connect(database) as connection:
        return connection.execute(statement).fetchall()


def found(database: Path, statement: str) -> set[Any]:
    return {row[0] for row in rows(database, statement)}


@pytest.mark.feature("S1", "S3", "S4", "S7")
def test_the_county_is_whole_its_money_is_the_documents_and_its_record_holds(county):
    flask, database = county
    assert len(rows(database, "SELECT 1 FROM organisation")) >= 60
    assert found(database, "SELECT legal_form FROM organisation") == set(LegalForm) - NEVER_APPLY
    assert len(rows(database, "SELECT 1 FROM application")) >= 200
    assert found(database, "SELECT status FROM application") == set(APPLICATION_STATES)
    assert found(database, "SELECT status FROM award") == set(AWARD_STATES)
    names = " ".join(found(database, "SELECT name FROM organisation"))
    assert all(each in names for each in ("Ł", "ŵ", "'")) and max(map(len, names.split("  "))) > 100
    for table in ("payment", "monitoring_return", "letter", "movement", "message"):
        assert rows(database, f"SELECT 1 FROM {table} LIMIT 1"), table
    assert "The record holds" in flask("audit", "verify")
    money = {each["fund"]: each["total"] for each in json.loads(flask("figures", "--json"))["funds"]}
    winter = money["s01_winter_grant"]
    assert (winter["budget"], winter["paid"], winter["returned"], winter["spent_direct"], winter["remaining"]) == (
        150_000_000, 54_212_665, 1_237_335, 90_000_000, 4_550_000,
    )  # fmt: skip
    assert money["s03_refugee_support"]["paid"] == 49_000_000
    assert money["s04_carers_support"]["spent_direct"] == 2_000_000


@pytest.mark.skipif(not SOAK, reason="a second county takes as long as the first: make soak")
def test_the_same_date_and_keys_make_the_same_county(county, keys, tmp_path):
    _flask, database = county
    again = flask_on(tmp_path, keys)
    again("db", "upgrade")
    again("demo", "load", "--today", TODAY)
    tables = found(database, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    for table in sorted(tables):
        statement = f"SELECT * FROM {table} ORDER BY rowid"
        assert rows(database, statement) == rows(tmp_path / "grants.db", statement), table
