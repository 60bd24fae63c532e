"""A return being written: its form without what is asked twice, the answers so far, and what still stops it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor
from grants.apply.queries import form_of
from grants.domain.errors import NotFound
from grants.models import Answer, Attachment, Award, FormVersion, MonitoringReturn, Response, ReturnQuery, StoredFile
from grants.monitor.figures import Figures, figures_of
from grants.monitor.rules import ASKED_ALREADY, Standing, planned_by, spend_problems, target_problems
from grants.questions.answers import check, section_status
from grants.questions.form import Form, Section
from grants.scope import scoped

# Keys no question of a form can have: what the built-in parts keep among the answers.
TARGETS, SPENDING, EVIDENCE = "_targets", "_spending", "_evidence"
BUILT_IN = {"targets": TARGETS, "spending": SPENDING, "evidence": EVIDENCE}
MOST_FILES = 10


@dataclass(frozen=True)
class Draft:
    """A return with its form, its numbers, and the answers as they are now."""

    owed: MonitoringReturn
    form: Form
    figures: Figures
    rows: Mapping[str, Answer]
    queries: Sequence[ReturnQuery]

    @property
    def answers(self) -> dict[str, Any]:
        return {key: row.value for key, row in self.rows.items() if row.value is not None}

    @property
    def versions(self) -> dict[str, int]:
        return {key: row.version for key, row in self.rows.items()}

    def part(self, key: str) -> dict[str, Any]:
        """What a built-in part holds."""
        return dict(self.answers.get(key) or {})

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Everything that stops this return from being sent: (part, field, message)."""
        found = [(each.section, each.field, each.message) for each in check(self.form, self.answers)]
        targets = target_problems(self.figures.targets, self.figures.districts, self.part(TARGETS))
        found += [("targets", field, message) for field, message in targets]
        spending = spend_problems(self.figures.lines, self.part(SPENDING))
        return found + [("spending", field, message) for field, message in spending]

    def status(self, key: str) -> str:
        """not_needed, not_started, in_progress or complete."""
        if key == "evidence":
            return "complete" if self.answers.get(EVIDENCE) else "optional"
        if key not in BUILT_IN:
            return section_status(self.form, key, self.answers)
        if not self.answers.get(BUILT_IN[key]):
            return "not_started"
        return "in_progress" if any(part == key for part, _, _ in self.problems) else "complete"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """(key, title) of each part in the order they are asked; titles of built-in parts are the page's own."""
        built_in = [("targets", "")] if self.figures.targets else []
        sections = [(each.key, each.title.en) for each in self.form.sections]
        return [*sections, *built_in, ("spending", ""), ("evidence", "")]


def asked_form(form: Form) -> Form:
    """The form without the questions that the built-in parts ask for each target and each line."""
    kept: list[Section] = []
    for section in form.sections:
        questions = tuple(question for question in section.questions if question.key not in ASKED_ALREADY)
        if questions:
            kept.append(replace(section, questions=questions))
    return replace(form, sections=tuple(kept))


def return_in_scope(session: Session, actor: Actor, award_reference: str, number: int) -> MonitoringReturn:
    """A grantee's return by the award's reference and its number; NotFound where it is not theirs to know of."""
    owed: MonitoringReturn | None = session.scalars(
        scoped(actor, MonitoringReturn)
        .join(MonitoringReturn.award)
        .where(Award.reference == award_reference, MonitoringReturn.number == number)
        .options(joinedload(MonitoringReturn.award).joinedload(Award.organisation))
    ).one_or_none()
    if owed is None:
        raise NotFound("return")
    return owed


def draft_of(session: Session, owed: MonitoringReturn, *, language: str = "en") -> Draft:
    """A return as it stands now."""
    version = session.scalars(
        select(FormVersion)
        .join(Response, Response.form_version_id == FormVersion.id)
        .where(Response.id == owed.response_id)
    ).one()
    rows = session.scalars(select(Answer).where(Answer.response_id == owed.response_id))
    queries = session.scalars(select(ReturnQuery).where(ReturnQuery.return_id == owed.id).order_by(ReturnQuery.id))
    return Draft(
        owed=owed,
        form=asked_form(form_of(version)),
        figures=figures_of(session, owed, language=language),
        rows={row.question: row for row in rows},
        queries=list(queries),
    )


def evidence_files(session: Session, owed: MonitoringReturn) -> list[tuple[Attachment, StoredFile]]:
    """The files that came with a return and were not taken out again."""
    rows = session.execute(
        select(Attachment, StoredFile)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(Attachment.response_id == owed.response_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    return [(attachment, stored) for attachment, stored in rows]


def standing_of(draft: Draft, *, spending: Mapping[str, Any], targets: Mapping[str, Any]) -> Standing:
    """How the award stands with this return: money and counts so far, against what was planned so far."""
    owed, award = draft.owed, draft.owed.award
    until = award.ends_on if owed.is_final else owed.covers_until
    counted = [
        (
            draft.figures.counted_before.get(each.key, 0) + int((targets.get(each.key) or {}).get("all") or 0),
            planned_by(each.target, starts_on=award.starts_on, ends_on=award.ends_on, until=until),
        )
        for each in draft.figures.targets
        if each.target is not None
    ]
    now = sum(int((spending.get(str(line.id)) or {}).get("pence") or 0) for line in draft.figures.lines)
    late = (owed.submitted_at.date() - owed.due_on).days if owed.submitted_at else 0
    return Standing(
        spent=sum(line.before for line in draft.figures.lines) + now,
        planned_spend=sum(line.planned for line in draft.figures.lines),
        counted=counted,
        days_late=late,
    )
