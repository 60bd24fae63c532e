"""Rounds, and the ranked list of one with its budget line."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from grants.blueprints.decide.door import READERS, door, version_of
from grants.blueprints.decide.forms import BatchForm
from grants.decide.commands.recommend_award import recommend_award
from grants.decide.queries import all_rounds
from grants.decide.ranking_queries import ranking
from grants.domain.errors import RulesBroken
from grants.domain.money import parse_pounds, plain
from grants.web.access import access
from grants.web.batch import do_each
from grants.web.request import actor, db
from grants.work import Work


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
        recommend_award(work, reference, version_of(reference), amount=_amount(reference), reason=reason)

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


def _amount(reference: str) -> int:
    try:
        return parse_pounds(request.form.get(f"amount-{reference}", ""))
    except ValueError as error:
        raise RulesBroken([("amount", str(error))]) from error
