"""Files are kept once, read back whole, and never leave their folder, on every kind of store."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from grants.integrations.files import AlreadyKept, FileMissing, FileStore, StoreUnavailable, open_store


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def _s3_environment(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    monkeypatch.setenv("AWS_REGION", "eu-west-2")


@pytest.fixture(params=["file", "memory", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    if request.param == "file":
        return open_store(f"file://{tmp_path}/kept")
    if request.param == "memory":
        return open_store("memory:")
    endpoint = request.getfixturevalue("s3_endpoint")
    _s3_environment(monkeypatch, endpoint)
    bucket = f"grants-{tmp_path.name.lower().replace('_', '-')[-40:].strip('-')}"
    _make_bucket(endpoint, bucket)
    return open_store(f"s3://{bucket}/council")


def _make_bucket(endpoint: str, bucket: str) -> None:
    host, _, port = endpoint.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(f"PUT /{bucket} HTTP/1.0\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n".encode())
        assert b" 200 " in line.recv(4096)


def test_what_is_put_comes_back_whole(store: FileStore) -> None:
    data = bytes(range(256)) * 4096
    store.put("letters/a1b2", data)
    assert store.get("letters/a1b2") == data
    assert store.exists("letters/a1b2")


def test_nothing_is_ever_written_over(store: FileStore) -> None:
    store.put("a1", b"first")
    with pytest.raises(AlreadyKept):
        store.put("a1", b"second")
    assert store.get("a1") == b"first"


def test_a_missing_file_is_said_to_be_missing(store: FileStore) -> None:
    with pytest.raises(FileMissing):
        store.get("never-put")
    assert not store.exists("never-put")


def test_deleting_twice_is_the_same_as_once(store: FileStore) -> None:
    store.put("a1", b"x")
    store.delete("a1")
    store.delete("a1")
    assert not store.exists("a1")


def test_keys_are_listed_in_order_by_folder(store: FileStore) -> None:
    for key in ("letters/b", "uploads/c", "letters/a"):
        store.put(key, b"x")
    assert list(store.keys()) == ["letters/a", "letters/b", "uploads/c"]
    assert list(store.keys("letters")) == ["letters/a", "letters/b"]


@pytest.mark.parametrize("key", ["../x", "a/../b", "/etc/passwd", "", "a//b", "a b", "a\0b", ".hidden", "x" * 501])
def test_a_key_that_could_climb_out_is_refused(store: FileStore, key: str) -> None:
    for use in (store.get, store.exists, store.delete, lambda bad: store.put(bad, b"x")):
        with pytest.raises(ValueError, match="file key"):
            use(key)


def test_files_on_this_machine_are_whole_on_disk_and_only_there(tmp_path: Path) -> None:
    open_store(f"file://{tmp_path}/kept%20here").put("a/b", b"x")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()] == [
        "kept here/a/b"
    ]
    assert open_store(f"file://{tmp_path}/kept%20here").get("a/b") == b"x"


def test_a_store_that_refuses_the_line_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        _s3_environment(monkeypatch, f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(StoreUnavailable, match="onnect"):
            open_store("s3://bucket").get("a1")


def test_a_store_that_hangs_is_unavailable_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        _s3_environment(monkeypatch, f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(StoreUnavailable):
            open_store("s3://bucket").put("a1", b"x")
        assert 4 < time.monotonic() - began < 12


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}/kept")
    (tmp_path / "kept" / "a").write_bytes(b"a file where a folder should be")
    with pytest.raises(StoreUnavailable):
        store.put("a/b", b"x")


@pytest.mark.parametrize("url", ["", "file://relative/path", "file:", "ftp://x", "s3:///x", "/var/files"])
def test_an_address_of_another_kind_is_refused_at_start(url: str) -> None:
    with pytest.raises(ValueError, match="file store must be"):
        open_store(url)


def test_the_s3_store_keeps_under_its_prefix(monkeypatch: pytest.MonkeyPatch, s3_endpoint: str) -> None:
    _s3_environment(monkeypatch, s3_endpoint)
    _make_bucket(s3_endpoint, "prefix-bucket")
    open_store("s3://prefix-bucket/county/live").put("a1", b"x")
    assert [
        entry["path"] for page in S3Store("prefix-bucket", client_options={"allow_http": True}).list() for entry in page
    ] == ["county/live/a1"]
