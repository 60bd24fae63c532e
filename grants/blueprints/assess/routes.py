"""Scoring: interests, the pile, blind scores, who scores what, agreeing scores."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from grants.actor import CASEWORK
from grants.assess.commands.agree_scores import agree_scores
from grants.assess.commands.choose_assessors import choose_assessors
from grants.assess.commands.declare_interests import declare_interests
from grants.assess.commands.release_assessor import release_assessor
from grants.assess.commands.save_scores import save_scores
from grants.assess.commands.share_out_round import share_out_round
from grants.assess.commands.submit_scores import submit_scores
from grants.assess.pile import given_application, pile
from grants.assess.queries import has_declared, organisations_of
from grants.blueprints.assess.forms import (
    ChooseForm,
    FairShareForm,
    InterestsForm,
    ReleaseForm,
    given_points,
    given_reasons,
    moderation_form,
    scoring_form,
)
from grants.blueprints.assess.pages import (
    allocation_page,
    assessors_page,
    criterion_words,
    declaring_round,
    scores_page,
    scoring_page,
)
from grants.domain.calendar import clock_time, to_london
from grants.domain.errors import NotFound, NotPermitted, RulesBroken, Stale, WrongState
from grants.web.access import access
from grants.web.case import percent, words
from grants.web.first_view import note_first_view
from grants.web.forms import whole
from grants.web.request import actor, db, shown_on, working

door = Blueprint("assess", __name__)
DECLARERS = ("assessor", "officer", "manager", "head_of_service", "director", "cabinet_member")
SAY_FIRST = "Before you open this application, say whether you have an interest in any organisation of its round."


@door.get("/scoring", endpoint="pile")
@access("assessor")
def my_pile() -> Any:
    """Everything given to me to score, what is still to do first."""
    pieces = pile(db(), actor())
    done = sum(each.assessment == "submitted" for each in pieces)
    rounds = {each.round_id: f"{words(each.fund)}, {words(each.round_title)}" for each in pieces}
    shown = {"pieces": pieces, "done": done, "rounds": rounds.items(), "words": words, "percent": percent}
    return render_template("assess/pile.html", **shown)


@door.route("/scoring/rounds/<int:round_id>/interests", methods=["GET", "POST"])
@access(*DECLARERS)
def interests(round_id: int) -> Any:
    """Say whether I have an interest in any organisation of a round, before its cases open to me."""
    form = InterestsForm()
    onward = _onward()
    form.organisations.choices = _organisation_choices(round_id)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=onward) as work:
                declare_interests(
                    work,
                    round_id,
                    nothing=bool(form.nothing.data),
                    organisations=form.organisations.data or [],
                    detail=form.detail.data or "",
                )
            flash(_("Thank you. What you declared is recorded."), "success")
            return redirect(onward, 303)
    return _interests_page(round_id, form, onward)


def _organisation_choices(round_id: int) -> list[Any]:
    declaring_round(round_id)
    return [SelectChoice(each.organisation_id, each.name) for each in organisations_of(db(), actor(), round_id)]


def _interests_page(round_id: int, form: InterestsForm, onward: str) -> Any:
    round_ = declaring_round(round_id)
    declared = [each.name for each in organisations_of(db(), actor(), round_id) if each.declared]
    shown = {"form": form, "declared": declared, "onward": onward, "round": words(round_.title)}
    return render_template("assess/interests.html", **shown), 422 if form.errors else 200


def _onward() -> str:
    """Where the person came from: a case of their pile, or the pile. Only our own references are followed."""
    reference = request.args.get("case", "")
    if reference.replace("-", "").isalnum() and request.args.get("to") == "scores":
        return url_for("assess.scores", reference=reference)
    if reference.replace("-", "").isalnum():
        return url_for("assess.score", reference=reference)
    return url_for("assess.pile") if actor().holds("assessor") else "/home"


@door.route("/scoring/<reference>", methods=["GET", "POST"])
@access("assessor")
def score(reference: str) -> Any:
    """Read an application's answers and score each criterion."""
    if request.method == "POST" and "autosave" in request.form:
        return _autosave(reference)
    application = given_application(db(), actor(), reference)
    if request.method == "GET" and not has_declared(db(), actor().person_id, application):
        flash(_(SAY_FIRST), "info")
        return redirect(url_for("assess.interests", round_id=application.round_id, case=reference), 303)
    criteria = application.round.criteria
    form = scoring_form(criteria)()
    if form.validate_on_submit():
        answer, keep = None, _save if "later" in request.form else _submit
        with shown_on(form):
            answer = keep(reference, form, criteria)
        if answer is not None:
            return answer
    note_first_view(reference)
    page = scoring_page(reference)
    if request.method == "GET":
        _fill(form, page)
    shown = {"page": page, "form": form, "criteria": criterion_words(page.criteria), "percent": percent}
    return render_template("assess/score.html", **shown), 422 if form.errors else 200


def _fill(form: Any, page: Any) -> None:
    """Put what is kept into the fields."""
    form.version.data = page.version
    form.comment.data = page.assessment.comment if page.assessment else ""
    for each in page.criteria:
        kept = page.scores.get(each.id)
        if kept is not None:
            form[f"points-{each.key}"].data = None if kept.points is None else str(kept.points)
            form[f"reason-{each.key}"].data = kept.reason


def _submit(reference: str, form: Any, criteria: list[Any]) -> Any:
    url = url_for("assess.pile")
    with working(form, lands=url) as work:
        submit_scores(
            work,
            reference,
            form.version.data or 0,
            points=given_points(form.data, criteria),
            reasons=given_reasons(form.data, criteria),
            comment=form.comment.data or "",
        )
    flash(_("Your scores for %(reference)s are in.", reference=reference), "success")
    return redirect(url, 303)


def _save(reference: str, form: Any, criteria: list[Any]) -> Any:
    """Save and come back later, without JavaScript too."""
    url = url_for("assess.pile")
    with working(form, lands=url) as work:
        _keep(work, reference, form.version.data or 0, form.data, criteria)
    flash(_("Saved. Nobody sees these scores until you submit them."), "success")
    return redirect(url, 303)


def _keep(work: Any, reference: str, version: int, values: Any, criteria: list[Any]) -> Any:
    return save_scores(
        work,
        reference,
        version,
        points=given_points(values, criteria),
        reasons=given_reasons(values, criteria),
        comment=values.get("comment"),
    )


def _autosave(reference: str) -> Any:
    """What the page sends while a person types: the fields that changed, and the version it knows."""
    criteria = given_application(db(), actor(), reference).round.criteria
    version = request.form.get("version", 0, type=whole)
    try:
        with working() as work:
            kept = _keep(work, reference, version, request.form, criteria)
            hidden, saved_at = {"version": str(kept.version)}, work.now
    except (Stale, WrongState) as changed:
        return jsonify(message=changed.message), 409
    except RulesBroken as broken:
        return jsonify(message=" ".join(message for _field, message in broken.problems)), 422
    except (NotFound, NotPermitted) as gone:
        return jsonify(message=gone.message), 404
    return jsonify(saved_at=clock_time(to_london(saved_at).time()), hidden=hidden)


@door.get("/casework/<reference>/assessors")
@access("officer", "manager")
def assessors(reference: str) -> Any:
    """Who scores an application, and who could."""
    return _assessors_page(reference, ChooseForm(formdata=None))


def _assessors_page(reference: str, form: ChooseForm) -> Any:
    page = assessors_page(reference)
    form.people.choices = [
        SelectChoice(each.person_id, _("%(name)s: %(waiting)s waiting, %(done)s done", name=each.name,
                                       waiting=each.waiting, done=each.done))
        for each in page.able
    ]  # fmt: skip
    shown = {"page": page, "form": form, "fair": FairShareForm(formdata=None)}
    return render_template("assess/assessors.html", **shown), 422 if form.errors else 200


@door.post("/casework/<reference>/assessors")
@access("officer", "manager")
def choose(reference: str) -> Any:
    """Ask the people ticked."""
    form = ChooseForm()
    url = url_for("assess.assessors", reference=reference)
    form.people.choices = []
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url) as work:
                choose_assessors(work, reference, people=form.people.data or [])
            flash(_("They are asked to score it."), "success")
            return redirect(url, 303)
    return _assessors_page(reference, form)


@door.post("/casework/<reference>/assessors/fair-share")
@access("officer", "manager")
def fair_share(reference: str) -> Any:
    """Ask those with the least to do."""
    form, chosen = FairShareForm(), ChooseForm(formdata=None)
    url = url_for("assess.assessors", reference=reference)
    if form.validate_on_submit():
        with shown_on(chosen):
            with working(form, lands=url) as work:
                choose_assessors(work, reference, people=None)
            flash(_("Those with the least to do are asked to score it."), "success")
            return redirect(url, 303)
    return _assessors_page(reference, chosen)


@door.route("/casework/<reference>/assessors/<int:assignment_id>/release", methods=["GET", "POST"])
@access("officer", "manager")
def release(reference: str, assignment_id: int) -> Any:
    """Take an application back from an assessor who will not score it."""
    form = ReleaseForm()
    url = url_for("assess.assessors", reference=reference)
    if form.validate_on_submit():
        with shown_on(form):
            with working(form, lands=url) as work:
                release_assessor(work, reference, assignment_id=assignment_id, reason=form.reason.data or "")
            flash(_("The application is taken back. You can ask somebody else."), "success")
            return redirect(url, 303)
    page = assessors_page(reference)
    found = next((each for each in page.chosen if each.assignment_id == assignment_id), None)
    if found is None:
        raise NotFound
    return render_template("assess/release.html", page=page, form=form, chosen=found), 422 if form.errors else 200


@door.route("/casework/<reference>/scores", methods=["GET", "POST"])
@access(*CASEWORK)
def scores(reference: str) -> Any:
    """Scores side by side once they may be seen; where they differ too much, a manager agrees them here."""
    page = scores_page(reference)
    if page.must_declare:
        flash(_(SAY_FIRST), "info")
        round_id = page.facts.application.round_id
        return redirect(url_for("assess.interests", round_id=round_id, case=reference, to="scores"), 303)
    criteria = [row.criterion for row in page.rows]
    form = moderation_form(criteria)()
    if form.validate_on_submit():
        answer = None
        with shown_on(form):
            answer = _agree(reference, form, criteria)
        if answer is not None:
            return answer
        page = scores_page(reference)
    elif page.can_agree:
        form.version.data = page.facts.application.version
        for row in page.rows:
            same = row.same
            form[f"points-{row.criterion.key}"].data = None if same is None else str(same)
    shown = {"page": page, "form": form, "criteria": criterion_words(criteria), "percent": percent}
    return render_template("assess/scores.html", **shown), 422 if form.errors else 200


def _agree(reference: str, form: Any, criteria: list[Any]) -> Any:
    url = url_for("assess.scores", reference=reference)
    with working(form) as work:
        agree_scores(
            work,
            reference,
            form.version.data or 0,
            points=given_points(form.data, criteria),
            reasons=given_reasons(form.data, criteria),
            reason=form.reason.data or "",
        )
    flash(_("The agreed scores are recorded. What each assessor gave stays as it was."), "success")
    return redirect(url, 303)


@door.get("/scoring/rounds/<int:round_id>/allocation")
@access("officer", "manager")
def allocation(round_id: int) -> Any:
    """How a round's applications are shared out, and how far everybody is."""
    return render_template("assess/allocation.html", page=allocation_page(round_id), form=FairShareForm())


@door.post("/scoring/rounds/<int:round_id>/allocation")
@access("officer", "manager")
def share_out(round_id: int) -> Any:
    """Share out everything in a round that still lacks assessors."""
    form = FairShareForm()
    url = url_for("assess.allocation", round_id=round_id)
    if form.validate_on_submit():
        with working(form, lands=url) as work:
            given, short = share_out_round(work, round_id)
        flash(_("%(given)s given out. Still without enough assessors: %(short)s.", given=given, short=short), "success")
    return redirect(url, 303)
