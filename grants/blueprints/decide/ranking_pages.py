"""Rounds, and the ranked list of one with its budget line."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask_babel import gettext as _

from grants.blueprints.decide.door import READERS, door, version_of
from grants.blueprints.decide.forms import BatchForm
from grants.decide.commands.recommend_award import recommend_award
from grants.decide.queries import all_rounds
from grants.decide.ranked import Group, Ranking
from grants.decide.ranking_queries import ranking
from grants.domain.errors import RulesBroken
from grants.domain.money import parse_pounds, plain
from grants.web.access import access
from grants.web.batch import do_each
from grants.web.case import percent
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
    page = ranking(db(), actor(), round_id, what_if, _places())
    return _ranking_page(page, BatchForm(formdata=None), problems), 422 if problems else 200


@door.post("/rounds/<int:round_id>/ranking")
@access("manager")
def recommend_ticked(round_id: int) -> Any:
    """Recommend all that are ticked. Each stands alone: a refused one says why and the rest go through."""
    page, form = ranking(db(), actor(), round_id, {}, _places()), BatchForm()
    here = {reference for group in page.groups for reference in group.references}
    chosen = [each for each in request.form.getlist("chosen") if each in here]
    problems = [] if chosen else [("", _("Tick at least one application"))]
    if not form.validate_on_submit() or problems:
        return _ranking_page(page, form, problems), 422
    reason = form.reason.data or ""

    def recommend(work: Work, reference: str) -> None:
        recommend_award(work, reference, version_of(reference), amount=_amount(reference), reason=reason)

    outcomes = do_each(chosen, form, recommend)
    back = _address(round_id)
    return render_template("decide/batch.html", outcomes=outcomes, back_to=back, title=_("Recommended together"))


def _ranking_page(page: Ranking, form: BatchForm, problems: list[tuple[str, str]]) -> str:
    can_recommend = bool(actor().holds("manager", fund_id=page.round.fund_id))
    return render_template(
        "decide/ranking.html",
        page=page,
        form=form,
        problems=problems,
        ticking=can_recommend and not page.what_if,
        can_release=bool(actor().holds("officer", "manager", fund_id=page.round.fund_id)),
        links={group.key: _links(page.round.id, group) for group in page.groups},
        here=_address(page.round.id),
        chosen=set(request.form.getlist("chosen")),
        typed=request.values,
        plain=plain,
        percent=percent,
    )


def _places() -> dict[str, int]:
    """The place each list is to be shown at, by the list's key; what is no number is not there."""
    return {
        f"budget{name.removeprefix('place')}": int(value)
        for name, value in request.args.items()
        if name.startswith("place") and value.isascii() and value.isdecimal() and len(value) < 9
    }


def _links(round_id: int, group: Group) -> dict[str, str | None]:
    """Addresses of the other pages of a list; budgets and the pages of other lists stay as they are."""
    return {
        name: None if place is None else _address(round_id, **{_place_name(group.key): str(place)})
        for name, place in group.other_pages().items()
    }


def _place_name(key: str) -> str:
    """Its place is named as its budget is: place, or place-north."""
    return key.replace("budget", "place", 1)


def _address(round_id: int, **places: str) -> str:
    kept = {name: value for name, value in request.args.items() if _is_budget(name) or name.startswith("place")}
    query = urlencode(kept | places)
    return url_for("decide.show_ranking", round_id=round_id) + (f"?{query}" if query else "")


def _is_budget(name: str) -> bool:
    return name == "budget" or name.startswith("budget-")


def _what_if(args: Mapping[str, str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """The budgets that were typed into the what-if strip, in pence, and what is wrong with any."""
    budgets, problems = {}, []
    for name, value in args.items():
        if _is_budget(name) and value.strip():
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
