"""How the council's people work a made-up case: check, score, agree, recommend, approve, release."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from grants.actor import Actor
from grants.assess.commands.agree_scores import agree_scores
from grants.assess.commands.choose_assessors import choose_assessors
from grants.assess.commands.declare_interests import declare_interests
from grants.assess.commands.submit_scores import submit_scores
from grants.award.commands.release_decision import release_decision
from grants.award.letter_words import Office
from grants.check.commands.pass_checks import pass_checks
from grants.check.commands.record_check import record_check
from grants.check.commands.take_case import take_case
from grants.check.rules import due_checks
from grants.decide.commands.approve_award import approve_award
from grants.decide.commands.recommend_award import Terms, recommend_award
from grants.decide.commands.record_panel import Meeting, record_panel
from grants.decide.standing import standing
from grants.demo.people import email
from grants.demo.teller import Teller
from grants.models import Application, Assessment, Criterion, Interest
from grants.work import Work

OFFICER, MANAGER = email("officer"), email("manager")
ASSESSORS = (email("assessor1"), email("assessor2"))
APPROVERS = {"head_of_service": email("approver"), "director": email("approver2"), "cabinet_member": email("member")}
EVIDENCE = "Seen, in date and in the applicant's name."
PRAISE = (
    "Clear evidence of need, with figures and what people said.",
    "The plan is realistic and the people to do it are in place.",
    "Costs are reasonable and explained line by line.",
    "Good reach into places that other services miss.",
)
DOUBTS = (
    "Says that there is need but does not show how it knows.",
    "The plan leaves out who would do the work and when.",
    "Several costs are not explained.",
)


def check(teller: Teller, reference: str) -> None:
    """The officer takes the case, records every check that the round asks for at this sum, and passes it on."""
    with teller.work(OFFICER) as work:
        application = take_case(work, reference)
        for each in due_checks(application.round.plan, application.requested or 0):
            record_check(work, reference, kind=each.key, outcome="pass", evidence=EVIDENCE)
        pass_checks(work, reference, application.version)


def declare_nothing(teller: Teller, round_id: int) -> None:
    """Assessors, officer and manager say that they have no interest in anyone who applied."""
    for who in (*ASSESSORS, MANAGER, OFFICER, *APPROVERS.values()):
        with teller.work(who) as work:
            if not _has_declared(work, round_id):
                declare_interests(work, round_id, nothing=True, organisations=[], detail="")


def _has_declared(work: Work, round_id: int) -> bool:
    declared = select(Interest.id).where(Interest.person_id == work.actor.person_id, Interest.round_id == round_id)
    return work.session.scalar(declared.limit(1)) is not None


def allocate(teller: Teller, reference: str) -> None:
    """The officer asks both assessors, or as many as the round needs."""
    with teller.work(OFFICER) as work:
        application = work.load(Application, reference)
        people = [teller.actor(who).person_id for who in ASSESSORS[: application.round.assessors_needed]]
        choose_assessors(work, reference, people=people)


def score(teller: Teller, reference: str, *, level: int, apart: int = 0, only: int = 2) -> None:
    """Assessors score about `level` of 5; the second `apart` bands away, which may need a manager to agree."""
    with teller.reading() as session:
        application = session.scalars(select(Application).where(Application.reference == reference)).one()
        criteria = list(session.scalars(select(Criterion).where(Criterion.round_id == application.round_id)))
        needed = application.round.assessors_needed
    for number, who in enumerate(ASSESSORS[: min(needed, only)]):
        points = {each.key: _points(teller, each, level + apart * number) for each in criteria}
        reasons = {key: teller.chance.choice(PRAISE if given >= 3 else DOUBTS) for key, given in points.items()}
        version = _open_version(teller, application.id, teller.actor(who))
        teller.does(who, submit_scores, reference, version, points=points, reasons=reasons)


def _points(teller: Teller, criterion: Criterion, level: int) -> int:
    top = len(criterion.bands) - 1
    return max(0, min(top, level + (1 if teller.chance.random() < 0.25 else 0)))


def _open_version(teller: Teller, application_id: int, actor: Actor) -> int:
    """The version of the assessor's own page: 1 where nothing was saved yet."""
    with teller.reading() as session:
        found = session.scalars(
            select(Assessment).where(
                Assessment.application_id == application_id,
                Assessment.person_id == actor.person_id,
                Assessment.status == "open",
            )
        ).one_or_none()
    return found.version if found else 0


def moderate(teller: Teller, reference: str, *, level: int) -> None:
    """The manager agrees a score where the two were far apart."""
    with teller.reading() as session:
        application = session.scalars(select(Application).where(Application.reference == reference)).one()
        criteria = list(session.scalars(select(Criterion).where(Criterion.round_id == application.round_id)))
    points = {each.key: level for each in criteria}
    reasons = {each.key: "Agreed after reading both reasons again." for each in criteria}
    with teller.work(MANAGER) as work:
        version = work.load(Application, reference).version
        agree_scores(work, reference, version, points=points, reasons=reasons, reason="Both assessors met and agreed.")


def sit(teller: Teller, reference: str) -> None:
    """The panel meets, where the round has one."""
    with teller.work(OFFICER) as work:
        application = work.load(Application, reference)
        if application.status == "panel":
            members = application.round.plan["panel"]["members"]
            minute = "Agreed with the scores. No one left the room."
            meeting = Meeting(work.today, "Dame Olwen Rees", len(members), minute)
            record_panel(work, reference, application.version, meeting)


def recommend(teller: Teller, reference: str, *, amount: int, terms: Terms | None = None) -> None:
    """The manager recommends a sum, or a no with feedback on each criterion."""
    with teller.work(MANAGER) as work:
        application = work.load(Application, reference)
        terms = terms or (Terms() if amount else Terms(feedback=_feedback(application)))
        reason = "Strong against every criterion." if amount else "Below the line: others showed more need."
        recommend_award(work, reference, application.version, amount=amount, reason=reason, terms=terms)


def _feedback(application: Application) -> Mapping[str, str]:
    return {each.key: DOUBTS[number % len(DOUBTS)] for number, each in enumerate(application.round.criteria)}


def approve(teller: Teller, reference: str) -> None:
    """Each person whose turn it is by the delegation approves."""
    while role := _next_role(teller, reference):
        with teller.work(APPROVERS[role]) as work:
            version = work.load(Application, reference).version
            note = "I have read the scores, the checks and the reasons."
            approve_award(work, reference, version, note=note, confirmed=True)


def _next_role(teller: Teller, reference: str) -> str:
    with teller.reading() as session:
        application = session.scalars(select(Application).where(Application.reference == reference)).one()
        return standing(session, application).next_role if application.status == "approving" else ""


def release(teller: Teller, reference: str, *, office: Office) -> Any:
    """The manager lets the applicant know."""
    with teller.work(MANAGER) as work:
        version = work.load(Application, reference).version
        return release_decision(work, reference, version, office=office)
