"""`python -m grants.cli.describe`: writes the documents that are made from the code."""

import os
import tempfile
from pathlib import Path

from flask import Flask
from flask.cli import ScriptInfo

from config import ROOT
from grants.cli.describing.data_model import data_model_page
from grants.cli.describing.feature_list import features_page
from grants.cli.describing.permissions import permissions_page
from grants.cli.describing.state_tables import states_page

FOLDER = ROOT / "docs"
UNDER = "grants.factory:create_app"


def documents(app: Flask) -> dict[str, str]:
    """Each made document by its name under docs/. The application is only asked for its addresses."""
    return {
        "features.md": features_page(),
        "states.md": states_page(),
        "permissions.md": permissions_page(app),
        "data-model.md": data_model_page(),
    }


def main(folder: Path = FOLDER) -> None:
    """Write them all, from an application found as the `flask` command finds it and with nothing of its own."""
    with tempfile.TemporaryDirectory() as nothing:
        os.environ.update(GRANTS_DEMO="1", GRANTS_CLAMD_URL="none", GRANTS_VAR=nothing)
        made = documents(ScriptInfo(app_import_path=UNDER).load_app())
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
