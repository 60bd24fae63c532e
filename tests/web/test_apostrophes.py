"""One apostrophe on every page: the curly one."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STRAIGHT = re.compile(r"[A-Za-z]'[a-z]")
# What is typed at a terminal, made up for the demonstration, or told to whoever writes code.
NOT_PAGES = ("cli", "demo", "documents", "presentation.py")
PYTHON = [each for each in (ROOT / "grants").rglob("*.py") if not set(NOT_PAGES) & set(each.relative_to(ROOT).parts)]
TEMPLATES = [each for each in (ROOT / "templates").rglob("*") if each.suffix in (".html", ".txt")]


def said(path: Path) -> list[str]:
    """The texts of a module but its docstrings; of a template what is marked for translation; all of a mail."""
    text = path.read_text()
    if path.suffix == ".txt":
        return text.splitlines()
    if path.suffix == ".html":
        return re.findall(r'_\("((?:[^"\\]|\\.)*)"', text)
    tree = ast.parse(text)
    told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    return [
        each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in told
    ]


@pytest.mark.parametrize("files", [PYTHON, TEMPLATES], ids=["code", "templates"])
def test_no_page_has_a_straight_apostrophe(files):
    assert len(files) > 50
    assert [(str(each.relative_to(ROOT)), text) for each in files for text in said(each) if STRAIGHT.search(text)] == []
