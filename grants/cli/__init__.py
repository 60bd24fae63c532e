"""The `flask` commands, one group a file."""

from importlib import import_module
from pathlib import Path

from click import Command

NOT_COMMANDS = ("assets", "describe", "features")


def commands() -> list[Command]:
    """The command (or group) called `command` in each file of this folder."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if path.stem not in NOT_COMMANDS)
    return [import_module(f"grants.cli.{name}").command for name in names]
