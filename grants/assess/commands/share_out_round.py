"""An officer shares out every application of a round that still lacks assessors."""

from grants.assess.policy import can_share_out
from grants.assess.queries import candidates, chosen_assessors, loads_of, scoring_plan
from grants.assess.rules import fair_share
from grants.assess.steps import give_to
from grants.models import Application, Round
from grants.scope import scoped
from grants.work import Work


def share_out_round(work: Work, round_id: int) -> tuple[int, int]:
    """Who: an officer or manager of the fund. When: any time; applications that need nobody are left alone.

    Gives each application, oldest first, to those with the least waiting at that point, without a conflict. Records
    `assessor_chosen` for each. Returns how many were given out and how many applications still lack somebody.
    """
    given = short = 0
    role = work.may(can_share_out(work.actor, work.load(Round, round_id).fund_id))
    for application in _lacking(work, round_id):
        chosen = chosen_assessors(work.session, application.id)
        missing = scoring_plan(application)["assessors"] - len(chosen)
        if any(each.person_id == work.actor.person_id for each in chosen):
            continue
        able = [e for e in candidates(work.session, application, work.today) if e.person_id != work.actor.person_id]
        people = fair_share(loads_of(able), missing)
        for person_id in people:
            give_to(work, application, person_id, role=role)
        given += len(people)
        short += len(people) < missing
    return given, short


def _lacking(work: Work, round_id: int) -> list[Application]:
    found = work.session.scalars(
        scoped(work.actor, Application)
        .where(Application.round_id == round_id, Application.status == "assessing")
        .order_by(Application.id)
        .with_for_update(of=Application)
    ).all()
    return [each for each in found if len(chosen_assessors(work.session, each.id)) < scoring_plan(each)["assessors"]]
