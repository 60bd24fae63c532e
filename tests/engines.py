"""Databases for tests: one migrated template a run, one fast copy a test, on both engines."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command as alembic

from grants.cli.db import alembic_config

# Memory where the machine offers it: making a database for every test is mostly waiting for the disk.
QUICK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
REQUIRED = os.environ.get("GRANTS_TEST_REQUIRE") == "1"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@contextmanager
def sqlite_template(folder: Path) -> Iterator[str]:
    """The path of a migrated SQLite database to copy from."""
    path = folder / "template.db"
    alembic.upgrade(alembic_config(f"sqlite:///{path}"), "head")
    yield str(path)


def copy_sqlite(template: str, folder: Path) -> str:
    """The address of a fresh copy."""
    path = folder / f"{uuid.uuid4().hex}.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@contextmanager
def postgresql_cluster() -> Iterator[str]:
    """A throw-away PostgreSQL without fsync, reached by a socket in a folder of its own; yields its base address."""
    folder = Path(tempfile.mkdtemp(prefix="grants-pg-", dir=QUICK))
    shutil.chown(folder, "postgres", "postgres")
    run(folder, "initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    run(folder, "pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run(folder, "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as its own user: it refuses to run as root."""
    line = [str(BINARIES[-1] / program), *arguments]
    if os.geteuid() == 0:
        line = ["runuser", "-u", "postgres", "--", *line]
    subprocess.run(line, check=True, cwd=folder, stdout=subprocess.DEVNULL)


def postgresql_reason() -> str:
    """Why PostgreSQL can't be tested here; empty when it can."""
    if not BINARIES:
        return "PostgreSQL is not installed"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "running as root without runuser"
    return ""


@contextmanager
def postgresql_template(base: str) -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy from."""
    name = "template_grants"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    alembic.upgrade(alembic_config(base.replace("/postgres?", f"/{name}?")), "head")
    yield name


def copy_postgresql(base: str, template: str) -> str:
    """The address of a fresh copy."""
    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return base.replace("/postgres?", f"/{name}?")


def drop_postgresql(base: str, url: str) -> None:
    """Let a copy go, whoever is still connected."""
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {psycopg.conninfo.conninfo_to_dict(url)['dbname']} WITH (FORCE)")
