"""What the checks pages show, put together from the room's queries."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from grants import clock
from grants.check.policy import OPEN_TO_CHECKS, can_agree_to_stop, can_check
from grants.check.queries import (
    DoneCheck,
    OpenProposal,
    OtherFunding,
    Reusable,
    done_checks,
    open_proposal,
    other_funding,
    reusable_checks,
)
from grants.check.rules import DueCheck, due_checks, holding_back, tier_of, waits_for
from grants.domain.calendar import to_london
from grants.domain.errors import NotFound
from grants.web.case import CaseFacts, case_facts, header_of, words
from grants.web.request import actor, db
from grants.web.states import shown_tag

OUTCOME_TAGS = {
    "pass": ("Pass", "green"),
    "concern": ("Concern", "orange"),
    "fail": ("Fail", "red"),
    "not_applicable": ("Does not apply", "grey"),
}
BEFORE = {
    "assess": "Before scoring",
    "recommend": "Before a recommendation",
    "approve": "Before approval",
    "payment": "Before payment",
}
AWARD_TAGS = {"offered": "blue", "accepted": "turquoise", "active": "green", "suspended": "red"}


@dataclass(frozen=True)
class CheckRow:
    """One check that is due, with what was recorded and what could be used again."""

    key: str
    title: str
    guidance: str
    mandatory: bool
    before: str
    latest: DoneCheck | None
    tag: dict[str, str]
    earlier: tuple[DoneCheck, ...]
    reusable: Reusable | None
    expired: bool
    href: str
    reuse_href: str


@dataclass(frozen=True)
class ChecksPage:
    """All checks of a case, other funding, and what may be done next."""

    case: dict[str, Any]
    facts: CaseFacts
    tier: str
    rows: list[CheckRow]
    blocking: list[str]
    others: list[OtherFunding]
    other_rows: list[dict[str, Any]]
    proposal: OpenProposal | None
    can_record: bool
    can_complete: bool
    can_propose: bool
    can_answer: bool


def checks_page(reference: str) -> ChecksPage:
    """The checks due for this sum, what was found, and who else funds the same body."""
    facts = case_facts(reference)
    if not facts.sight.identity:
        raise NotFound
    application, session = facts.application, db()
    plan, pence = application.round.plan, application.requested or 0
    due, done = due_checks(plan, pence), done_checks(session, application.id)
    today = to_london(clock.now()).date()
    reusable = reusable_checks(session, application, today)
    rows = [_row(each, reference, done, reusable, today) for each in due]
    proposal, others = open_proposal(session, application.id), other_funding(session, application)
    able = bool(can_check(actor(), application, clock.now())) and application.status in OPEN_TO_CHECKS
    checking = application.status == "checking"
    return ChecksPage(
        case=header_of(facts, "Checks"),
        facts=facts,
        tier=next((words(t["title"]) for t in plan["tiers"] if t["key"] == tier_of(plan["tiers"], pence)), ""),
        rows=rows,
        blocking=_blocking(due, rows, waits_for(application.state_after("check"))) if checking else [],
        others=others,
        other_rows=[_other(each) for each in others],
        proposal=proposal,
        can_record=able,
        can_complete=able and checking and proposal is None,
        can_propose=able and checking and proposal is None,
        can_answer=checking
        and proposal is not None
        and proposal.proposed_by != actor().person_id
        and bool(can_agree_to_stop(actor(), application, clock.now())),
    )


def _row(due: DueCheck, reference: str, done: list[DoneCheck], reusable: dict[str, Reusable], today: Any) -> CheckRow:
    mine = tuple(each for each in done if each.kind == due.key)
    latest = mine[0] if mine else None
    text, colour = OUTCOME_TAGS[latest.outcome] if latest else ("To do", "grey")
    return CheckRow(
        key=due.key,
        title=words(due.title),
        guidance=words(due.guidance),
        mandatory=due.mandatory,
        before=_(BEFORE[due.before]),
        latest=latest,
        tag={"text": _(text), "colour": colour},
        earlier=mine[1:],
        reusable=reusable.get(due.key) if latest is None or latest.outcome != "pass" else None,
        expired=bool(latest and latest.expires_on and latest.expires_on < today),
        href=url_for("check.record", reference=reference, kind=due.key),
        reuse_href=url_for("check.reuse", reference=reference, kind=due.key),
    )


def _blocking(due: tuple[DueCheck, ...], rows: list[CheckRow], before: str) -> list[str]:
    outcomes = {row.key: row.latest.outcome for row in rows if row.latest}
    return [words(each.title) for each in holding_back(due, outcomes, before)]


def _other(each: OtherFunding) -> dict[str, Any]:
    if each.kind == "award":
        tag = {"text": _(each.status.capitalize()), "colour": AWARD_TAGS.get(each.status, "grey")}
    else:
        tag = shown_tag(each.status)
    why = _("Same bank account") if each.same_account else _("Same organisation")
    kind = _("Award") if each.kind == "award" else _("Application")
    return {"cells": [each.reference, kind, words(each.fund), each.organisation, why, each.pence, tag]}
