"""Finds the programs some tests drive: without one a test is skipped with its reason, or fails where all are needed."""

from __future__ import annotations

import os
import shutil

import pytest

# Where servers live on Debian, which a person's PATH leaves out.
SERVER_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))

# How many walks of the state machine `make soak` takes; with it come more rounds and more kills everywhere else.
SOAK = int(os.environ.get("GRANTS_SOAK", "0"))


def required() -> bool:
    """Whether this run may leave no test out (`.ci/run` says so)."""
    return os.environ.get("GRANTS_TEST_REQUIRE", "") == "1"


def leave_out(reason: str) -> None:
    """Skip the test, or fail it where every tool is required."""
    if required():
        pytest.fail(f"GRANTS_TEST_REQUIRE=1, and {reason}", pytrace=False)
    pytest.skip(reason)


def tool(name: str, *, package: str) -> str:
    """The path of a program, such as `tool("chromium", package="chromium")`."""
    found = shutil.which(name, path=SERVER_PATH)
    if found is None:
        leave_out(f"{name} is not on this machine (Debian package: {package})")
    return str(found)


def postgres_url() -> str:
    """The address of a PostgreSQL server on this machine whose user may create databases."""
    address = os.environ.get("GRANTS_TEST_POSTGRES", "")
    if not address:
        leave_out("GRANTS_TEST_POSTGRES does not name a PostgreSQL server on this machine")
    return address
