"""One page a section of a draft: save, come back, add and remove rows, and save while typing."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from sqlalchemy import select

from grants import clock
from grants.apply.commands.autosave_answers import autosave_answers
from grants.apply.commands.save_answers import save_answers
from grants.apply.policy import can_edit
from grants.apply.queries import Draft, application_in_scope, draft_of, section_of
from grants.apply.steps import Given, Saved, StaleAnswers
from grants.apply.summary import attached
from grants.blueprints.apply.door import allowed, door, language
from grants.blueprints.apply.forms import TokenForm
from grants.domain.calendar import clock_time, to_london
from grants.domain.errors import NotPermitted, WrongState
from grants.models import Person
from grants.questions.answers import section_status, visible
from grants.questions.display import show
from grants.questions.form import Form, Section
from grants.questions.reading import Raw
from grants.web.access import access
from grants.web.questions import (
    KeptFile,
    ReadSection,
    ask,
    change_rows,
    newly_asked,
    posted,
    read_section,
    section_problems,
    touched,
    typed_words,
)
from grants.web.request import actor, db, settings, working
from grants.web.uploads import shown_file

LATER, FILES = "later", "files"
Problems = list[tuple[str, str]]


@door.record_once
def register(state: BlueprintSetupState) -> None:
    """Tell the page that gives back what was typed how a section says it."""
    state.app.extensions.setdefault("grants_kept_words", {})["apply.section"] = kept_words


def kept_words(raw: Raw, *, reference: str, key: str) -> list[tuple[str, str]]:
    """What was typed into a section, by its questions."""
    return typed_words(_open(reference, key)[1], raw, language=language())


@door.route("/applications/<reference>/sections/<key>", methods=["GET", "POST"])
@access("applicant")
def section(reference: str, key: str) -> Any:
    draft, here = _open(reference, key)
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(draft, here, form)
    raw = posted(request.form)
    rows = change_rows(here, raw)
    if rows is not None:
        return _page(draft, here, form, raw=rows)
    found = read_section(here, raw)
    problems = section_problems(draft.form, here, draft.answers, found, limits=not {LATER, FILES} & set(raw))
    if problems:
        return _page(draft, here, form, raw=raw, problems=problems), 422
    try:
        _save(reference, found)
    except StaleAnswers as stale:
        return _stale_page(reference, key, form, raw, stale.stored), 409
    return redirect(_next(draft, here, found, raw), 303)


def _open(reference: str, key: str) -> tuple[Draft, Section]:
    application = application_in_scope(db(), actor(), reference)
    if application.status != "draft":
        raise WrongState(_("This application was sent, so its answers can’t be changed."))
    allowed(can_edit(actor(), application, clock.now()))
    return draft_of(db(), application), section_of(db(), application, key)


def _page(
    draft: Draft,
    here: Section,
    form: TokenForm,
    *,
    raw: Raw | None = None,
    problems: Problems | None = None,
    stale: Mapping[str, Any] | None = None,
) -> str:
    reference = draft.application.reference
    answers = draft.answers
    if raw is not None:
        typed = read_section(here, raw).values
        raw, answers = _caught_up(draft, raw, typed), {**answers, **typed}
    sections = _needed(draft, here, answers)
    return render_template(
        "apply/section.html",
        application=draft.application,
        section=here,
        title_=here.title.in_language(language()),
        help_=here.help.in_language(language()) if here.help else "",
        asked=ask(
            here,
            visible=visible(draft.form, answers) | _on_page(here, raw),
            answers=answers,
            versions=draft.versions,
            raw=raw,
            problems=problems or (),
            files=_files(draft),
            language=language(),
        ),
        problems=problems or [],
        stale=stale or {},
        form_=form,
        number=sections.index(here.key) + 1,
        count=len(sections),
        settings=settings(),
        reference=reference,
        void=draft.application.signed_at is not None,
    )


def _needed(draft: Draft, here: Section, answers: Mapping[str, Any]) -> list[str]:
    """The keys of the sections that ask something, and of this one."""
    form = draft.form
    return [each.key for each in form.sections if each is here or section_status(form, each, answers) != "not_needed"]


def _caught_up(draft: Draft, raw: Raw, typed: Mapping[str, Any]) -> Raw:
    """What the person typed and has been kept meanwhile, by saving as they type, is not somebody else's change."""
    same = [key for key, value in typed.items() if key in draft.versions and draft.answers.get(key) == value]
    return {**raw, **{f"seen-{key}": [str(draft.versions[key])] for key in same}}


def _on_page(here: Section, raw: Raw | None) -> frozenset[str]:
    """A question that was on the page stays on it while the page is being put right."""
    return frozenset(each.key for each in here.questions if raw is not None and f"seen-{each.key}" in raw)


def _files(draft: Draft) -> dict[str, KeptFile]:
    kept = attached(db(), draft.application.response_id)
    return {
        key: shown_file(
            attachment.id,
            file,
            name=attachment.name,
            href=url_for("apply.attachment", reference=draft.application.reference, attachment_id=attachment.id),
        )
        for key, (attachment, file) in kept.items()
    }


def _save(reference: str, found: ReadSection) -> Saved:
    with working() as work:
        return save_answers(work, reference, found.values, seen=found.seen)


def _next(draft: Draft, here: Section, found: ReadSection, raw: Raw) -> str:
    reference = draft.application.reference
    if FILES in raw:
        return url_for("apply.files", reference=reference, question=raw[FILES][0])
    if LATER in raw:
        return url_for("apply.application", reference=reference)
    answers = {**draft.answers, **found.values}
    fresh = newly_asked(draft.form, here, draft.answers, found)
    if fresh:
        flash(_("Because of your answer, there is more to ask on this page."), "info")
        return url_for("apply.section", reference=reference, key=here.key, _anchor=fresh[0])
    order = list(draft.form.sections)
    following = (s for s in order[order.index(here) + 1 :] if section_status(draft.form, s, answers) != "not_needed")
    after = next(following, None)
    if after is None:
        return url_for("apply.check", reference=reference)
    return url_for("apply.section", reference=reference, key=after.key)


def _stale_page(reference: str, key: str, form: TokenForm, raw: Raw, stored: Any) -> str:
    """Both texts: what is stored now, and what was typed, which a second press of the button would store."""
    draft, here = _open(reference, key)
    asked = {question.key: question for question in here.questions}
    writers = {draft.rows[each].answered_by for each in stored}
    me = actor().person_id
    people = {row.id: row.name for row in db().scalars(select(Person).where(Person.id.in_(writers)))}
    told = {
        each: {
            "label": asked[each].label.in_language(language()),
            "now": show(asked[each], draft.rows[each].value, language=language()),
            "who": _("You") if draft.rows[each].answered_by == me else people.get(draft.rows[each].answered_by, ""),
            "at": draft.rows[each].answered_at,
        }
        for each in stored
    }
    fresh = {**raw, **{f"seen-{each}": [str(draft.rows[each].version)] for each in stored}}
    problems = [
        (each, _("“%(question)s” was changed after you opened the page", question=told[each]["label"]))
        for each in stored
    ]
    return _page(draft, here, form, raw=fresh, problems=problems, stale=told)


@door.post("/applications/<reference>/autosave/<key>")
@access("applicant")
def autosave(reference: str, key: str) -> Any:
    """Keep the answers whose boxes were sent. The reply is what grants/static/parts/autosave.js expects."""
    raw = posted(request.form)
    problems: Problems = []

    def read(form: Form) -> Given:
        here = form.section(key)
        found = read_section(here, raw, only=touched(here, raw)) if here else ReadSection({}, {}, ())
        problems.extend(found.problems)
        return Given(values=found.values, seen=found.seen)

    try:
        with working() as work:
            saved = autosave_answers(work, reference, read)
    except StaleAnswers as stale:
        return _told_stale(reference, key, stale.stored), 409
    except (WrongState, NotPermitted) as refused:
        return jsonify(message=refused.message), 409
    told = {"message": _("Not saved yet: %(why)s", why=problems[0][1])} if problems else {}
    if problems and not saved.versions:
        return jsonify(told), 422
    at = clock_time(to_london(saved.at).time())
    hidden = {f"seen-{question}": str(version) for question, version in saved.versions.items()}
    return jsonify(saved_at=at, hidden=hidden, **told)


def _told_stale(reference: str, key: str, stored: Any) -> Response:
    """What a colleague wrote, beside the words that stay in the person's own box."""
    draft, here = _open(reference, key)
    told = [
        {
            "question": each.label.in_language(language()),
            "now": show(each, draft.rows[each.key].value, language=language()).text(),
        }
        for each in here.questions
        if each.key in stored
    ]
    message = _(
        "Not saved: somebody else changed “%(question)s” after you opened this page. It now says: “%(now)s”. "
        "Your words are still in the box. Press Save to see both and choose.",
        **told[0],
    )
    return jsonify(message=message, stored=told)
