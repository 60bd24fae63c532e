"""Documents made from the code say what the code does now, and the list of features is whole."""

from __future__ import annotations

import re

import pytest

from config import ROOT, read_settings
from grants.cli.describe import documents
from grants.cli.describing.feature_list import MarkedTest, marked_tests, proven, results, rows
from grants.factory import create_app
from tests.feature_results import Recorder

MAKE_THEM = "is out of date: run python -m grants.cli.describe and commit what it wrote"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    nothing = str(tmp_path_factory.mktemp("var"))
    settings = read_settings({"GRANTS_DEMO": "1", "GRANTS_CLAMD_URL": "none", "GRANTS_VAR": nothing})
    return documents(create_app(settings))


@pytest.mark.parametrize("name", ["features.md", "states.md", "permissions.md", "data-model.md"])
def test_a_made_document_says_what_the_code_does(made, name):
    written = ROOT / "docs" / name
    assert written.exists() and written.read_text("utf-8") == made[name], f"docs/{name} {MAKE_THEM}"


def test_every_numbered_row_is_listed_once_in_order():
    wanted = [*map(str, range(1, 122)), *(f"S{n}" for n in range(1, 16)), *(f"X{n}" for n in range(1, 16))]
    assert [row.number for row in rows()] == wanted


def test_every_row_lives_in_a_folder_that_exists():
    missing = {row.room for row in rows() if not (ROOT / "grants" / row.room).is_dir()}
    assert not missing


def test_every_row_is_one_short_sentence():
    long = [row.number for row in rows() if len(row.words) > 125 or not row.words.endswith(".")]
    assert not long


def test_every_marked_test_names_a_listed_row():
    listed = {row.number for row in rows()}
    unknown = [test for test in marked_tests() if test.row not in listed]
    assert not unknown


def test_marks_are_found_on_functions_classes_modules_and_parameters(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_marks.py").write_text(
        "import pytest\n"
        "pytestmark = pytest.mark.feature('1')\n"
        "@pytest.mark.feature('2', '3')\n"
        "def test_one(): ...\n"
        "@pytest.mark.feature('4')\n"
        "class TestMore:\n"
        "    @pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.feature('5'))])\n"
        "    def test_two(self, x): ...\n"
        "def not_a_test(): ...\n"
    )
    found = {(test.name, test.row) for test in marked_tests(tmp_path)}
    assert found == {
        ("test_one", "1"), ("test_one", "2"), ("test_one", "3"),
        ("TestMore::test_two", "1"), ("TestMore::test_two", "4"), ("TestMore::test_two", "5"),
    }  # fmt: skip


TEST = MarkedTest("7", "tests/test_a.py", "test_x")


def case(outcome: str, row: str = "7") -> dict[str, object]:
    return {"outcome": outcome, "rows": [row], "file": "", "at": ""}


def test_a_row_is_proven_by_a_case_that_passed():
    assert proven([TEST], {"tests/test_a.py::test_x[sqlite]": case("passed")}) == {"7"}


@pytest.mark.parametrize(
    "recorded",
    [
        {},
        {"tests/test_a.py::test_x": case("skipped")},
        {"tests/test_a.py::test_x": case("failed")},
        {"tests/test_a.py::test_x[sqlite]": case("passed"), "tests/test_a.py::test_x[postgresql]": case("failed")},
        {"tests/test_a.py::test_x": case("passed", row="8")},
        {"tests/test_b.py::test_x": case("passed")},
    ],
    ids=["never run", "skipped", "failed", "failed on one engine", "for another row", "another test"],
)
def test_a_row_is_not_proven_by_less(recorded):
    assert proven([TEST], recorded) == set()


def report(nodeid: str, outcome: str, when: str = "call") -> pytest.TestReport:
    found = pytest.TestReport(nodeid, ("", 0, ""), {}, outcome, None, when)  # type: ignore[arg-type]
    found.user_properties.append(("features", ["7"]))
    return found


def test_a_failure_while_tidying_up_is_a_failure(tmp_path):
    recorder = Recorder(tmp_path / "results.json")
    recorder.take(report("tests/test_kernel.py::test_x", "passed"))
    recorder.take(report("tests/test_kernel.py::test_x", "failed", when="teardown"))
    recorder.write()
    assert results(tmp_path / "results.json")["tests/test_kernel.py::test_x"]["outcome"] == "failed"


def test_a_result_goes_when_the_file_of_its_test_changes(tmp_path):
    (tmp_path / "tests").mkdir()
    path = tmp_path / "results.json"
    recorder = Recorder(path)
    recorder.take(report("tests/test_kernel.py::test_x", "passed"))
    recorder.write()
    (tmp_path / "tests" / "test_kernel.py").write_text("# changed")
    assert results(path) and not results(path, root=tmp_path)


def test_every_link_between_documents_leads_somewhere():
    documents_ = [*(ROOT / "docs").rglob("*.md")]
    links = [
        (path, link) for path in documents_ for link in re.findall(r"\]\((?!\w+:)([^)#]+)", path.read_text("utf-8"))
    ]
    assert len(links) >= 5
    assert not [f"{path.name}: {link}" for path, link in links if not (path.parent / link).exists()]
