"""Puts the questions of a form on a page and reads a posted section back; any room that asks a form uses it.

On the page:  {% from "components/question.html" import questions %}  {{ questions(asked) }}  inside a post form,
where `asked = ask(section, answers=…, versions=…)`. On the way back: `posted(request.form)`, then `read_section`.
Each question carries a hidden `seen-<key>`, the version of its answer that the page showed, so that an untouched
question is told from one that was not on the page. Buttons named `row` add and remove rows without JavaScript.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grants.questions.answers import Answers, check, first_field, visible
from grants.questions.display import show
from grants.questions.form import Form, Section
from grants.questions.limits import total_of
from grants.questions.question import Question
from grants.questions.reading import Raw, read, row_numbers
from grants.questions.typed import typed

SEEN = "seen-"
ROW_BUTTON = "row"
Problems = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class KeptFile:
    """A file already given as part of an answer."""

    id: str
    name: str
    href: str
    size: str
    tag: dict[str, str] | None = None


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it: what its boxes hold and what is wrong with them."""

    question: Question
    language: str
    seen: int
    boxes: Raw
    errors: Mapping[str, str]
    rows: tuple[int, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    limit: int | None = None
    files: tuple[KeptFile, ...] = ()
    heading: bool = False

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def label(self) -> str:
        return self.question.label.in_language(self.language)

    @property
    def hint(self) -> str:
        return self.question.help.in_language(self.language) if self.question.help else ""

    @property
    def error(self) -> str:
        """What is wrong with the whole answer, or with one of its boxes where the boxes are one thing."""
        return self.errors.get(self.key) or self.errors.get(first_field(self.question), "")

    def box(self, name: str) -> str:
        return (self.boxes.get(name) or [""])[0]

    def chosen(self, name: str) -> list[str]:
        return [each for each in self.boxes.get(name, []) if each]


@dataclass(frozen=True)
class ReadSection:
    """What a post says of a section: values by question, the version seen of each, and what could not be read."""

    values: dict[str, Any]
    seen: dict[str, int]
    problems: tuple[tuple[str, str], ...]


def posted(form: Any) -> dict[str, list[str]]:
    """A posted MultiDict as the plain lists that `grants.questions` reads."""
    return {name: list(values) for name, values in form.lists()}


def ask(
    section: Section,
    *,
    visible: Collection[str],
    answers: Answers,
    versions: Mapping[str, int] | None = None,
    raw: Raw | None = None,
    problems: Problems = (),
    files: Mapping[str, KeptFile] | None = None,
    language: str = "en",
) -> list[Asked]:
    """The questions of a section that are asked now. `raw` is what was posted, where the page is shown again."""
    shown = [question for question in section.questions if question.key in visible]
    told = dict(reversed(problems))
    return [
        _asked(
            question,
            answers=answers,
            seen=(versions or {}).get(question.key, 0),
            boxes=_boxes(question, answers, raw),
            errors={name: message for name, message in told.items() if belongs(name, question.key)},
            files=files or {},
            language=language,
            heading=len(shown) == 1,
        )
        for question in shown
    ]


def _asked(
    question: Question,
    *,
    answers: Answers,
    seen: int,
    boxes: Raw,
    errors: Mapping[str, str],
    files: Mapping[str, KeptFile],
    language: str,
    heading: bool,
) -> Asked:
    target = answers.get(question.adds_up_to or "")
    return Asked(
        question=question,
        language=language,
        seen=_number((boxes.get(SEEN + question.key) or [str(seen)])[0]),
        boxes=boxes,
        errors=errors,
        rows=_rows(question, boxes),
        totals=_totals(question, boxes),
        limit=target if isinstance(target, int) else None,
        files=tuple(files[each] for each in boxes.get(question.key, []) if each in files),
        heading=heading,
    )


def section_problems(
    form: Form, here: Section, stored: Answers, found: ReadSection, *, limits: bool
) -> list[tuple[str, str]]:
    """What can't be read and, with `limits`, what is too much or does not add up, as the questions stand on the page.

    What is missing waits for the page that checks everything.
    """
    keys = [question.key for question in here.questions]

    def place(problem: tuple[str, str]) -> int:
        return next((n for n, key in enumerate(keys) if belongs(problem[0], key)), len(keys))

    problems = list(found.problems)
    if limits:
        unread = {keys[n] for n in map(place, problems) if n < len(keys)}
        answers = {**stored, **found.values, **dict.fromkeys(unread)}
        given = {key for key, value in found.values.items() if value is not None} - unread
        problems += [
            (p.field, p.message) for p in check(form, answers) if p.section == here.key and p.question in given
        ]
    return sorted(problems, key=place)


def newly_asked(form: Form, here: Section, stored: Answers, found: ReadSection) -> list[str]:
    """The questions of a section that only the answers just given bring up: nobody has seen them yet."""
    asked = visible(form, {**stored, **found.values})
    return [each.key for each in here.questions if each.key in asked and each.key not in found.values]


def belongs(field_name: str, key: str) -> bool:
    """Whether a box on the page is a box of this question."""
    return field_name == key or field_name.startswith(f"{key}-")


def _boxes(question: Question, answers: Answers, raw: Raw | None) -> Raw:
    if raw is None or SEEN + question.key not in raw:
        return typed(question, answers.get(question.key))
    return {name: values for name, values in raw.items() if belongs(name.removeprefix(SEEN), question.key)}


def _rows(question: Question, boxes: Raw) -> tuple[int, ...]:
    """Numbers of the rows to draw: those with boxes, or one empty row."""
    return tuple(row_numbers(question.key, boxes)) or (0,) if question.is_table else ()


def _totals(question: Question, boxes: Raw) -> dict[str, int]:
    rows = read(question, boxes).value if question.is_table else None
    return {column.key: total_of(rows, column.key) for column in question.table_columns if column.total}


def read_section(section: Section, raw: Raw, *, only: Collection[str] | None = None) -> ReadSection:
    """Values of the questions that were on the posted page (`only` some of them, for autosave)."""
    values: dict[str, Any] = {}
    seen: dict[str, int] = {}
    problems: list[tuple[str, str]] = []
    for question in section.questions:
        if SEEN + question.key not in raw or (only is not None and question.key not in only):
            continue
        found = read(question, raw)
        problems += found.problems
        if not found.problems:
            values[question.key] = found.value
            seen[question.key] = _number((raw[SEEN + question.key] or [""])[0])
    return ReadSection(values=values, seen=seen, problems=tuple(problems))


def touched(section: Section, raw: Raw) -> set[str]:
    """Questions of which a box was sent: what an autosave is about."""
    return {q.key for q in section.questions if any(belongs(name, q.key) for name in raw)}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def typed_words(section: Section, raw: Raw, *, language: str) -> list[tuple[str, str]]:
    """What a posted page of a section says, by the labels of its questions; what cannot be read stands as typed."""
    found = read_section(section, raw)
    shown = []
    for question in section.questions:
        if SEEN + question.key not in raw or question.type == "file":
            continue
        if question.key in found.values:
            words = show(question, found.values[question.key], language=language).text()
        else:
            words = "\n".join(each for name, values in raw.items() if _is_of(question, name) for each in values)
        shown.append((question.label.in_language(language), words))
    return shown


def _is_of(question: Question, name: str) -> bool:
    """Whether a box belongs to a question: its own, or one of its rows and parts."""
    return name == question.key or name.startswith(f"{question.key}-")


def change_rows(section: Section, raw: Raw) -> dict[str, list[str]] | None:
    """The post with a row added or taken away, as its `row` button says; None when no such button was pressed."""
    verb, _, rest = (raw.get(ROW_BUTTON) or [""])[0].partition(":")
    key, _, number = rest.partition(":")
    question = next((each for each in section.questions if each.key == key and each.is_table), None)
    if question is None or verb not in ("add", "remove"):
        return None
    changed = {name: list(values) for name, values in raw.items() if name != ROW_BUTTON}
    if verb == "remove":
        gone = f"{key}-{number}-"
        return {name: values for name, values in changed.items() if not name.startswith(gone)}
    following = max(row_numbers(key, raw), default=-1) + 1
    return {**changed, f"{key}-{following}-{question.table_columns[0].key}": [""]}
