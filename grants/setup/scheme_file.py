"""A scheme file read whole or not at all: every fault told with its path and line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grants.questions.record import Faults, Record
from grants.setup.scheme import Scheme
from grants.setup.scheme_checks import check_scheme
from grants.setup.scheme_including import Opened, open_scheme, place_of
from grants.setup.scheme_moving import moved

SCHEMES = Path(__file__).parent.parent / "schemes"


@dataclass(frozen=True)
class Fault:
    """`path` counts from 1: round[1].criteria[3].weight. `line` is that of its table's header in `file`."""

    path: str
    line: int
    message: str
    file: str = ""

    def __str__(self) -> str:
        where = f"{self.file or 'this file'}, line {self.line}"
        return f"{where}: {self.path} {self.message}" if self.path else f"{where}: {self.message}"


class SchemeFaults(ValueError):
    """Everything wrong with a scheme file."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def parse_scheme(text: str, base: Path = SCHEMES, *, moved_by_days: int = 0) -> Scheme:
    """`base` is the folder the `include` names start from. Only a scheme that says `moves` is moved."""
    opened = open_scheme(text, _reader(base))
    if not opened.faults:
        if opened.data.get("moves") is True:
            moved(opened.data, moved_by_days)
        return _read(opened)
    raise SchemeFaults([Fault(path, place.line, message, place.file) for path, place, message in opened.faults])


def read_scheme(path: Path, *, moved_by_days: int = 0) -> Scheme:
    return parse_scheme(path.read_text(encoding="utf-8"), path.parent, moved_by_days=moved_by_days)


def scheme_files(folder: Path = SCHEMES) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _reader(base: Path) -> Callable[[str], str]:
    def text_of(name: str) -> str:
        path = (base / name).resolve()
        if not path.is_relative_to(base.resolve()):
            raise ValueError(name)  # a scheme file includes only what lies beside or below it
        return path.read_text(encoding="utf-8")

    return text_of


def _read(opened: Opened) -> Scheme:
    faults = Faults()
    scheme = Scheme.read(Record(opened.data, "", faults))
    check_scheme(scheme, faults)
    if faults.found:
        raise SchemeFaults(_placed(faults, opened))
    return scheme


def _placed(faults: Faults, opened: Opened) -> list[Fault]:
    """A piece that several rounds share is told once."""
    told: dict[tuple[str, int, str, str], Fault] = {}
    for path, message in faults.found:
        place = place_of(path, opened)
        fault = Fault(path, place.line, message, place.file)
        told.setdefault((place.file, place.line, path.rpartition(".")[2], message), fault)
    return list(told.values())
