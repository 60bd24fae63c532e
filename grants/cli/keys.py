"""`flask keys`: make the keys that live outside the database.

Also runs by itself, `python -m grants.cli.keys make FILE`, since the application will not start without its keys.
"""

import base64
import os
from pathlib import Path

import click

from grants.crypto import KeyRing, new_signing_pem


@click.group("keys")
def command() -> None:
    """Keys: make, public, data."""


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def make(file: Path) -> None:
    """Make a new signing key in FILE, readable by you alone. Never writes over a file."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(
            f"{file} is there already. A lost key can't be made again, so nothing is written over."
        ) from None
    except OSError as problem:
        raise click.ClickException(f"{file} can't be written: {problem.strerror}.") from None
    pem = new_signing_pem()
    with os.fdopen(descriptor, "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    click.echo(f"Made {file}. Set GRANTS_SIGNING_KEY to it and keep a copy off this machine.")
    click.echo("The public half, for anyone who checks what we signed:")
    click.echo(_ring(pem).public_pem.decode(), nl=False)


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def public(file: Path) -> None:
    """Print the public half of the signing key in FILE."""
    try:
        click.echo(_ring(file.read_bytes()).public_pem.decode(), nl=False)
    except ValueError:
        raise click.ClickException(f"{file} does not hold a signing key.") from None


@command.command()
@click.argument("name")
def data(name: str) -> None:
    """Print a new data key called NAME, for the front of GRANTS_DATA_KEYS."""
    if not name.isalnum():
        raise click.ClickException("Name the key with letters and figures, such as 2026a.")
    click.echo(f"{name}:{base64.b64encode(os.urandom(32)).decode()}")


def _ring(pem: bytes) -> KeyRing:
    return KeyRing((), pem)


if __name__ == "__main__":
    command()
