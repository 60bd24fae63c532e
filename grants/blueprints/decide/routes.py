"""Rounds, the ranked list with its budget line, what waits for my approval, and the decision on one case."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants import clock
from grants.actor import APPROVERS
from grants.blueprints.decide.forms import ApproveForm, BatchApproveForm, BatchForm, RecommendForm, recommend_form
from grants.decide.case_queries import DecisionCase, decision_case
from grants.decide.commands.approve_award import approve_award
from grants.decide.commands.recommend_award import Terms, recommend_award
from grants.decide.commands.refuse_award import refuse_award
from grants.decide.commands.return_recommendation import return_recommendation
from grants.decide.queries import all_asked, all_rounds
from grants.decide.ranking_queries import ranking
from grants.domain.errors import RulesBroken
from grants.domain.money import parse_pounds, plain
from grants.web.access import access
from grants.web.batch import do_each
from grants.web.case import case_header
from grants.web.request import actor, db, shown_on, working
from grants.work import Work

door = Blueprint("decide", __name__)
READERS = ("officer", "manager", *APPROVERS, "auditor")
DECIDERS = ("manager", *APPROVERS)


@door.get("/rounds")
@access(*READERS)
def rounds() -> Any:
    """The rounds of this person's funds, with what waits in each."""
    return render_template("decide/rounds.html", rounds=all_rounds(db(), actor()))


@door.get("/rounds/<int:round_id>/ranking")
@access(*READERS)
def show_ranking(round_id: int) -> Any:
    """The ranked list; a budget in the address moves the line and saves nothing."""
    what_if, problems = _what_if(request.args)
    page = ranking(db(), actor(), round_id, what_if)
    return _ranking_page(page, BatchForm(formdata=None), problems), 422 if problems else 200


@door.post("/rounds/<int:round_id>/ranking")
@access("manager")
def recommend_ticked(round_id: int) -> Any:
    """Recommend all that are ticked. Each stands alone: a refused one says why and the rest go through."""
    page, form = ranking(db(), actor(), round_id, {}), BatchForm()
    here = {row.reference for group in page.groups for row in group.rows}
    chosen = [each for each in request.form.getlist("chosen") if each in here]
    problems = [] if chosen else [("", _("Tick at least one application"))]
    if not form.validate_on_submit() or problems:
        return _ranking_page(page, form, problems), 422
    reason = form.reason.data or ""

    def recommend(work: Work, reference: str) -> None:
        recommend_award(work, reference, _version(reference), amount=_amount(reference), reason=reason)

    outcomes = do_each(chosen, form, recommend)
    back = url_for("decide.show_ranking", round_id=round_id)
    return render_template("decide/batch.html", outcomes=outcomes, back_to=back, title=_("Recommended together"))


def _ranking_page(page: Any, form: BatchForm, problems: list[tuple[str, str]]) -> str:
    can_recommend = bool(actor().holds("manager", fund_id=page.round.fund_id))
    return render_template(
        "decide/ranking.html",
        page=page,
        form=form,
        problems=problems,
        can_recommend=can_recommend,
        can_release=bool(actor().holds("officer", "manager", fund_id=page.round.fund_id)),
        plain=plain,
    )


def _what_if(args: Mapping[str, str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """The budgets that were typed into the what-if strip, in pence, and what is wrong with any."""
    budgets, problems = {}, []
    for name, value in args.items():
        if (name == "budget" or name.startswith("budget-")) and value.strip():
            try:
                budgets[name] = parse_pounds(value)
            except ValueError as error:
                problems.append((name, str(error)))
    return budgets, problems


def _version(reference: str) -> int | None:
    value = request.form.get(f"version-{reference}", "")
    return int(value) if value.isdecimal() else None


def _amount(reference: str) -> int:
    try:
        return parse_pounds(request.form.get(f"amount-{reference}", ""))
    except ValueError as error:
        raise RulesBroken([("amount", str(error))]) from error


@door.get("/approvals")
@access(*DECIDERS)
def approvals() -> Any:
    """What is asked of me and why me; below it, what waits for somebody else."""
    return _approvals_page(BatchApproveForm(formdata=None), [])


@door.post("/approvals")
@access(*DECIDERS)
def approve_ticked() -> Any:
    """Approve all that are ticked, each by itself."""
    form, chosen = BatchApproveForm(), request.form.getlist("chosen")
    problems = [] if chosen else [("", _("Tick at least one recommendation"))]
    if not form.validate_on_submit() or problems:
        return _approvals_page(form, problems), 422

    def approve(work: Work, reference: str) -> None:
        note, confirmed = form.note.data or "", bool(form.confirmed.data)
        approve_award(work, reference, _version(reference), note=note, confirmed=confirmed)

    outcomes = do_each(chosen, form, approve)
    back = url_for("decide.approvals")
    return render_template("decide/batch.html", outcomes=outcomes, back_to=back, title=_("Approved together"))


def _approvals_page(form: BatchApproveForm, problems: list[tuple[str, str]]) -> str:
    found = all_asked(db(), actor())
    mine = [each for each in found if each.verdict]
    others = [each for each in found if not each.verdict]
    return render_template("decide/approvals.html", mine=mine, others=others, form=form, problems=problems)


@door.get("/casework/<reference>/decision")
@access(*READERS)
def case(reference: str) -> Any:
    """One case before its decision, and after it: what was recommended, by whom it was approved."""
    page = decision_case(db(), actor(), reference, clock.now())
    return _case_page(page, _recommend_form(page), ApproveForm(formdata=None).seen(page.application))


def _recommend_form(page: DecisionCase) -> RecommendForm:
    """The form as a manager finds it: the earlier recommendation, or what was asked with the assessors' reasons."""
    form = recommend_form([(each.key, each.title) for each in page.criteria])(formdata=None)
    form.seen(page.application)
    earlier = page.standing.recommendation
    form.amount.data = plain(earlier.amount if earlier is not None else page.limits.asked)
    if earlier is not None:
        form.reason.data = earlier.reason
        form.conditions.data = "\n".join(earlier.feedback.get("conditions") or [])
        form.special_conditions.data = earlier.feedback.get("special_conditions") or ""
    said = (earlier.feedback.get("criteria") or {}) if earlier is not None else {}
    for each in page.criteria:
        form[f"feedback-{each.key}"].data = said.get(each.key) or each.reasons
    return form


def _case_page(page: DecisionCase, form: RecommendForm, approve: Any) -> str:
    return render_template(
        "decide/case.html",
        page=page,
        form=form,
        approve=approve,
        case=case_header(page.application.reference, "Decision"),
        recommends=bool(page.may_recommend) and page.application.status in ("recommending", "approving"),
        approves=page.application.status == "approving",
    )


@door.post("/casework/<reference>/decision")
@access("manager")
def recommend(reference: str) -> Any:
    """Recommend a sum, or nothing."""
    page = decision_case(db(), actor(), reference, clock.now())
    form = recommend_form([(each.key, each.title) for each in page.criteria])()
    if form.validate_on_submit():
        terms = Terms(
            feedback=form.feedback,
            conditions=(form.conditions.data or "").splitlines(),
            special_conditions=form.special_conditions.data or "",
        )
        with shown_on(form):
            with working(form) as work:
                recommend_award(
                    work,
                    reference,
                    form.version.data,
                    amount=form.pence,
                    reason=form.reason.data or "",
                    terms=terms,
                )
                work.outcome = {"location": url_for("decide.case", reference=reference)}
            flash(_("Your recommendation is recorded. It now waits for approval."), "success")
            return redirect(url_for("decide.case", reference=reference), 303)
    page = decision_case(db(), actor(), reference, clock.now())
    return _case_page(page, form, ApproveForm(formdata=None).seen(page.application)), 422


@door.get("/approvals/<reference>")
@access(*DECIDERS)
def approval(reference: str) -> Any:
    """Everything an approver needs on one page."""
    page = decision_case(db(), actor(), reference, clock.now())
    return _approval_page(page, ApproveForm(formdata=None).seen(page.application))


def _approval_page(page: DecisionCase, form: Any) -> str:
    header = case_header(page.application.reference, "Decision")
    return render_template("decide/approval.html", page=page, form=form, case=header)


@door.post("/approvals/<reference>")
@access(*DECIDERS)
def decide(reference: str) -> Any:
    """Approve, return or refuse."""
    form = ApproveForm()
    if form.validate_on_submit():
        with shown_on(form):
            with working(form) as work:
                _decide(work, reference, form)
                work.outcome = {"location": url_for("decide.approvals")}
            flash(_("Your decision on %(reference)s is recorded.", reference=reference), "success")
            return redirect(url_for("decide.approvals"), 303)
    return _approval_page(decision_case(db(), actor(), reference, clock.now()), form), 422


def _decide(work: Work, reference: str, form: ApproveForm) -> None:
    note, version = form.note.data or "", form.version.data
    if form.outcome.data == "approve":
        approve_award(work, reference, version, note=note, confirmed=bool(form.confirmed.data))
        return
    if not note.strip():
        raise RulesBroken([("note", _("Enter a note: say what needs another look, or why the answer is no"))])
    if form.outcome.data == "return":
        return_recommendation(work, reference, version, note=note)
    else:
        refuse_award(work, reference, version, note=note)
