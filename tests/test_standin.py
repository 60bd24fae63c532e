"""A statement made with a stand-in finds what the same rules find with the person put in."""

import pytest
from sqlalchemy import select

from grants.models import Application, Award, Fund, Interest, Round
from grants.scope import in_scope, no_interest
from grants.sight import identity_shown, scores_shown, scoring_open
from grants.standin import facts_of, stand_in
from tests.factories.scoring import give

STAFF = ("officer", "manager", "approver", "approver2", "assessor1", "finance1", "auditor", "admin")
RULES = (
    ("scope of applications", lambda who: in_scope(who, Application)),
    ("scope of awards", lambda who: Application.id.in_(select(Award.application_id).where(in_scope(who, Award)))),
    ("no interest", no_interest),
    ("scoring open", scoring_open),
    ("identity", identity_shown),
    ("scores", scores_shown),
)


@pytest.fixture
def cases(world):
    """Applications in several states, one given to an assessor, one where the officer has an interest."""
    made = [world.an_application(status) for status in ("checking", "assessing", "recommending", "awarded")]
    give(world, made[1], world.assessor1)
    other = world.an_application("checking", organisation=world.an_organisation("Where the officer's sister works"))
    interest = {"person_id": world.officer.id, "round_id": world.round.id, "organisation_id": other.organisation_id}
    world.write(Interest(**interest, kind="interest", detail="Sister", declared_at=other.created_at))
    return [*made, other]


@pytest.mark.parametrize("name", STAFF)
def test_the_same_rows_are_found_either_way(world, house, cases, name):
    actor = world.actor(getattr(world, name))
    with house.database.reading() as session:
        for rule, condition in RULES:
            wanted = select(Application.id).join(Round).order_by(Application.id)
            known = session.scalars(wanted.where(condition(actor))).all()
            asked = session.scalars(wanted.where(condition(stand_in(actor))), facts_of(actor)).all()
            assert known == asked, rule


def test_two_with_one_stand_in_find_each_what_is_in_their_own_fund(world, house, cases):
    here = world.actor(world.a_staff_member("Officer Here", "officer", fund_id=world.fund.id))
    elsewhere = world.actor(world.a_staff_member("Officer Elsewhere", "officer", fund_id=another_fund(world)))
    assert stand_in(here) == stand_in(elsewhere)
    wanted = select(Application.id).where(in_scope(stand_in(here), Application)).order_by(Application.id)
    with house.database.reading() as session:
        assert session.scalars(wanted, facts_of(here)).all() == sorted(each.id for each in cases)
        assert session.scalars(wanted, facts_of(elsewhere)).all() == []


def another_fund(world):
    fund = world.one(select(Fund).limit(1))
    copied = {
        name: getattr(fund, name)
        for name in (each.key for each in Fund.__table__.c)
        if name not in ("id", "key", "prefix")
    }
    other = Fund(**copied, key="elsewhere", prefix="EL")
    world.write(other)
    return other.id


def test_an_applicant_has_no_stand_in(world):
    with pytest.raises(ValueError, match="staff"):
        stand_in(world.actor(world.lead))
