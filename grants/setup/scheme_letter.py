"""Letters as clauses with merge fields; an award letter that misses an item of the checklist is refused."""

import re
from dataclasses import dataclass
from typing import Self

from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.letter_checklist import AWARD_FIELDS, CHECKLIST, DECLINE_FIELDS, MUST_MERGE

_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Clause:
    key: str
    heading: Text
    text: Text
    covers: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(
            name for language in self.text.languages for name in _FIELD.findall(self.text.in_language(language))
        )

    @classmethod
    def read(cls, record: Record, known: frozenset[str]) -> Self:
        clause = cls(
            key=record.words("key", required=True),
            heading=record.must_text("heading"),
            text=record.must_text("text"),
            covers=record.list_of_words("covers"),
        )
        record.done()
        for name in sorted(clause.fields - known):
            record.fault("text", f"{{{name}}} is not a field that can be merged")
        for item in clause.covers:
            if item not in CHECKLIST:
                record.fault("covers", f"“{item}” is not an item of the letter checklist")
        return clause


@dataclass(frozen=True)
class Letter:
    clauses: tuple[Clause, ...]
    accept_within_days: int = 28
    accepted: str = "online"  # online, paper or deed

    @classmethod
    def read(cls, record: Record) -> Self:
        clauses = [Clause.read(item, AWARD_FIELDS) for item in record.records("clause")]
        letter = cls(
            clauses=tuple(sorted(clauses, key=lambda clause: "signatures" in clause.covers)),  # how to accept: last
            accept_within_days=record.number("accept_within_days") or 28,
            accepted=record.one_of("accepted", ("online", "paper", "deed"), default="online"),
        )
        record.done()
        covered = {item for clause in letter.clauses for item in clause.covers}
        for item, words in CHECKLIST.items():
            if item not in covered:
                record.fault("", f"no clause covers {item}: {words}")
                continue
            for name in MUST_MERGE.get(item, ()):
                if name not in letter.fields_covering(item):
                    record.fault("", f"no clause that covers {item} merges {{{name}}}")
        return letter

    def fields_covering(self, item: str) -> frozenset[str]:
        return frozenset(name for clause in self.clauses if item in clause.covers for name in clause.fields)


@dataclass(frozen=True)
class Decline:
    """What a body that gets nothing is told, with the reasons and how to appeal."""

    clauses: tuple[Clause, ...]
    appeal_working_days: int = 10

    @classmethod
    def read(cls, record: Record) -> Self:
        decline = cls(
            clauses=tuple(Clause.read(item, DECLINE_FIELDS) for item in record.records("clause")),
            appeal_working_days=record.number("appeal_working_days") or 10,
        )
        record.done()
        merged = {name for clause in decline.clauses for name in clause.fields}
        for name in ("feedback", "appeal_by"):
            if name not in merged:
                record.fault("", f"must merge {{{name}}}")
        return decline
