"""The decision on one case, and the manager’s recommendation."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.blueprints.decide.door import READERS, door
from grants.blueprints.decide.forms import ApproveForm, RecommendForm, recommend_form
from grants.decide.case_queries import DecisionCase, decision_case
from grants.decide.commands.recommend_award import Terms, recommend_award
from grants.domain.money import plain
from grants.web.access import access
from grants.web.case import case_header
from grants.web.request import actor, db, shown_on, working


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
            with working(form, lands=url_for("decide.case", reference=reference)) as work:
                recommend_award(
                    work,
                    reference,
                    form.version.data,
                    amount=form.pence,
                    reason=form.reason.data or "",
                    terms=terms,
                )
            flash(_("Your recommendation is recorded. It now waits for approval."), "success")
            return redirect(url_for("decide.case", reference=reference), 303)
    page = decision_case(db(), actor(), reference, clock.now())
    return _case_page(page, form, ApproveForm(formdata=None).seen(page.application)), 422
