"""A return that its scheme wants declared by two needs a second person of the grantee before it is accepted."""

import pytest
from sqlalchemy import select

from grants.domain.errors import NotPermitted, WrongState
from grants.models import Event, Message, MonitoringReturn, ReturnDeclaration
from grants.monitor.commands.accept_return import accept_return
from grants.monitor.commands.declare_return import declare_return
from grants.monitor.commands.query_return import query_return
from grants.work import work_for
from tests.client import words
from tests.factories.monitoring import a_return, filled, sent, stored
from tests.factories.paying import an_award

pytestmark = pytest.mark.feature("81")


def by(world, person):
    return work_for(world.house, world.actor(person))


@pytest.fixture
def award(world):
    """An award of a round whose first return must be declared by two, and its second by one."""
    first, second = world.round.plan["returns"]
    plan = {**world.round.plan, "returns": [{**first, "declared_by_two": True}, second]}
    application = world.an_application("awarded", round=world.a_round("two", plan=plan), shown_status="awarded")
    return an_award(world, status="active", amount=1_000_000, lines=(600_000, 400_000), application=application)


@pytest.fixture
def owed(world, award):
    owed = a_return(world, award)
    filled(world, owed, 297_534, 198_000)
    return owed


def declared(world, award, person, number=1):
    with by(world, person) as work:
        return declare_return(work, award.reference, number, None)


def accepted(world, owed):
    with by(world, world.officer) as work:
        accept_return(work, owed.reference, None)


def test_it_is_not_accepted_before_a_second_person_has_declared_it(world, award, owed):
    sent(world, award, owed)
    with pytest.raises(WrongState, match="A second person"):
        accepted(world, owed)
    assert stored(world, owed).status == "submitted"
    declared(world, award, world.signatory)
    rows = world.read(select(ReturnDeclaration).order_by(ReturnDeclaration.position))
    assert [(each.position, each.declared_by) for each in rows] == [(1, world.lead.id), (2, world.signatory.id)]
    accepted(world, owed)
    assert stored(world, owed).status == "accepted"
    assert "return_declared" in [each.kind for each in world.read(select(Event))]


def test_who_sent_it_is_not_the_second_and_neither_is_who_only_writes(world, award, owed):
    with pytest.raises(NotPermitted, match="Only a lead or a signatory"):
        declared(world, award, world.a_member(world.organisation, "contributor"))
    with pytest.raises(WrongState):
        declared(world, award, world.signatory)
    sent(world, award, owed)
    with pytest.raises(NotPermitted, match="You sent this return"):
        declared(world, award, world.lead)
    declared(world, award, world.signatory)
    with pytest.raises(WrongState, match="does not wait for a second person"):
        declared(world, award, world.signatory)


def test_the_database_keeps_one_person_from_declaring_twice(world, award, owed):
    sent(world, award, owed)
    first = world.one(select(ReturnDeclaration))
    again = ReturnDeclaration(
        return_id=owed.id, submission_id=first.submission_id, position=2, declared_by=first.declared_by,
        declared_at=first.declared_at,
    )  # fmt: skip
    with pytest.raises(Exception, match="return_declaration"):
        world.write(again)


def test_a_declaration_is_of_what_was_sent_and_not_of_what_is_sent_later(world, award, owed):
    sent(world, award, owed)
    declared(world, award, world.signatory)
    with by(world, world.officer) as work:
        query_return(work, owed.reference, None, part="progress", question="How many came twice?")
    sent(world, award, owed)
    with pytest.raises(WrongState, match="A second person"):
        accepted(world, owed)
    declared(world, award, world.signatory)
    accepted(world, owed)


def test_a_return_that_needs_one_is_accepted_as_before(world, award):
    owed = a_return(world, award, number=2)
    filled(world, owed, 297_534, 198_000)
    sent(world, award, owed)
    assert world.read(select(ReturnDeclaration)) == []
    with pytest.raises(WrongState, match="does not wait for a second person"):
        declared(world, award, world.signatory, number=2)
    accepted(world, owed)


def test_the_pages_say_who_has_declared_and_who_is_still_needed(world, visitor, award, owed):
    page = f"/awards/{award.reference}/returns/1"
    lead, signatory, officer = (visitor.as_(each) for each in (world.lead, world.signatory, world.officer))
    assert "must confirm it too" in words(lead.get(f"{page}/check"))
    lead.submit(f"{page}/check")
    assert "Now a second person, who leads or signs for" in words(lead.get(f"{page}/sent"))
    assert "You sent this return, so somebody else" in words(lead.get(f"{page}/check"))
    review = words(officer.get(f"/returns/{owed.reference}"))
    assert "One of two" in review and "Accept this return" not in review
    officer.post(f"/returns/{owed.reference}/accept", {"version": "2"}, expect=409)
    assert "must confirm it before it can be accepted" in words(signatory.get(page))
    signatory.submit(f"{page}/check")
    assert f"{world.signatory.name} declared it true and complete" in words(lead.get(page))
    officer.submit(f"/returns/{owed.reference}")
    assert world.one(select(MonitoringReturn)).status == "accepted"
    kinds = [m.template for m in world.read(select(Message).order_by(Message.id))]
    assert kinds == ["return_to_declare"] * 2 + ["return_received"] * 2 + ["return_accepted"] * 2
