"""Loading schemes, publishing rounds and inviting organisations."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from grants import clock
from grants.domain.errors import NotFound, NotPermitted, RulesBroken, WrongState
from grants.jobs.desk import system_working
from grants.models import Allocation, Event, FormVersion, Fund, Invitation, LetterTemplate, Movement, Round
from grants.setup.commands.approve_invitation import approve_invitation
from grants.setup.commands.invite_organisation import invite_organisation
from grants.setup.commands.load_scheme import load_scheme
from grants.setup.commands.publish_round import publish_round
from grants.setup.scheme_file import SCHEMES, parse_scheme, read_scheme, scheme_files
from grants.work import work_for
from tests.client import words

CARERS = SCHEMES / "s04_carers_support.toml"
SUPPORT = SCHEMES / "s02_voluntary_sector_support.toml"
REFUGEES_OPEN = datetime(2022, 6, 1, 12, tzinfo=UTC)
REFUGEES = SCHEMES / "s03_refugee_support.toml"


def load(app, *schemes):
    with app.app_context(), system_working() as work:
        return [load_scheme(work, scheme) for scheme in schemes]


@pytest.mark.feature("1")
def test_every_scheme_file_loads_and_loading_again_changes_nothing(app, world):
    schemes = [read_scheme(path) for path in scheme_files()]
    assert {each.outcome for each in load(app, *schemes)} == {"new"}
    before = counts(world)
    assert {each.outcome for each in load(app, *schemes)} == {"unchanged"}
    assert counts(world) == before


def counts(world):
    return [world.one(select(func.count()).select_from(m)) for m in (Fund, Round, FormVersion, LetterTemplate, Event)]


@pytest.mark.feature("S4")
@pytest.mark.feature("3")
def test_the_carers_money_comes_out_to_the_pound_with_ten_thousand_of_base_held_back(app, world):
    load(app, read_scheme(CARERS))
    fund = world.one(select(Fund).where(Fund.key == "s04_carers_support"))
    rows = world.read(select(Allocation).where(Allocation.fund_id == fund.id))
    year = min(row.financial_year for row in rows)
    first = [row for row in rows if row.financial_year == year]
    assert sum(row.amount for row in first) == 51_000_000
    assert sum(row.held_back for row in first) == 1_000_000
    assert sum(row.available for row in first) == 50_000_000
    assert world.read(select(Movement.to_bucket))[0] == "held_back"


@pytest.mark.feature("9")
def test_a_changed_file_makes_new_drafts_and_leaves_a_published_round_alone(app, house, world):
    load(app, read_scheme(SUPPORT))
    round_ = world.one(select(Round).join(Fund).where(Fund.key == "s02_voluntary_sector_support"))
    with work_for(house, world.actor(world.manager)) as work:
        publish_round(work, round_.id)
    changed = parse_scheme(SUPPORT.read_text().replace("Voluntary", "Community"), SCHEMES)
    (result,) = load(app, changed)
    assert result.outcome == "changed" and result.untouched_rounds == (round_.key,)
    after = world.one(select(Round).where(Round.id == round_.id))
    assert (after.application_form_id, after.plan, after.title) == (
        round_.application_form_id,
        round_.plan,
        round_.title,
    )


def test_a_file_cannot_change_a_sum_that_the_record_holds(app, world):
    load(app, read_scheme(CARERS))
    text = CARERS.read_text()
    with pytest.raises(RulesBroken, match="can’t be changed by a file"):
        load(app, parse_scheme(text.replace("150000", "150001").replace("150_000", "150_001"), SCHEMES))


def test_only_a_manager_publishes_and_what_is_pinned_is_then_frozen(app, house, world, visitor):
    load(app, read_scheme(SUPPORT))
    round_ = world.one(select(Round).join(Fund).where(Fund.key == "s02_voluntary_sector_support"))
    with pytest.raises(NotPermitted), work_for(house, world.actor(world.officer)) as work:
        publish_round(work, round_.id)
    visitor.as_(world.manager).submit(f"/setup/rounds/{round_.id}")
    assert world.one(select(Round.status).where(Round.id == round_.id)) == "published"
    form = world.one(select(FormVersion).where(FormVersion.id == round_.application_form_id))
    assert form.published_at is not None
    with pytest.raises(Exception, match="frozen"), house.database.writing() as session:
        session.get(FormVersion, form.id).definition = {}
        session.commit()
    with pytest.raises(WrongState), work_for(house, world.actor(world.manager)) as work:
        publish_round(work, round_.id)


@pytest.mark.feature("16")
def test_a_direct_award_needs_a_reason_and_the_agreement_of_somebody_else(app, house, world, visitor):
    with clock.at(REFUGEES_OPEN):
        invite_and_agree(app, house, world, visitor)


def invite_and_agree(app, house, world, visitor):
    load(app, read_scheme(REFUGEES))
    round_ = world.one(select(Round).join(Fund).where(Fund.key == "s03_refugee_support"))
    visitor.as_(world.manager).submit(f"/setup/rounds/{round_.id}")
    officer = visitor.as_(world.officer)
    path = f"/setup/rounds/{round_.id}/invitations"
    refused = officer.post(path, {"organisation": world.organisation.reference, "reason": ""}, expect=422)
    assert "Enter the reason" in words(refused)
    wrong = officer.post(path, {"organisation": "ORG-1", "reason": "Because", "amount": "12.345"}, expect=422)
    assert "Because" in words(wrong)
    sent = {"organisation": world.organisation.reference, "reason": "Only this group works there", "amount": "100,000"}
    officer.post(path, sent)
    invitation = world.one(select(Invitation))
    assert (invitation.amount, invitation.approved_at) == (10_000_000, None)
    with pytest.raises(NotPermitted), work_for(house, world.actor(world.officer)) as work:
        approve_invitation(work, invitation.round_id, invitation.id)
    page = visitor.as_(world.approver).get(f"/setup/rounds/{round_.id}")
    assert "Agree to this invitation" in page.get_data(as_text=True)
    visitor.as_(world.approver).submit(f"/setup/rounds/{round_.id}")
    assert world.one(select(Invitation)).approved_by == world.approver.id


def test_a_round_outside_ones_funds_is_not_there(app, house, world, visitor):
    load(app, read_scheme(SUPPORT))
    round_ = world.one(select(Round).join(Fund).where(Fund.key == "s02_voluntary_sector_support"))
    stranger = world.a_staff_member("Elsewhere", "manager", world.fund.id)
    visitor.as_(stranger).get(f"/setup/rounds/{round_.id}", expect=404)
    with pytest.raises(NotFound), work_for(house, world.actor(stranger)) as work:
        invite_organisation(work, round_.id, organisation_reference="ORG", reason="x", amount=None)
