"""Files are clean only when a scanner says so; any doubt leaves them pending."""

import os
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grants.integrations.antivirus import ClamdScanner, Clean, Infected, Scanner, ScannerUnavailable, open_scanner
from tests.integrations.upload_corpus import EICAR, zipped

CONFIGURATION = """
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.sock
TCPSocket {port}
TCPAddr 127.0.0.1
Foreground yes
User root
StreamMaxLength 2M
LogFile {folder}/clamd.log
PidFile {folder}/clamd.pid
"""


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A real scanner that knows one made-up virus; gives its two addresses."""
    if not (shutil.which("clamd") and shutil.which("sigtool")):
        if os.environ.get("GRANTS_TEST_REQUIRE") == "1":
            pytest.fail("clamd is required here and is not installed")
        pytest.skip("clamd is not installed: the scanner is not tried against the real one")
    folder = tmp_path_factory.mktemp("clamd")
    _write_signature(folder)
    port = _free_port()
    (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
    process = subprocess.Popen(
        ["clamd", "--config-file", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        _wait_for(ClamdScanner(host="127.0.0.1", port=port, time_limit=1.0), process)
        yield f"tcp://127.0.0.1:{port}", f"unix:{folder}/clamd.sock"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _write_signature(folder: Path) -> None:
    (folder / "signatures").mkdir()
    (folder / "eicar.com").write_bytes(EICAR)
    made = subprocess.run(["sigtool", "--md5", str(folder / "eicar.com")], capture_output=True, text=True, check=True)
    (folder / "signatures" / "test.hdb").write_text(made.stdout.replace("eicar.com", "Test.Eicar"))


def _free_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def _wait_for(scanner: ClamdScanner, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(150):
        if scanner.ping():
            return
        assert process.poll() is None, "clamd stopped by itself"
        time.sleep(0.2)
    pytest.fail("clamd did not answer within 30 seconds")


@pytest.fixture(params=[0, 1], ids=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, clamd: tuple[str, str]) -> Scanner:
    opened = open_scanner(clamd[request.param])
    assert opened is not None
    return opened


@pytest.mark.feature("29")
def test_a_virus_is_found_and_named(scanner: Scanner) -> None:
    assert scanner.scan(EICAR) == Infected(name="Test.Eicar.UNOFFICIAL")
    assert scanner.scan(zipped({"inside.com": EICAR})) == Infected(name="Test.Eicar.UNOFFICIAL")


@pytest.mark.feature("29")
@pytest.mark.parametrize("data", [b"", b"hello", bytes(1024 * 1024)], ids=["empty", "short", "a megabyte"])
def test_a_harmless_file_is_clean(scanner: Scanner, data: bytes) -> None:
    assert scanner.scan(data) == Clean()


def test_a_file_larger_than_the_scanner_takes_is_never_called_clean(scanner: Scanner) -> None:
    with pytest.raises(ScannerUnavailable):
        scanner.scan(bytes(12 * 1024 * 1024))
    assert scanner.scan(b"hello") == Clean()


def test_a_running_scanner_answers_a_ping(scanner: Scanner) -> None:
    assert scanner.ping()


@contextmanager
def answering(reply: bytes | None, *, read_all: bool = True) -> Iterator[ClamdScanner]:
    """A server that takes a file and says this, or hangs up at once, or says nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()
        talk = threading.Thread(target=_talk, args=(listening, reply, read_all, done), daemon=True)
        talk.start()
        yield ClamdScanner(host="127.0.0.1", port=listening.getsockname()[1], time_limit=0.5)
        done.set()
        talk.join(timeout=5)


def _talk(listening: socket.socket, reply: bytes | None, read_all: bool, done: threading.Event) -> None:
    line, _ = listening.accept()
    with line, line.makefile("rb") as stream:
        if read_all:
            stream.read(len(b"zINSTREAM\0"))
            while size := struct.unpack("!L", stream.read(4))[0]:
                stream.read(size)
        if reply is None:
            done.wait(5)
        else:
            line.sendall(reply)


def test_the_answer_is_read_however_it_is_cut() -> None:
    with answering(b"stream: OK\0") as scanner:
        assert scanner.scan(b"x" * 200_000) == Clean()
    with answering(b"stream: Win.Test.EICAR_HDB-1 FOUND\0") as scanner:
        assert scanner.scan(b"x") == Infected(name="Win.Test.EICAR_HDB-1")


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"stream: OK",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"\0",
        b"OK\0",
        b"stream:  FOUND\0",
        b"x" * 5000,
        None,
    ],
)
def test_any_other_answer_leaves_the_file_pending(reply: bytes | None) -> None:
    with answering(reply) as scanner, pytest.raises(ScannerUnavailable):
        scanner.scan(b"x")


def test_a_scanner_that_hangs_up_half_way_leaves_the_file_pending() -> None:
    with answering(b"", read_all=False) as scanner, pytest.raises(ScannerUnavailable):
        scanner.scan(bytes(20 * 1024 * 1024))


def test_a_scanner_that_is_away_leaves_the_file_pending(tmp_path: Path) -> None:
    for scanner in (ClamdScanner(host="127.0.0.1", port=_free_port()), ClamdScanner(path=str(tmp_path / "none.sock"))):
        with pytest.raises(ScannerUnavailable):
            scanner.scan(b"x")
        assert not scanner.ping()


def test_no_scanner_is_a_choice_said_out_loud() -> None:
    assert open_scanner("none") is None
    assert open_scanner("tcp://127.0.0.1:3310") == ClamdScanner(host="127.0.0.1", port=3310)
    assert open_scanner("unix:/run/clamav/clamd.ctl") == ClamdScanner(path="/run/clamav/clamd.ctl")


@pytest.mark.parametrize("url", ["", "None", "tcp://host", "unix:relative", "clamd"])
def test_an_address_of_another_kind_is_refused_at_start(url: str) -> None:
    with pytest.raises(ValueError, match="virus scanner must be"):
        open_scanner(url)
