"""What the commands of this room share."""

from typing import Any

from sqlalchemy import select

from grants.check.policy import OPEN_TO_CHECKS
from grants.check.rules import due_checks, published_rules
from grants.domain.calendar import long_moment
from grants.domain.errors import NotFound, WrongState
from grants.domain.legal_forms import PROOFS, LegalForm
from grants.domain.money import pounds
from grants.models import Account, Application, Membership
from grants.questions.text import text_from
from grants.work import Work

ANSWERED_ALREADY = "Somebody has already answered this proposal. Look at the case as it is now."


def english(value: object) -> str:
    """Words stored in one language or several, in English: the language of the record."""
    found = text_from(value)
    return found.en if found else ""


def open_to_checks(application: Application) -> None:
    """Checks may be recorded until the case has ended."""
    if application.status not in OPEN_TO_CHECKS:
        raise WrongState("This application has ended, so no more checks are recorded.")


def due_check(application: Application, kind: str) -> Any:
    """The check of that kind, if the round asks for it at this sum; NotFound otherwise."""
    for each in due_checks(application.round.plan, application.requested or 0):
        if each.key == kind:
            return each
    raise NotFound


def rules_of(application: Application) -> tuple[tuple[str, str], ...]:
    """The published rules of the application's round that it could fail, as (key, words)."""
    round_ = application.round
    questions = _stops(round_.eligibility_form.definition) if round_.eligibility_form else []
    return published_rules(
        kinds=[PROOFS[LegalForm(kind)].label for kind in round_.fund.who_can_apply],
        least=pounds(round_.min_award) if round_.min_award else None,
        most=pounds(round_.max_award) if round_.max_award else None,
        closing=long_moment(round_.closes_at) if round_.closes_at else None,
        questions=questions,
        checks=[
            (each.key, f"{english(each.title)}: {english(each.guidance)}")
            for each in due_checks(round_.plan, application.requested or 0)
            if each.mandatory
        ],
    )


def _stops(definition: Any) -> list[tuple[str, str]]:
    return [
        (f"{question['key']}-{number}", english(stop["reason"]))
        for section in definition["sections"]
        for question in section["questions"]
        for number, stop in enumerate(question.get("stops", ()), start=1)
    ]


def tell_leads(work: Work, application: Application, template: str, data: dict[str, Any]) -> None:
    """Write to everyone who leads the applying organisation, once each."""
    leads = work.session.scalars(
        select(Account)
        .join(Membership, Membership.person_id == Account.person_id)
        .where(
            Membership.organisation_id == application.organisation_id,
            Membership.role == "lead",
            Membership.ended_at.is_(None),
            Account.disabled_at.is_(None),
            Account.is_staff.is_(False),
        )
        .order_by(Account.id)
    )
    for account in leads:
        work.mail(
            template,
            to=account.email,
            data={"reference": application.reference, **data},
            key=f"{template}:{application.id}:{account.id}",
            application_id=application.id,
        )
