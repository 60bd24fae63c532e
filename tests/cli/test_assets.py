"""The front-end files come from one pinned package, cleaned of what a council may not use, or fail plainly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grants.cli import assets

CLEAN = "body{font-family:arial,sans-serif}"


def make_root(folder: Path, *, installed: str, styles: str) -> Path:
    """A project folder in which npm has put a version of the package."""
    dist = folder / assets.PACKAGE / "dist" / "govuk"
    dist.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"dependencies": {"govuk-frontend": "6.3.0"}}))
    (folder / assets.PACKAGE / "package.json").write_text(json.dumps({"version": installed}))
    (dist / assets.STYLES).write_text(styles)
    (dist / assets.SCRIPT).write_text("export{};//# sourceMappingURL=govuk-frontend.min.js.map")
    return folder


def test_the_typeface_crest_and_source_map_are_taken_out(tmp_path: Path) -> None:
    styles = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
        "body{font-family:GDS Transport,arial,sans-serif}"
        "i{mask-image:url(/assets/images/govuk-crest.svg)}/*# sourceMappingURL=a.map */"
    )
    root = make_root(tmp_path, installed="6.3.0", styles=styles)
    written = assets.copy_assets(root, tmp_path / "vendor")
    assert written[0].read_text() == f"{CLEAN}i{{mask-image:none}}"
    assert written[1].read_text() == "export{};"


def test_another_version_than_the_one_asked_for_is_refused(tmp_path: Path) -> None:
    root = make_root(tmp_path, installed="6.4.0", styles=CLEAN)
    with pytest.raises(assets.AssetsProblem, match=r"6\.4\.0, but package\.json asks for 6\.3\.0"):
        assets.check_version(root)


def test_a_mark_that_cannot_be_taken_out_stops_the_copy(tmp_path: Path) -> None:
    root = make_root(tmp_path, installed="6.3.0", styles="i{background:url(other/crest.svg)}")
    with pytest.raises(assets.AssetsProblem, match="crest"):
        assets.copy_assets(root, tmp_path / "vendor")
    assert not list((tmp_path / "vendor").iterdir())


def test_a_machine_without_npm_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(assets.AssetsProblem, match="make setup"):
        assets.npm_command()


def test_npm_beside_python_is_used_when_the_machine_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "npm").touch()
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    assert assets.npm_command() == str(tmp_path / "npm")


def test_a_failed_install_is_said_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'no network' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert assets.main(tmp_path, tmp_path / "vendor") == 1
    assert "no network" in capsys.readouterr().err
    assert not (tmp_path / "vendor").exists()
