"""The council-wide question bank: the same question is the same everywhere, whoever asks it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Self

from grants.questions.form import FormFaults
from grants.questions.question import Question
from grants.questions.record import Faults, Record


class Bank:
    """Question key to its definition. A form says `bank = "title"` and may override what is around it."""

    def __init__(self, questions: Mapping[str, dict[str, Any]]) -> None:
        self._questions = dict(questions)

    @classmethod
    def load(cls, text: str) -> Self:
        faults = Faults()
        questions = {key: {"key": key, **entry} for key, entry in tomllib.loads(text).items()}
        for key, entry in questions.items():
            Question.read(Record({name: each for name, each in entry.items() if name != "when"}, key, faults))
        if faults.found:
            raise FormFaults(faults.found)
        return cls(questions)

    def __contains__(self, key: object) -> bool:
        return key in self._questions

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._questions)

    def meaning(self, key: str) -> dict[str, Any]:
        """The definition as kept, for the page that lists the bank."""
        return dict(self._questions[key])

    def borrow(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """A form's entry with `bank = …` filled in; ValueError where the bank can't lend it so."""
        wanted = entry["bank"]
        if not isinstance(wanted, str) or wanted not in self._questions:
            raise ValueError(f"“{wanted}” is not in the question bank")
        overrides = {name: value for name, value in entry.items() if name != "bank"}
        changed = sorted({"key", "type"} & overrides.keys())
        if changed:
            raise ValueError(f"a question from the bank keeps its {' and '.join(changed)}")
        return {**self._questions[wanted], **overrides}


@cache
def council_bank() -> Bank:
    return Bank.load(files("grants.questions").joinpath("bank.toml").read_text(encoding="utf-8"))
