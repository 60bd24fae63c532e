"""`python -m grants.cli.features`: which rows of the feature list have no test that passed. `--last` runs nothing."""

import subprocess
import sys
from collections.abc import Sequence

from config import ROOT
from grants.cli.describing.feature_list import marked_tests, proven, results, rows


def main(arguments: Sequence[str] = ()) -> int:
    """Run the marked tests (unless only the last result is wanted), then say what is proven and what is not."""
    status = 0 if "--last" in arguments else run_marked_tests(arguments)
    for line in report():
        print(line)
    return status


def run_marked_tests(arguments: Sequence[str] = ()) -> int:
    """Every test that carries a row's mark; the results are recorded by tests/feature_results.py."""
    line = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "feature", *arguments]
    return subprocess.run(line, cwd=ROOT, check=False).returncode


def report() -> list[str]:
    """The rows no recorded run has proven, and how many it has."""
    tests, recorded, listed = marked_tests(), results(), rows()
    done = proven(tests, recorded)
    marked = {test.row for test in tests}
    lines = []
    for row in listed:
        if row.number not in done:
            why = "its tests have not passed" if row.number in marked else "no test"
            lines.append(f"{row.number:>4}  {why}: {row.words} ({row.room}/)")
    unknown = sorted(marked - {row.number for row in listed})
    lines += [f"{row:>4}  a test proves a row that is not listed" for row in unknown]
    lines.append(f"{len(done)} of {len(listed)} rows are proven by a recorded run, {_when(recorded)}")
    return lines


def _when(recorded: dict[str, dict[str, str]]) -> str:
    times = sorted(each["at"] for each in recorded.values())
    return f"{times[0]} to {times[-1]}" if times else "none yet"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
