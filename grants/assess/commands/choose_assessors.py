"""An officer chooses who scores an application, by name or by fair share."""

from collections.abc import Sequence

from grants.assess.policy import can_allocate
from grants.assess.queries import candidates, chosen_assessors, loads_of, scoring_plan
from grants.assess.rules import fair_share
from grants.assess.steps import give_to
from grants.domain.errors import NotPermitted, RulesBroken, WrongState
from grants.models import Application, Assignment
from grants.work import Work

SCORING_IT = "You score this application yourself, so somebody else chooses its assessors."


def choose_assessors(work: Work, reference: str, *, people: Sequence[int] | None) -> list[Assignment]:
    """Who: an officer or manager of the fund who does not score it. When: it is being scored and assessors are missing.

    `people` None asks those with the least waiting. Records `assessor_chosen` for each. Refuses anyone without the
    role, with an interest or chosen already, and more people than the round asks for (RulesBroken).
    """
    application = work.load(Application, reference)
    role = work.may(can_allocate(work.actor, application, work.now))
    if application.status != "assessing":
        raise WrongState("Assessors are chosen while an application is being scored.")
    chosen = chosen_assessors(work.session, application.id)
    if any(each.person_id == work.actor.person_id for each in chosen):
        raise NotPermitted(SCORING_IT)
    missing = scoring_plan(application)["assessors"] - len(chosen)
    if missing <= 0:
        raise WrongState("This application has all its assessors.")
    able = [
        each for each in candidates(work.session, application, work.today) if each.person_id != work.actor.person_id
    ]
    wanted = list(fair_share(loads_of(able), missing)) if people is None else list(dict.fromkeys(people))
    if problem := _problem(wanted, able={each.person_id for each in able}, missing=missing):
        raise RulesBroken([("people", problem)])
    return [give_to(work, application, person_id, role=role) for person_id in wanted]


def _problem(wanted: Sequence[int], *, able: set[int], missing: int) -> str:
    if not wanted:
        return "Select an assessor" if able else "Nobody else can score this: ask an administrator for more assessors"
    if len(wanted) > missing:
        return f"Select {missing} or fewer: the round asks for no more"
    if not set(wanted) <= able:
        return "Somebody you selected can’t score this application. Select from the people shown"
    return ""
