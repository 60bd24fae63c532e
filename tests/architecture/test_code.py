"""The house rules that can be read off the code itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from grants.setup.scheme_file import read_scheme, scheme_files
from tests.architecture.code import functions, lines_of, modules, texts

LONGEST_FUNCTION = 40
LONGEST_FILE = 350
# Name what is longer, with the reason why it reads better whole.
LONG_FUNCTIONS: dict[str, str] = {
    "grants/apply/commands/start_application.py::start_application": "its refusals, then one row with all its columns",
    "grants/assess/commands/agree_scores.py::agree_scores": "one row for the agreed total and one for each criterion",
    "grants/assess/pile.py::pile": "one SELECT: a line for each fact of a piece of scoring",
    "grants/award/letter_steps.py::award_letter_data": "the words of a letter, a line for each field",
    "grants/award/queries.py::award_page": "one page's facts, a line for each",
    "grants/blueprints/assess/pages.py::scores_page": "one page's facts, a line for each",
    "grants/setup/scheme_round.py::read": "a round read key by key from its file",
    "grants/web/case.py::_around": "one SELECT: what stands around a case, a line for each fact",
}
LONG_FILES: dict[str, str] = {
    "grants/pay/queries.py": "the reads of every page of payment; part it by page before it grows",
}
# The modules that may say that text is safe, each read line by line.
MAY_MARK_SAFE: dict[str, str] = {}
MAY_READ_THE_CLOCK = ("grants/clock.py",)
FORBIDDEN_NAMES = ("utils", "helpers", "manager", "service", "common", "misc")


def test_every_module_stays_in_its_layer():
    program = Path(sys.executable).parent / "lint-imports"
    found = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-3000:]


def test_no_function_is_too_long_to_read_at_once():
    long = {
        f"{path}::{node.name}": lines_of(node)
        for path, tree in modules().items()
        for node in functions(tree)
        if lines_of(node) > LONGEST_FUNCTION
    }
    assert long.keys() <= LONG_FUNCTIONS.keys(), long
    assert LONG_FUNCTIONS.keys() <= long.keys(), "a function named as long no longer is: take it off the list"


def test_no_file_is_too_long_to_read_at_once():
    long = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in modules()}
    long = {path: lines for path, lines in long.items() if lines > LONGEST_FILE}
    assert long.keys() <= LONG_FILES.keys(), long


def test_every_module_says_why_it_exists():
    silent = [path for path, tree in modules().items() if not ast.get_docstring(tree)]
    assert not silent


def test_no_module_is_named_for_nothing():
    named = [path for path in modules() if {Path(path).stem, *Path(path).parent.parts} & {*FORBIDDEN_NAMES}]
    assert not named


def test_a_command_file_holds_the_one_verb_it_is_named_for():
    wrong = []
    for path, tree in modules().items():
        if "/commands/" not in path or path.endswith("__init__.py"):
            continue
        public = [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
        named = [n for n in public if n.name == Path(path).stem]
        if len(public) != 1 or len(named) != 1 or not ast.get_docstring(named[0]):
            wrong.append((path, [n.name for n in public]))
    assert not wrong


def test_only_the_clock_reads_the_clock():
    reading = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        if path not in MAY_READ_THE_CLOCK
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and (call.func.attr in ("now", "utcnow", "today", "current_timestamp", "localtime") or _is_time_time(call.func))
        and not (isinstance(call.func.value, ast.Name) and call.func.value.id == "clock")
    ]
    assert not reading


def _is_time_time(called: ast.Attribute) -> bool:
    return called.attr in ("time", "sleep") and isinstance(called.value, ast.Name) and called.value.id == "time"


def test_nothing_says_that_text_is_safe():
    code = {path: (ROOT / path).read_text("utf-8") for path in modules()}
    marked = [path for path, text in code.items() if re.search(r"\bMarkup\b", text) and path not in MAY_MARK_SAFE]
    pages = texts("templates", ".html", ".txt")
    marked += [path for path, text in pages.items() if re.search(r"\|\s*safe\b|autoescape\s+false", text)]
    assert not marked


def test_the_code_knows_no_scheme_by_name():
    """A scheme is a file: what is written for one by name would not serve the next."""
    names = {name for path in scheme_files() for name in _names(path)}
    # The demonstration plays the schemes that come with the system, so it may name them.
    code = {p: (ROOT / p).read_text("utf-8") for p in modules() if not p.startswith("grants/demo/")}
    code |= texts("templates", ".html", ".txt")
    found = [(path, name) for path, text in code.items() for name in names if name in text.casefold()]
    assert len(names) >= 20
    assert not found


def _names(path: Path) -> list[str]:
    scheme = read_scheme(path)
    return [path.stem.casefold(), scheme.key.casefold(), scheme.title.en.casefold()]


def test_no_template_carries_style_or_script_in_its_attributes():
    inline = re.compile(r"""<[a-z][^>]*\s(style|on[a-z]+)\s*=""", re.IGNORECASE)
    found = [
        (path, m.group(0)[-80:]) for path, text in texts("templates", ".html").items() if (m := inline.search(text))
    ]
    assert not found


LOADED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"""<(?!a\b)[a-z][^>]*\b(?:src|srcset|href|data|poster|action)\s*=\s*["']?(?:https?:)?//""",
        r"""url\(\s*["']?(?:https?:)?//|@import""",
        r"""\b(?:fetch|import|open)\(\s*["'`](?:https?:)?//""",
        r"""new (?:Worker|EventSource|WebSocket|URL)\(\s*["'`][a-z]+://""",
    )
)


def test_no_page_loads_anything_from_elsewhere():
    files = {**texts("templates", ".html"), **texts("grants/static", ".css", ".js", ".svg")}
    vendor = ROOT / "grants" / "static" / "vendor"
    files |= {path.name: path.read_text("utf-8") for path in sorted(vendor.glob("*.css"))}
    assert files
    found = [(path, m.group(0)) for path, text in files.items() for pattern in LOADED if (m := pattern.search(text))]
    assert not found


@pytest.mark.parametrize(
    "loads",
    ['<img src="https://x.example/a.png">', "<link href=//x.example/a.css>", "a{background:url(//x.example/b)}"],
)
def test_what_a_browser_would_load_is_seen(loads):
    assert any(pattern.search(loads) for pattern in LOADED)


def test_a_link_to_elsewhere_is_not_a_load():
    assert not any(pattern.search('<a href="https://x.example/">') for pattern in LOADED)


def test_lock_files_hold_no_addresses():
    files = [*ROOT.glob("*.lock"), ROOT / "package-lock.json", ROOT / ".npmrc"]
    assert len(files) >= 5
    assert not [path.name for path in files if "://" in path.read_text("utf-8")]
