"""Reads the code of the application for tests that look at it rather than run it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config import ROOT

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python file of the application by its path, read once."""
    files = [*sorted((ROOT / "grants").rglob("*.py")), ROOT / "config.py", ROOT / "wsgi.py"]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in files}


def functions(tree: ast.AST) -> Iterator[FunctionNode]:
    """Every function of a file, inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, FunctionNode))


def lines_of(node: FunctionNode) -> int:
    """How long a function is without its docstring."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring and ast.get_docstring(node) else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def texts(folder: str, *endings: str) -> dict[str, str]:
    """Files of a folder with one of the endings, as text; what others wrote (vendor) is left out."""
    found = sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in endings and "vendor" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): Path(path).read_text("utf-8") for path in found}
