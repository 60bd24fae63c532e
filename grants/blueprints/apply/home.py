"""The home of an organisation: what it has to do next, and what it has with us."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from grants import clock
from grants.apply.funds import form_label, words
from grants.apply.home import (
    PARTS,
    ApplicationCard,
    applications_of,
    awards_of,
    invitations_of,
    organisation_in_scope,
    organisations_of,
    people_of,
    returns_due,
)
from grants.apply.policy import can_manage, can_start
from grants.blueprints.apply.door import door, language
from grants.domain.calendar import long_date, to_london
from grants.models import Award, MonitoringReturn, Organisation
from grants.questions.reading import ADDRESS
from grants.web.access import access
from grants.web.request import actor, db, settings
from grants.web.states import shown_tag

OVER = ("closed", "ended", "lapsed")


@door.get("/organisations")
@access("applicant")
def home() -> Any:
    """The one organisation most people have; a choice for those with several; how to begin for those with none."""
    mine = organisations_of(db(), actor())
    if len(mine) == 1:
        return _home_of(mine[0])
    return render_template("apply/organisations.html", organisations=mine, settings=settings())


@door.get("/organisations/<reference>")
@access("applicant")
def organisation(reference: str) -> Any:
    return _home_of(organisation_in_scope(db(), actor(), reference))


def _home_of(one: Organisation) -> str:
    applications = [each for each in applications_of(db(), actor(), one, language=language()) if not each.awarded]
    awards = [(award, words(award.fund.title, language())) for award in awards_of(db(), actor(), one)]
    return render_template(
        "apply/home.html",
        organisation=one,
        form_label=form_label(one.legal_form),
        address=[one.address[part] for part in ADDRESS if one.address.get(part)],
        applications=[each for each in applications if not each.ended],
        earlier=[each for each in applications if each.ended],
        awards=[each for each in awards if each[0].status not in OVER],
        earlier_awards=[each for each in awards if each[0].status in OVER],
        tasks=_tasks(applications, awards, returns_due(db(), actor(), one)),
        invitations=invitations_of(db(), one, language=language()),
        people=people_of(db(), actor(), one),
        parts=PARTS,
        tag_of=shown_tag,
        can_manage=bool(can_manage(actor(), one, clock.now())),
        can_start=bool(can_start(actor(), one, clock.now())),
        now=clock.now(),
        settings=settings(),
    )


def _tasks(
    applications: list[ApplicationCard], awards: list[tuple[Award, str]], returns: Sequence[MonitoringReturn]
) -> list[dict[str, Any]]:
    """What waits for the organisation, the first due first; what has no date comes last."""
    found = [
        (
            each.closes_at and to_london(each.closes_at).date(),
            _("Finish and send your application"),
            url_for("apply.application", reference=each.reference),
            f"{each.title or each.fund}, {each.reference}",
        )
        for each in applications
        if each.shown_status == "draft" and (each.closes_at is None or each.closes_at >= clock.now())
    ]
    found += [
        (
            award.accept_by,
            _("Read the offer and accept it"),
            url_for("award.award", reference=award.reference),
            f"{award.application.title or fund}, {award.reference}",
        )
        for award, fund in awards
        if award.status == "offered"
    ]
    found += [
        (
            each.due_on,
            _("Answer our question") if each.status == "queried" else _("Send us a return"),
            url_for("monitor.grantee_return", reference=each.award.reference, number=each.number),
            f"{each.title}, {each.award.reference}",
        )
        for each in returns
    ]
    dated = sorted(found, key=lambda task: task[0] or date.max)
    return [{"title": title, "href": href, "hint": hint, "status": _due(due)} for due, title, href, hint in dated]


def _due(due: date | None) -> dict[str, str]:
    if due is None:
        return {"text": _("When you are ready")}
    if due < to_london(clock.now()).date():
        return {"text": _("Overdue"), "colour": "red"}
    return {"text": _("By %(day)s", day=long_date(due))}
