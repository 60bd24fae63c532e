"""Settings from the environment: one frozen dataclass, checked when the application starts."""

import base64
import binascii
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from grants.crypto import KeyRing, new_signing_pem

ROOT = Path(__file__).resolve().parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadSettings(Exception):
    """The application must not start with these settings. The message says which and why."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one installation and another. See docs/runbook.md."""

    database_url: str
    owner_database_url: str
    files_url: str
    mail_url: str
    mail_from: str
    clamd_url: str
    secret_key: str
    keys: KeyRing
    base_url: str
    demo: bool
    testing: bool = False
    council_name: str = "Severnshire County Council"
    council_address: str = "County Hall, Spetchley Lane, Worcester, WR5 2NP"
    council_phone: str = "01632 960 100"
    council_email: str = "grants@severnshire.example"
    council_colour: str = "#1d5c4b"
    bank_table: str = ""
    proxies: int = 0

    @property
    def hosts(self) -> list[str]:
        """The names this system answers to: its own, and this machine's for a health check."""
        return [str(urlsplit(self.base_url).hostname), "localhost", "127.0.0.1"]

    @property
    def secure(self) -> bool:
        """Whether people reach us over https, so that cookies may demand it."""
        return self.base_url.startswith("https://")


def read_settings(environment: Mapping[str, str] | None = None, *, testing: bool = False) -> Settings:
    """Settings from GRANTS_* variables; raises BadSettings with what is wrong and how to mend it."""
    env = os.environ if environment is None else environment
    demo = env.get("GRANTS_DEMO", "") == "1"
    var = Path(env.get("GRANTS_VAR", ROOT / "var" / ("demo" if demo else "live")))
    base_url = env.get("GRANTS_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    _check_base_url(base_url, demo=demo)
    clamd_url = env.get("GRANTS_CLAMD_URL", "")
    if not clamd_url:
        raise BadSettings("Set GRANTS_CLAMD_URL to the antivirus service, or to 'none' to run without one on purpose.")
    database_url = env.get("GRANTS_DATABASE_URL", f"sqlite:///{var / 'grants.db'}")
    return Settings(
        database_url=database_url,
        owner_database_url=env.get("GRANTS_OWNER_DATABASE_URL", database_url),
        files_url=env.get("GRANTS_FILES_URL", f"file://{var / 'files'}"),
        mail_url=env.get("GRANTS_MAIL_URL", "database:"),
        mail_from=env.get("GRANTS_MAIL_FROM", "grants@severnshire.example"),
        clamd_url=clamd_url,
        secret_key=_secret_key(env, demo=demo, var=var),
        keys=KeyRing(_data_keys(env, demo=demo, var=var), _signing_pem(env, demo=demo, var=var)),
        base_url=base_url,
        demo=demo,
        testing=testing,
        bank_table=env.get("GRANTS_BANK_TABLE", ""),
        proxies=_proxies(env.get("GRANTS_PROXIES", "0")),
        **{
            name: env[f"GRANTS_{name.upper()}"]
            for name in (
                "council_name",
                "council_address",
                "council_phone",
                "council_email",
                "council_colour",
            )
            if f"GRANTS_{name.upper()}" in env
        },
    )


def _check_base_url(base_url: str, *, demo: bool) -> None:
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSettings("GRANTS_BASE_URL must be a full address such as https://grants.example.gov.uk.")
    if demo and parts.hostname not in LOOPBACK:
        raise BadSettings("Demo mode has known passwords: it only runs on this machine, at a loopback GRANTS_BASE_URL.")


def _proxies(value: str) -> int:
    if not value.isdecimal() or int(value) > 5:
        raise BadSettings("GRANTS_PROXIES must say how many proxies of yours stand before the application: 0 to 5.")
    return int(value)


def _secret_key(env: Mapping[str, str], *, demo: bool, var: Path) -> str:
    key = env.get("GRANTS_SECRET_KEY", "")
    if demo and not key:
        return _made(var / "secret_key", lambda: base64.b64encode(os.urandom(32))).decode()
    if len(key) < 32:
        raise BadSettings("GRANTS_SECRET_KEY must be at least 32 characters. Make one: openssl rand -base64 32")
    return key


def _data_keys(env: Mapping[str, str], *, demo: bool, var: Path) -> tuple[tuple[str, bytes], ...]:
    value = env.get("GRANTS_DATA_KEYS", "")
    if demo and not value:
        value = _made(var / "data_keys", lambda: b"demo1:" + base64.b64encode(os.urandom(32))).decode()
    if not value:
        raise BadSettings("GRANTS_DATA_KEYS must hold id:base64 pairs of 32 bytes, the current key first.")
    keys = tuple(_data_key(part.strip()) for part in value.split(","))
    if len({name for name, _ in keys}) != len(keys):
        raise BadSettings("GRANTS_DATA_KEYS names the same key id twice.")
    return keys


def _data_key(part: str) -> tuple[str, bytes]:
    name, _, body = part.partition(":")
    try:
        key = base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise BadSettings(f"GRANTS_DATA_KEYS: the key {name!r} is not base64.") from error
    if not name or len(key) != 32:
        raise BadSettings(f"GRANTS_DATA_KEYS: the key {name!r} must be 32 bytes.")
    return name, key


def _signing_pem(env: Mapping[str, str], *, demo: bool, var: Path) -> bytes:
    named = env.get("GRANTS_SIGNING_KEY", "")
    if demo and not named:
        return _made(var / "signing_key.pem", new_signing_pem)
    if not named or not Path(named).is_file():
        raise BadSettings(
            "GRANTS_SIGNING_KEY must name a file with an Ed25519 private key. "
            "Make one: python -m grants.cli.keys make FILE"
        )
    return Path(named).read_bytes()


def _made(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; made on the spot the first time, readable by us only (demo mode)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.touch(mode=0o600)
        partial.write_bytes(make())
        partial.rename(path)
    return path.read_bytes()
