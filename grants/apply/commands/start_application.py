"""Begin an application: a reference, a set of answers, and the eligibility check that let it begin."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from grants.apply.policy import can_start
from grants.apply.queries import application_in_scope, draft_of, form_of
from grants.apply.rules import INVITED_ROUTES
from grants.apply.steps import invitation_for, next_reference, refuse_closed, write_answers
from grants.domain.errors import NotFound, RulesBroken, WrongState
from grants.models import Application, Fund, Organisation, Response, Round
from grants.models.application import ENDED_STATES
from grants.questions.form import Form
from grants.scope import scoped
from grants.work import Work

NOT_COPIED = ("file", "declaration", "date")


def start_application(
    work: Work,
    round_id: int,
    organisation_reference: str,
    *,
    eligibility: Mapping[str, Any] | None,
    copy_from: str = "",
) -> Application:
    """A lead or contributor, while the round takes applications. Writes a draft with its own reference.

    Drafts record nothing. Refuses a second live application where the round allows one, a round by invitation to
    those not invited, and a round with an eligibility check that was not passed. `copy_from` is an earlier
    application of the organisation: answers to questions with the same key and type are copied.
    """
    organisation = work.load(Organisation, organisation_reference)
    known = work.session.scalars(scoped(work.actor, Round).where(Round.id == round_id)).one_or_none()
    if known is None:
        raise NotFound("round")
    fund = work.load(Fund, known.fund_id)  # its lock puts starts in one line: numbers and the one-live rule follow
    round_ = work.load(Round, round_id)
    work.may(can_start(work.actor, organisation, work.now))
    refuse_closed(work, round_, organisation.id)
    invitation = invitation_for(work, round_, organisation.id)
    _refuse_second(work, round_, organisation)
    _refuse_unchecked(round_, eligibility)
    response = work.add(Response(form_version_id=round_.application_form_id, created_at=work.now))
    application = work.add(
        Application(
            reference=next_reference(work, fund, round_),
            fund_id=fund.id,
            round_id=round_.id,
            organisation_id=organisation.id,
            response_id=response.id,
            invitation_id=invitation.id if invitation is not None else None,
            status="draft",
            shown_status="draft",
            one_live=round_.one_live_application,
            created_by=work.actor.person_id,
            created_at=work.now,
            eligibility=dict(eligibility) if eligibility is not None else None,
            status_at=work.now,
            status_by=work.actor.person_id,
        )
    )
    if copy_from:
        _copy(work, copy_from, application, round_)
    return application


def _refuse_second(work: Work, round_: Round, organisation: Organisation) -> None:
    if not round_.one_live_application:
        return
    live = work.session.scalars(
        select(Application.reference).where(
            Application.organisation_id == organisation.id,
            Application.round_id == round_.id,
            Application.status.not_in(ENDED_STATES),
        )
    ).first()
    if live is not None:
        message = f"{organisation.name} already has an application in this round: {live}. Go on with that one"
        raise WrongState(f"{message}, or withdraw it first.")


def _refuse_unchecked(round_: Round, eligibility: Mapping[str, Any] | None) -> None:
    if round_.eligibility_form_id is not None and round_.route not in INVITED_ROUTES and eligibility is None:
        raise RulesBroken([("form", "Check that you can apply first. It takes two minutes")])


def _copy(work: Work, reference: str, application: Application, round_: Round) -> None:
    earlier = application_in_scope(work.session, work.actor, reference)
    if earlier.organisation_id != application.organisation_id:
        raise NotFound("application")
    before = draft_of(work.session, earlier)
    form = form_of(round_.application_form)
    values = {key: value for key, value in before.answers.items() if _is_same(before.form, form, key)}
    write_answers(work, application.response_id, values, seen={})


def _is_same(before: Form, now: Form, key: str) -> bool:
    one, other = before.question(key), now.question(key)
    return one is not None and other is not None and one.type == other.type and one.type not in NOT_COPIED
