"""How a made-up body applies: it starts, answers, signs and sends, or leaves a draft."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.apply.commands.attach_file import attach_file
from grants.apply.commands.save_answers import save_answers
from grants.apply.commands.sign_application import sign_application
from grants.apply.commands.start_application import start_application
from grants.apply.commands.submit_application import submit_application
from grants.apply.queries import application_in_scope, draft_of, form_of
from grants.demo.answers import Facts, answers
from grants.demo.paper import kept_paper
from grants.demo.teller import Teller
from grants.models import Round
from grants.questions.answers import visible


@dataclass(frozen=True)
class Applicant:
    """A made-up body in the record: its reference and who acts for it."""

    reference: str
    name: str
    work: str
    area: str
    lead: str
    signatory: str


@dataclass(frozen=True)
class Request:
    """What a body asks for."""

    title: str
    amount: int
    starts_on: date
    ends_on: date
    people: int
    match: int = 0


def apply(teller: Teller, round_id: int, body: Applicant, request: Request, *, finish: bool = True) -> str:
    """The reference of an application, sent in, or left half done when `finish` is False."""
    eligibility = _eligibility(teller, round_id, body, request)
    application = teller.does(body.lead, start_application, round_id, body.reference, eligibility=eligibility)
    given = _answers(teller, round_id, body, request)
    if not finish:
        given = dict(list(given.items())[: max(2, len(given) // 2)])
    teller.does(body.lead, save_answers, application.reference, given, seen={})
    if finish:
        _attach(teller, round_id, application.reference, given, body)
        _send(teller, application.reference, body)
    return application.reference


def _facts(teller: Teller, body: Applicant, request: Request) -> Facts:
    return Facts(
        title=request.title,
        work=body.work,
        amount=request.amount,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        area=body.area,
        people=request.people,
        match=request.match,
    )


def _eligibility(teller: Teller, round_id: int, body: Applicant, request: Request) -> dict[str, Any] | None:
    with teller.reading() as session:
        round_ = session.get_one(Round, round_id)
        if round_.eligibility_form is None:
            return None
        return answers(form_of(round_.eligibility_form), _facts(teller, body, request), teller.chance)


def _answers(teller: Teller, round_id: int, body: Applicant, request: Request) -> dict[str, Any]:
    with teller.reading() as session:
        round_ = session.get_one(Round, round_id)
        return answers(form_of(round_.application_form), _facts(teller, body, request), teller.chance)


def _attach(teller: Teller, round_id: int, reference: str, given: dict[str, Any], body: Applicant) -> None:
    with teller.reading() as session:
        form = form_of(session.get_one(Round, round_id).application_form)
    shown = visible(form, given)
    for question in form.questions:
        if question.type == "file" and question.required and question.key in shown:
            with teller.work(body.lead) as work:
                file = kept_paper(teller.app, work, title=question.label.en, owner=body.name)
                attach_file(work, reference, question=question.key, file_id=file.id, name=f"{question.key}.pdf")


def _send(teller: Teller, reference: str, body: Applicant) -> None:
    with teller.reading() as session:
        digest = draft_of(session, application_in_scope(session, teller.actor(body.lead), reference)).digest
    signed = teller.does(body.signatory, sign_application, reference, digest=digest, agreed=True)
    teller.does(body.lead, submit_application, reference, signed.version, digest=digest, agreed=True)
