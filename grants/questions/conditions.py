"""When a question or section is asked: a test of another answer; what hangs on a hidden answer is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

from grants.questions.record import Faults, Record

TESTS = ("is", "is_not", "any_of", "over", "under")


@dataclass(frozen=True)
class When:
    """`{question = "staff", is = "yes"}`. For a question with several choices, `is` means is among them."""

    question: str
    test: str
    value: str | int | tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"question": self.question, self.test: value}

    def holds(self, answer: object) -> bool:
        if answer is None:
            return False
        if self.test in ("over", "under"):
            return _compares(answer, self.test, self.value)
        given = {str(item) for item in answer} if isinstance(answer, list) else {_plain(answer)}
        wanted = set(self.value) if isinstance(self.value, tuple) else {str(self.value)}
        return bool(given & wanted) != (self.test == "is_not")


def _plain(answer: object) -> str:
    return "yes" if answer is True else str(answer)


def _compares(answer: object, test: str, limit: object) -> bool:
    if not isinstance(answer, int) or not isinstance(limit, int):
        return False
    return answer > limit if test == "over" else answer < limit


def conditions_from(value: object, path: str, faults: Faults) -> tuple[When, ...]:
    """One condition or a list of them; all of a list must hold."""
    if value is None:
        return ()
    items = value if isinstance(value, list) else [value]
    read = (_condition(Record(item, path, faults)) for item in items)
    return tuple(when for when in read if when is not None)


def _condition(record: Record) -> When | None:
    question = record.words("question", required=True)
    tests = [test for test in TESTS if test in record]
    if len(tests) != 1:
        record.fault("", f"must have exactly one of {', '.join(TESTS)}")
        return None
    value = _wanted(record, tests[0])
    record.done()
    return None if value is None else When(question, tests[0], value)


def _wanted(record: Record, test: str) -> str | int | tuple[str, ...] | None:
    if test == "any_of":
        return record.list_of_words(test)
    if test in ("over", "under"):
        return record.number(test)
    return record.words(test) or None


def circles(needs: Mapping[str, frozenset[str]]) -> list[str]:
    """Keys that wait, through others, for themselves."""
    return [key for key in needs if key in _reached(needs, key)]


def _reached(needs: Mapping[str, frozenset[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(needs.get(key, ()))
    return seen
