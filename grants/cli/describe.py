"""`python -m grants.cli.describe`: writes the documents that are made from the code."""

from pathlib import Path

from config import ROOT
from grants.cli.describing.data_model import data_model_page
from grants.cli.describing.feature_list import features_page
from grants.cli.describing.permissions import described_app, permissions_page
from grants.cli.describing.state_tables import states_page

FOLDER = ROOT / "docs"


def documents() -> dict[str, str]:
    """Each made document by its name under docs/."""
    return {
        "features.md": features_page(),
        "states.md": states_page(),
        "permissions.md": permissions_page(described_app()),
        "data-model.md": data_model_page(),
    }


def main(folder: Path = FOLDER) -> None:
    """Write them all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
