"""The strip and the sub-navigation above every page of one case, from one place."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from grants.domain.errors import NotFound
from grants.domain.money import pounds
from grants.models import Application, Award, Decision, DueDiligenceCheck, Person, Recommendation, Round, Stop
from grants.questions.text import text_from
from grants.scope import in_scope
from grants.sight import Sight, scoring_open, sight
from grants.standin import ANYONE, StandIn, facts_of, stand_in
from grants.web.request import actor, db
from grants.web.states import application_tag

# (words, endpoint, whether there must be an award)
SECTIONS = (
    ("Application", "casework.case", False),
    ("Checks", "check.checks", False),
    ("Scores", "assess.scores", False),
    ("Decision", "decide.case", False),
    ("Award", "award.case", True),
    ("Payments", "pay.case", True),
    ("Returns", "monitor.case", True),
    ("Timeline", "casework.timeline", False),
)
# State: what comes next, where, and who does it.
NEXT = {
    "checking": ("Do the checks", "check.checks", ("officer", "manager")),
    "assessing": ("Choose assessors", "assess.assessors", ("officer", "manager")),
    "moderating": ("Agree the scores", "assess.scores", ("manager",)),
    "panel": ("Record the panel", "decide.panel", ("officer", "manager")),
    "recommending": ("Recommend", "decide.case", ("manager",)),
    "approving": ("Decide", "decide.case", ("head_of_service", "director", "cabinet_member")),
    "awarded": ("See the award", "award.case", ("officer", "manager", "finance")),
}
WAITING = {
    "checking": "An officer does the checks next.",
    "assessing": "It is with its assessors.",
    "moderating": "A manager who did not score it agrees the scores next.",
    "panel": "It goes to the panel next.",
    "recommending": "A manager recommends next.",
    "approving": "It waits for approval.",
    "decided": "The decision waits to be released.",
}
HIDDEN_NAME = "Name hidden until scoring is done"


@dataclass(frozen=True)
class CaseFacts:
    """What the strip shows, as far as this person may see it."""

    application: Application
    sight: Sight
    owner: str | None
    recommended: int | None
    decided: int | None
    award_id: int | None
    award_amount: int | None
    flags: tuple[tuple[str, str], ...]


def case_header(application_reference: str, current: str = "Application") -> dict[str, Any]:
    """What layouts/case.html needs as `case`. NotFound when the case is out of this person's scope."""
    return header_of(case_facts(application_reference), current)


def header_of(facts: CaseFacts, current: str) -> dict[str, Any]:
    """The same, for a page that has read the facts already."""
    application = facts.application
    action = _action(facts, current)
    return {
        "reference": application.reference,
        "name": application.organisation.name if facts.sight.identity else _(HIDDEN_NAME),
        "tag": application_tag(application.status),
        "facts": _facts(facts),
        "flags": [{"text": _(text), "colour": colour} for text, colour in facts.flags],
        "action": action,
        "refusal": None if action or _is_doing(application, current) else _waits_for(application.status),
        "sections": _sections(facts, current),
    }


def case_facts(application_reference: str) -> CaseFacts:
    """Two statements: the case in scope, then what stands around it. Only staff have pages of a case."""
    person = actor()
    if not person.is_staff:
        raise NotFound
    asker = facts_of(person)
    found = db().scalars(_case(stand_in(person)), asker | {"reference": application_reference})
    application = found.one_or_none()
    if application is None:
        raise NotFound
    ids = {
        "application": application.id,
        "organisation": application.organisation_id,
        "owner": application.owner_id,
    }
    row = db().execute(_AROUND, asker | ids).one()
    seen = sight(person, application, own_assessment_open=row.scoring_open)
    return CaseFacts(
        application=application,
        sight=seen,
        owner=row.owner,
        recommended=row.recommended if seen.recommendation else None,
        decided=row.decided if seen.decision else None,
        award_id=row.award_id,
        award_amount=row.award_amount,
        flags=_flags(row, seen),
    )


@lru_cache
def _case(who: StandIn) -> Select[Any]:
    through_award = Application.id.in_(select(Award.application_id).where(in_scope(who, Award)))
    return (
        select(Application)
        .where(Application.reference == bindparam("reference"))
        .where(or_(in_scope(who, Application), through_award))
        .options(joinedload(Application.organisation), joinedload(Application.round).joinedload(Round.fund))
    )


def _around() -> Any:
    live = (Recommendation.superseded_at.is_(None), Decision.superseded_at.is_(None))
    this: Any = bindparam("application")
    organisation_id: Any = bindparam("organisation")
    later = aliased(DueDiligenceCheck)
    superseded = exists().where(
        later.application_id == DueDiligenceCheck.application_id,
        later.kind == DueDiligenceCheck.kind,
        later.id > DueDiligenceCheck.id,
    )
    concern = exists().where(
        DueDiligenceCheck.application_id == this,
        DueDiligenceCheck.outcome.in_(("fail", "concern")),
        ~superseded,
    )
    other_application = exists().where(
        Application.organisation_id == organisation_id,
        Application.id != this,
        Application.submitted_at.is_not(None),
        Application.shown_status == "received",
    )
    other_award = exists().where(
        Award.organisation_id == organisation_id,
        Award.application_id != this,
        Award.status.not_in(("closed", "ended", "lapsed")),
    )
    stopped = exists().where(
        Stop.organisation_id == organisation_id, Stop.confirmed_by.is_not(None), Stop.lifted_at.is_(None)
    )
    return select(
        select(Person.name).where(Person.id == bindparam("owner")).scalar_subquery().label("owner"),
        select(Recommendation.amount)
        .where(Recommendation.application_id == this, live[0])
        .scalar_subquery()
        .label("recommended"),
        select(Decision.amount).where(Decision.application_id == this, live[1]).scalar_subquery().label("decided"),
        select(Award.id).where(Award.application_id == this).scalar_subquery().label("award_id"),
        select(Award.amount).where(Award.application_id == this).scalar_subquery().label("award_amount"),
        select(Award.status).where(Award.application_id == this).scalar_subquery().label("award_status"),
        exists().where(Application.id == this, scoring_open(ANYONE)).label("scoring_open"),
        stopped.label("stopped"),
        other_application.label("other_application"),
        other_award.label("other_award"),
        concern.label("concern"),
    )


_AROUND = _around()


def _flags(row: Any, seen: Sight) -> tuple[tuple[str, str], ...]:
    """What to look out for; nothing that would tell who applied where that is hidden."""
    if not seen.identity:
        return ()
    return tuple(
        flag
        for found, flag in (
            (row.stopped, ("Under stop", "red")),
            (row.award_status == "suspended", ("Award suspended", "red")),
            (row.award_status == "ended", ("Award ended early", "grey")),
            (row.other_application or row.other_award, ("Other funding", "orange")),
            (row.concern, ("Concern at check", "orange")),
        )
        if found
    )


def _facts(facts: CaseFacts) -> list[dict[str, str]]:
    application = facts.application
    shown: list[tuple[str, str | None]] = [
        (_("Fund"), words(application.round.fund.title)),
        (_("Round"), words(application.round.title)),
        (_("Requested"), _pounds(application.requested)),
        (_("Recommended"), _pounds(facts.recommended)),
        (_("Approved"), _pounds(facts.decided)),
        (_("Awarded"), _pounds(facts.award_amount)),
        (_("Score"), percent(application.score) if facts.sight.scores else None),
        (_("Owner"), facts.owner or _("Nobody yet")),
    ]
    return [{"label": label, "value": value} for label, value in shown if value is not None]


def _pounds(pence: int | None) -> str | None:
    return None if pence is None else pounds(pence)


def words(value: object) -> str:
    """Words stored in one language or several, in English."""
    found = text_from(value)
    return found.en if found else ""


def percent(hundredths: int | None) -> str | None:
    """A score kept as hundredths of a per cent: 7600 is 76.00%."""
    return None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}%"


def may_open(endpoint: str, fund_id: int) -> bool:
    """Whether the page exists and this person, with the roles held for this fund, may come to it."""
    who = current_app.extensions["grants_access"].get(endpoint)
    if who is None:
        return False
    person = actor()
    return bool(
        "public" in who
        or "signed_in" in who
        or ("staff" in who and person.is_staff)
        or person.holds(*who, fund_id=fund_id)
    )


def _sections(facts: CaseFacts, current: str) -> list[dict[str, Any]]:
    application = facts.application
    return [
        {
            "text": _(text),
            "href": url_for(endpoint, reference=application.reference),
            "current": text == current,
            "count": None,
        }
        for text, endpoint, needs_award in SECTIONS
        if (facts.award_id or not needs_award) and may_open(endpoint, application.fund_id)
    ]


def _is_doing(application: Application, current: str) -> bool:
    """Whether this person is on the page where the next step is theirs to take."""
    _text, endpoint, roles = NEXT.get(application.status, ("", "", ()))
    here = any(name == current and where == endpoint for name, where, _needs in SECTIONS)
    return here and bool(actor().holds(*roles, fund_id=application.fund_id))


def _waits_for(status: str) -> str | None:
    return str(_(WAITING[status])) if status in WAITING else None


def _action(facts: CaseFacts, current: str) -> dict[str, str] | None:
    """The one thing to do next, for those who may do it and are not on that page already."""
    application = facts.application
    text, endpoint, roles = NEXT.get(application.status, ("", "", ()))
    if not text or _is_doing(application, current) or not actor().holds(*roles, fund_id=application.fund_id):
        return None
    if not may_open(endpoint, application.fund_id):
        return None
    return {"text": _(text), "href": url_for(endpoint, reference=application.reference)}
