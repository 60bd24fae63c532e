"""Keys are made on the machine, once, for one pair of eyes."""

import subprocess
import sys

from click.testing import CliRunner

from config import ROOT, _data_key
from grants.cli.keys import command


def run(*words: str):
    return CliRunner().invoke(command, list(words))


def test_a_signing_key_is_readable_by_its_owner_alone_and_never_written_over(tmp_path):
    path = tmp_path / "signing.pem"
    assert "BEGIN PUBLIC KEY" in run("make", str(path)).output
    first = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    again = run("make", str(path))
    assert again.exit_code == 1
    assert "nothing is written over" in again.output
    assert path.read_bytes() == first


def test_the_public_half_comes_out_again(tmp_path):
    made = run("make", str(tmp_path / "signing.pem")).output
    assert run("public", str(tmp_path / "signing.pem")).output in made


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path):
    result = run("make", str(tmp_path / "none" / "signing.pem"))
    assert result.exit_code == 1
    assert "can't be written" in result.output


def test_a_data_key_can_be_put_into_the_settings_as_it_is():
    name, key = _data_key(run("data", "2026a").output.strip())
    assert (name, len(key)) == ("2026a", 32)


def test_keys_can_be_made_before_the_application_has_any(tmp_path):
    made = subprocess.run(
        [sys.executable, "-m", "grants.cli.keys", "make", str(tmp_path / "signing.pem")],
        cwd=ROOT,
        env={},
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert b"PRIVATE KEY" in (tmp_path / "signing.pem").read_bytes()
