"""The pages where a grantee fills in a return: the form's sections, the targets, and the spending."""

from collections.abc import Mapping
from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import get_locale
from flask_babel import gettext as _

from grants import clock
from grants.apply.steps import StaleAnswers
from grants.blueprints.monitor.door import allowed, door
from grants.blueprints.monitor.forms import PartForm
from grants.blueprints.monitor.mine import OPEN, the_draft
from grants.blueprints.monitor.shown import part_titles
from grants.domain.errors import NotFound, WrongState
from grants.monitor.commands.save_return import save_return
from grants.monitor.numbers import ReadNumbers, read_spending, read_targets, spend_boxes, target_boxes
from grants.monitor.policy import can_edit
from grants.monitor.rules import Problems, spend_problems, target_problems
from grants.monitor.writing import SPENDING, TARGETS, Draft
from grants.questions.answers import visible
from grants.questions.form import Section
from grants.questions.reading import Raw
from grants.web.access import access
from grants.web.forms import whole
from grants.web.questions import (
    ask,
    change_rows,
    newly_asked,
    posted,
    read_section,
    section_problems,
    typed_words,
)
from grants.web.request import actor, working

LATER, FILES, SEEN = "later", "files", "seen"


def open_draft(reference: str, number: int) -> Draft:
    """The return, where this person may change it now."""
    draft = the_draft(reference, number)
    if draft.owed.status not in OPEN:
        raise WrongState(_("This return was sent, so it can’t be changed. We will write to you if we need more."))
    allowed(can_edit(actor(), draft.owed, clock.now()))
    return draft


@door.record_once
def register(state: BlueprintSetupState) -> None:
    """Tell the page that gives back what was typed how a section of a return says it."""
    state.app.extensions.setdefault("grants_kept_words", {})["monitor.return_section"] = kept_words


def kept_words(raw: Raw, *, reference: str, number: int, key: str) -> list[tuple[str, str]]:
    """What was typed into a section, by its questions."""
    here = open_draft(reference, number).form.section(key)
    return typed_words(here, raw, language=str(get_locale() or "en")) if here is not None else []


@door.route("/awards/<reference>/returns/<int:number>/sections/<key>", methods=["GET", "POST"])
@access("applicant")
def return_section(reference: str, number: int, key: str) -> Any:
    """One section of the return's form."""
    draft = open_draft(reference, number)
    here = draft.form.section(key)
    if here is None:
        raise NotFound("page")
    form = PartForm()
    if not form.validate_on_submit():
        return _section_page(draft, here, form)
    raw = posted(request.form)
    rows = change_rows(here, raw)
    if rows is not None:
        return _section_page(draft, here, form, raw=rows)
    found = read_section(here, raw)
    problems = section_problems(draft.form, here, draft.answers, found, limits=not {LATER, FILES} & set(raw))
    if problems:
        return _section_page(draft, here, form, raw=raw, problems=problems), 422
    refused = _save(reference, number, found.values, found.seen)
    if refused:
        return _section_page(draft, here, form, raw=raw, problems=[(each, refused[each]) for each in refused]), 409
    if FILES in raw:
        return redirect(url_for("monitor.evidence", reference=reference, number=number, question=raw[FILES][0]), 303)
    fresh = newly_asked(draft.form, here, draft.answers, found)
    if fresh and LATER not in raw:
        flash(_("Because of your answer, there is more to ask on this page."), "info")
        return redirect(f"{part_address(key, reference=reference, number=number)}#{fresh[0]}", 303)
    return redirect(_next(draft, key, raw), 303)


def _section_page(
    draft: Draft, here: Section, form: PartForm, *, raw: Raw | None = None, problems: Problems | None = None
) -> str:
    answers = {**draft.answers, **(read_section(here, raw).values if raw is not None else {})}
    on_page = frozenset(each.key for each in here.questions if raw is not None and f"seen-{each.key}" in raw)
    return render_template(
        "monitor/return_section.html",
        draft=draft,
        owed=draft.owed,
        section=here,
        title=part_titles(draft)[here.key],
        asked=ask(
            here,
            visible=visible(draft.form, answers) | on_page,
            answers=answers,
            versions=draft.versions,
            raw=raw,
            problems=problems or (),
            language=str(get_locale() or "en"),
        ),
        problems=problems or [],
        part=form,
        questions_=[query for query in draft.queries if query.section == here.key and query.answered_at is None],
    )


@door.route("/awards/<reference>/returns/<int:number>/targets", methods=["GET", "POST"])
@access("applicant")
def return_targets(reference: str, number: int) -> Any:
    """Targets beside what was reached, by district where the round asks it."""
    draft = open_draft(reference, number)
    form = PartForm()
    if not form.validate_on_submit():
        return _targets_page(draft, form, boxes=target_boxes(draft.figures, draft.part(TARGETS)))
    raw = posted(request.form)
    found = read_targets(draft.figures, raw)
    rules = target_problems(draft.figures.targets, draft.figures.districts, found.value)
    return _kept(draft, raw, found, key=TARGETS, part="targets", rules=rules) or (
        _targets_page(draft, form, boxes=_typed(raw), problems=found.problems or rules),
        422,
    )


def _targets_page(draft: Draft, form: PartForm, *, boxes: dict[str, str], problems: Problems | None = None) -> str:
    return render_template(
        "monitor/return_targets.html",
        draft=draft,
        owed=draft.owed,
        title=part_titles(draft)["targets"],
        boxes=boxes,
        errors=dict(reversed(problems or [])),
        problems=problems or [],
        part=form,
        seen=draft.versions.get(TARGETS, 0),
        questions_=[query for query in draft.queries if query.section == "targets" and query.answered_at is None],
    )


@door.route("/awards/<reference>/returns/<int:number>/spending", methods=["GET", "POST"])
@access("applicant")
def return_spending(reference: str, number: int) -> Any:
    """What was spent on each line of the award."""
    draft = open_draft(reference, number)
    form = PartForm()
    if not form.validate_on_submit():
        return _spending_page(draft, form, boxes=spend_boxes(draft.figures, draft.part(SPENDING)))
    raw = posted(request.form)
    found = read_spending(draft.figures, raw)
    rules = spend_problems(draft.figures.lines, found.value)
    return _kept(draft, raw, found, key=SPENDING, part="spending", rules=rules) or (
        _spending_page(draft, form, boxes=_typed(raw), problems=found.problems or rules),
        422,
    )


def _spending_page(draft: Draft, form: PartForm, *, boxes: dict[str, str], problems: Problems | None = None) -> str:
    return render_template(
        "monitor/return_spending.html",
        draft=draft,
        owed=draft.owed,
        title=part_titles(draft)["spending"],
        boxes=boxes,
        errors=dict(reversed(problems or [])),
        problems=problems or [],
        part=form,
        seen=draft.versions.get(SPENDING, 0),
        questions_=[query for query in draft.queries if query.section == "spending" and query.answered_at is None],
    )


def _kept(draft: Draft, raw: Raw, found: ReadNumbers, *, key: str, part: str, rules: Problems) -> Any:
    """Keep the numbers and go on; None where they must be put right first. What is unfinished can wait for later."""
    if found.problems or (rules and LATER not in raw):
        return None
    reference, number = draft.owed.award.reference, draft.owed.number
    seen = request.form.get(SEEN, 0, type=whole)
    refused = _save(reference, number, {key: found.value or None}, {key: seen})
    if refused:
        raise WrongState(_("A colleague changed this after you opened the page. Open it again to see what they wrote."))
    return redirect(_next(draft, part, raw), 303)


def _save(reference: str, number: int, values: Mapping[str, Any], seen: Mapping[str, int]) -> dict[str, str]:
    """What could not be saved because a colleague was faster, with words for it."""
    try:
        with working() as work:
            save_return(work, reference, number, values, seen=seen)
    except StaleAnswers as stale:
        words = str(_("Somebody changed this after you opened the page"))
        return {str(key): words for key in cast(dict[str, Any], stale.stored)}
    return {}


def _next(draft: Draft, part: str, raw: Raw) -> str:
    """The part after this one, or the list of parts."""
    reference, number = draft.owed.award.reference, draft.owed.number
    keys = [key for key, _title in draft.parts]
    after = keys[keys.index(part) + 1 :]
    if LATER in raw or not after:
        return url_for("monitor.grantee_return", reference=reference, number=number)
    return part_address(after[0], reference=reference, number=number)


def part_address(part: str, *, reference: str, number: int) -> str:
    """Where a part is filled in."""
    built_in = {"targets": "return_targets", "spending": "return_spending", "evidence": "evidence"}
    if part in built_in:
        return url_for(f"monitor.{built_in[part]}", reference=reference, number=number)
    return url_for("monitor.return_section", reference=reference, number=number, key=part)


def _typed(raw: Raw) -> dict[str, str]:
    return {name: values[0] for name, values in raw.items() if values}
