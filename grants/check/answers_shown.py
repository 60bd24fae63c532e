"""The answers of an application as it was sent, in the order of its form, without what this person may not see."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from grants.models import Application, Attachment, FormVersion, Response, StoredFile, Submission
from grants.questions.answers import visible
from grants.questions.display import Shown, show
from grants.questions.form import Form
from grants.questions.question import Question
from grants.sight import Sight

_PARSED: OrderedDict[str, Form] = OrderedDict()
_MOST_KEPT = 100
_NEWEST = (
    select(Submission, FormVersion)
    .join(Response, Response.id == Submission.response_id)
    .join(FormVersion, FormVersion.id == Response.form_version_id)
    .where(Submission.application_id == bindparam("application"))
    .order_by(Submission.number.desc())
    .limit(1)
)
_FILES = (
    select(Attachment.question, Attachment.id, Attachment.name, StoredFile.size, StoredFile.state)
    .join(StoredFile, StoredFile.id == Attachment.file_id)
    .where(Attachment.response_id == bindparam("response"), Attachment.removed_at.is_(None))
    .order_by(Attachment.id)
)


@dataclass(frozen=True)
class FileShown:
    """A file beside the answer it belongs to."""

    id: int
    name: str
    size: int
    state: str


@dataclass(frozen=True)
class AnswerShown:
    """One question with its answer in plain words. `hidden` answers tell who applied, and carry nothing else."""

    key: str
    label: str
    criterion: str | None
    shown: Shown
    files: tuple[FileShown, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class SectionShown:
    """A section of the form with its answers."""

    title: str
    answers: tuple[AnswerShown, ...]


@dataclass(frozen=True)
class SentApplication:
    """What was sent in, and the seal it can be checked against."""

    submission_id: int
    number: int
    digest: str
    submitted_at: Any
    sections: tuple[SectionShown, ...]

    @property
    def unscanned(self) -> bool:
        """Whether any file has not been checked for viruses."""
        return any(
            file.state != "clean" for section in self.sections for answer in section.answers for file in answer.files
        )


def sent_application(session: Session, application: Application, seen: Sight, language: str = "en") -> SentApplication:
    """Two statements: the newest submission with its form, and the files."""
    submission, form_version = session.execute(_NEWEST, {"application": application.id}).one()
    files = _files(session, application.response_id) if seen.identity else {}
    form = parsed(form_version)
    return SentApplication(
        submission_id=submission.id,
        number=submission.number,
        digest=submission.digest,
        submitted_at=submission.submitted_at,
        sections=tuple(_sections(form, submission.content, files, identity=seen.identity, language=language)),
    )


def parsed(form_version: FormVersion) -> Form:
    """The form of a version; versions in use are few and never change, so they are kept."""
    form = _PARSED.get(form_version.digest)
    if form is None:
        form = _PARSED[form_version.digest] = Form.parse(form_version.definition)
        if len(_PARSED) > _MOST_KEPT:
            _PARSED.popitem(last=False)
    return form


def _files(session: Session, response_id: int) -> dict[str | None, list[FileShown]]:
    rows = session.execute(_FILES, {"response": response_id}).all()
    found: dict[str | None, list[FileShown]] = {}
    for question, id_, name, size, state in rows:
        found.setdefault(question, []).append(FileShown(id=id_, name=name, size=size, state=state))
    return found


def _sections(
    form: Form,
    content: Mapping[str, Any],
    files: Mapping[str | None, list[FileShown]],
    *,
    identity: bool,
    language: str,
) -> Iterable[SectionShown]:
    asked = visible(form, content)
    for section in form.sections:
        answers = tuple(
            _answer(question, content, files, identity=identity, language=language)
            for question in section.questions
            if question.key in asked and "equality" not in question.tags
        )
        if answers:
            yield SectionShown(title=section.title.in_language(language), answers=answers)


def _answer(
    question: Question,
    content: Mapping[str, Any],
    files: Mapping[str | None, list[FileShown]],
    *,
    identity: bool,
    language: str,
) -> AnswerShown:
    label = question.label.in_language(language)
    if not identity and ("identity" in question.tags or question.type == "file"):
        return AnswerShown(key=question.key, label=label, criterion=question.criterion, shown=Shown(), hidden=True)
    kept = tuple(files.get(question.key, ())) if question.type == "file" else ()
    value = None if kept or question.type == "file" else content.get(question.key)
    shown = Shown() if kept else show(question, value, language=language)
    return AnswerShown(key=question.key, label=label, criterion=question.criterion, shown=shown, files=kept)
