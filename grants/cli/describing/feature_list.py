"""The rows of the feature list, the tests that carry their marks, and what the last runs said of those."""

import ast
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import ROOT
from grants.cli.describing.markdown import code, page, table

ROWS = ROOT / "docs" / "features.toml"
RESULTS = ROOT / "var" / "feature-results.json"


@dataclass(frozen=True)
class Row:
    """One thing the system must do."""

    number: str
    part: str
    words: str
    room: str


@dataclass(frozen=True)
class MarkedTest:
    """A test function that says it proves a row."""

    row: str
    path: str
    name: str

    @property
    def id(self) -> str:
        return f"{self.path}::{self.name}"


def rows(path: Path = ROWS) -> list[Row]:
    """Every row, in the order of the list."""
    parts = tomllib.loads(path.read_text("utf-8"))["part"]
    return [
        Row(number=number, part=f"{letter}. {part['title']}", words=row["words"], room=row["room"])
        for letter, part in parts.items()
        for number, row in part.items()
        if number != "title"
    ]


def marked_tests(root: Path = ROOT) -> list[MarkedTest]:
    """Every test with the mark of a row, found by reading the files: nothing is run or imported."""
    found = []
    for path in sorted((root / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        whole = [row for node in tree.body if _is_pytestmark(node) for row in _marks(node)]
        where = path.relative_to(root).as_posix()
        found += [MarkedTest(row, where, name) for name, row in _functions(tree.body, whole, prefix="")]
    return sorted(set(found), key=lambda each: (each.path, each.name, each.row))


def _functions(body: list[ast.stmt], inherited: list[str], *, prefix: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for row in [*inherited, *(r for each in node.decorator_list for r in _marks(each))]:
                yield f"{prefix}{node.name}", row
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            own = [r for each in node.decorator_list for r in _marks(each)]
            yield from _functions(node.body, [*inherited, *own], prefix=f"{prefix}{node.name}::")


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)


def _marks(node: ast.AST) -> list[str]:
    """The rows named by each `pytest.mark.feature(...)` in a decorator, also inside a parameter's marks."""
    return [
        str(given.value)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "feature"
        for given in call.args
        if isinstance(given, ast.Constant)
    ]


def file_digest(path: Path) -> str:
    """Tells whether a test's file is still the one that was run."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def results(path: Path = RESULTS, root: Path = ROOT) -> dict[str, Any]:
    """What recorded runs said, by test case; only where the test's file has not changed since."""
    if not path.exists():
        return {}
    kept = json.loads(path.read_text("utf-8"))
    return {case: each for case, each in kept.items() if each["file"] == file_digest(root / case.partition("::")[0])}


def proven(tests: list[MarkedTest], recorded: Mapping[str, Any]) -> set[str]:
    """The rows with a marked test of which a case passed and none failed. A skipped case proves nothing."""
    outcomes: dict[str, set[str]] = {}
    passed: dict[str, set[str]] = {}
    for case, each in recorded.items():
        function = case.partition("[")[0]
        outcomes.setdefault(function, set()).add(each["outcome"])
        if each["outcome"] == "passed":
            passed.setdefault(function, set()).update(each["rows"])
    return {
        test.row for test in tests if test.row in passed.get(test.id, ()) and "failed" not in outcomes.get(test.id, ())
    }


def features_page() -> str:
    """docs/features.md: each row, where it lives and the tests that carry its mark."""
    tests: dict[str, list[str]] = {}
    for test in marked_tests():
        tests.setdefault(test.row, []).append(test.id.removeprefix("tests/"))
    body = ["A row is proven when one of its tests passed in a recorded run: `make features` says which are not.", ""]
    listed = rows()
    for part in dict.fromkeys(row.part for row in listed):
        cells = [
            (row.number, row.words, code(f"{row.room}/"), "<br>".join(code(t) for t in tests.get(row.number, ["none"])))
            for row in listed
            if row.part == part
        ]
        body += [f"## {part}", "", *table(("Row", "What it does", "Where", "Tests"), cells), ""]
    return page("Features", "python -m grants.cli.describe", body)
