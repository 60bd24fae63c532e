"""Who gives roles, who confirms them, and what ending one does."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from grants import clock
from grants.models import Account, ChainHead, Event, Message, RoleGrant
from tests.client import forms, words

pytestmark = pytest.mark.feature("104")
TODAY = "21", "11", "2026"


@pytest.fixture
def second(world):
    return world.a_staff_member("Second Admin", "admin")


@pytest.fixture
def newcomer(world):
    return world.a_person("Nell New", staff=True)


def account_id(world, person):
    return world.one(select(Account.id).where(Account.person_id == person.id))


def page_of(world, person):
    return f"/admin/people/{account_id(world, person)}"


def give(visitor, world, person, role, expect=303, **fields):
    form = {
        "role": role,
        "fund_id": "all",
        "starts_on": list(TODAY),
        "ends_on": ["", "", ""],
        "key": f"{person.id}{role}",
    }
    return visitor.post(f"{page_of(world, person)}/roles", {**form, **fields}, expect=expect)


def grants_of(world, person):
    return world.read(select(RoleGrant).where(RoleGrant.person_id == person.id).order_by(RoleGrant.id))


def events_of(world, person):
    chain = select(ChainHead.id).where(ChainHead.kind == "person", ChainHead.subject_id == person.id)
    return [row.kind for row in world.read(select(Event).where(Event.chain_id.in_(chain)).order_by(Event.sequence))]


def test_the_list_shows_everyone_with_their_roles(visitor, world):
    page = words(visitor.as_(world.admin).get("/admin"))
    for name, role in (("Officer", "Grants officer"), ("Finance1", "Finance"), ("Auditor", "Auditor")):
        assert name in page
        assert f"{role} (All funds)" in page


def test_auditors_read_and_others_stay_out(visitor, world):
    page = visitor.as_(world.auditor).get("/admin")
    assert "Add a person" not in words(page)
    visitor.as_(world.auditor).get(page_of(world, world.officer))
    give(visitor.as_(world.auditor), world, world.officer, "assessor", expect=403)
    for person in (world.manager, world.officer, world.lead):
        visitor.as_(person).get("/admin", expect=403)


def test_a_plain_role_for_one_fund_is_held_at_once(visitor, world, newcomer):
    give(visitor.as_(world.admin), world, newcomer, "officer", fund_id=str(world.fund.id))
    actor = world.actor(newcomer)
    assert actor.holds("officer", fund_id=world.fund.id)
    assert not actor.holds("officer", fund_id=world.fund.id + 1)
    assert events_of(world, newcomer) == ["role_granted"]


@pytest.mark.parametrize("role", ["manager", "head_of_service", "director", "cabinet_member", "finance", "admin"])
def test_a_role_that_approves_verifies_or_releases_is_held_only_when_another_has_confirmed_it(
    visitor, world, newcomer, second, role
):
    first = visitor.as_(world.admin)
    give(first, world, newcomer, role)
    (grant,) = grants_of(world, newcomer)
    assert not world.actor(newcomer).holds(role)
    confirm = f"{page_of(world, newcomer)}/roles/{grant.id}/confirm"
    first.post(confirm, {"key": "a"}, expect=403)
    assert not world.actor(newcomer).holds(role)
    other = visitor.as_(second)
    assert any(form["action"] == confirm for form in forms(other.get(page_of(world, newcomer))))
    other.post(confirm, {"key": "b"})
    assert world.actor(newcomer).holds(role)
    assert events_of(world, newcomer) == ["role_granted", "role_confirmed"]


def test_the_one_who_gets_the_role_cannot_confirm_it(visitor, world, newcomer, second):
    give(visitor.as_(world.admin), world, newcomer, "admin")
    (grant,) = grants_of(world, newcomer)
    confirm = f"{page_of(world, newcomer)}/roles/{grant.id}/confirm"
    visitor.as_(newcomer).post(confirm, {"key": "a"}, expect=403)
    visitor.as_(second).post(confirm, {"key": "b"})


def test_nobody_raises_themselves(visitor, world):
    give(visitor.as_(world.admin), world, world.admin, "finance", expect=403)
    assert [each.role for each in grants_of(world, world.admin)] == ["admin"]


def test_other_administrators_are_told_that_a_role_waits(visitor, world, newcomer, second):
    give(visitor.as_(world.admin), world, newcomer, "finance")
    (mail,) = world.read(select(Message).where(Message.template == "admin_role_to_confirm"))
    assert mail.to_email == world.one(select(Account.email).where(Account.person_id == second.id))


@pytest.mark.parametrize(("first", "then"), [("officer", "admin"), ("admin", "finance"), ("officer", "auditor")])
def test_administrators_and_auditors_hold_nothing_else(visitor, world, first, then, second):
    person = world.a_staff_member("Both Hats", first)
    page = give(visitor.as_(world.admin), world, person, then, expect=422)
    assert "hold no other role" in words(page)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"starts_on": ["20", "11", "2026"]}, "today or in the future"),
        ({"starts_on": ["31", "2", "2027"]}, "real date"),
        ({"starts_on": ["", "", ""]}, "Enter the first day"),
        ({"ends_on": ["20", "11", "2026"]}, "on or after the start date"),
        ({"ends_on": ["", "2", ""]}, "Enter a real date"),
        ({"role": "king"}, "Select one of the answers in the list"),
        ({"fund_id": "9999"}, "Select one of the answers in the list"),
    ],
)
def test_a_role_with_wrong_facts_is_refused_and_nothing_typed_is_lost(visitor, world, newcomer, fields, says):
    role = fields.get("role", "officer")
    others = {name: value for name, value in fields.items() if name != "role"}
    page = give(visitor.as_(world.admin), world, newcomer, role, expect=422, **others)
    assert says in words(page)
    assert grants_of(world, newcomer) == []


@pytest.mark.parametrize("dates", [[], ["1"], ["1", "1", "2027", "1", "9"], ["", "", ""]])
def test_a_form_sent_without_its_fields_is_shown_again(visitor, world, newcomer, dates):
    admin = visitor.as_(world.admin)
    page = admin.post(f"{page_of(world, newcomer)}/roles", {"starts_on": dates}, expect=422)
    assert "Select a role" in words(page)


def test_a_role_is_ended_and_confirmed_only_under_its_own_person(visitor, world, newcomer, second):
    give(visitor.as_(world.admin), world, newcomer, "finance")
    (grant,) = grants_of(world, newcomer)
    other = visitor.as_(second)
    elsewhere = f"{page_of(world, world.officer)}/roles/{grant.id}"
    other.get(f"{elsewhere}/end", expect=404)
    other.post(f"{elsewhere}/end", {"reason": "x", "key": "a"}, expect=404)
    other.post(f"{elsewhere}/confirm", {"key": "b"}, expect=404)
    other.post(f"{page_of(world, newcomer)}/roles/{grant.id}/confirm", {"key": "c"})


def test_an_administrator_for_one_fund_alone_is_none(visitor, world):
    person = world.a_staff_member("Partial Admin", "admin", world.fund.id)
    visitor.as_(person).get(page_of(world, world.officer), expect=404)
    give(visitor.as_(person), world, world.officer, "assessor", expect=403)


def test_the_same_role_twice_at_one_time_is_refused(visitor, world):
    assert "already has this role" in words(give(visitor.as_(world.admin), world, world.officer, "officer", expect=422))


def test_a_role_begins_and_ends_on_its_days(visitor, world, newcomer):
    give(
        visitor.as_(world.admin),
        world,
        newcomer,
        "officer",
        starts_on=["23", "11", "2026"],
        ends_on=["24", "11", "2026"],
    )
    held = []
    for days in range(5):
        with clock.at(clock.now() + timedelta(days=days)):
            held.append(bool(world.actor(newcomer).holds("officer")))
    assert held == [False, False, True, True, False]


def test_an_ended_role_is_refused_at_the_next_request(visitor, world):
    officer = visitor.as_(world.auditor)
    officer.get("/admin")
    (grant,) = grants_of(world, world.auditor)
    visitor.as_(world.admin).submit(f"{page_of(world, world.auditor)}/roles/{grant.id}/end", reason="Left audit")
    officer.get("/admin", expect=403)
    assert events_of(world, world.auditor)[-1] == "role_ended"


def test_a_role_given_today_can_be_ended_today(visitor, world, newcomer):
    give(visitor.as_(world.admin), world, newcomer, "officer")
    (grant,) = grants_of(world, newcomer)
    visitor.as_(world.admin).submit(f"{page_of(world, newcomer)}/roles/{grant.id}/end", reason="By mistake")
    assert not world.actor(newcomer).holds("officer")


def test_the_last_administrator_stays(visitor, world, second):
    (mine,) = grants_of(world, world.admin)
    end = f"{page_of(world, world.admin)}/roles/{mine.id}/end"
    (theirs,) = grants_of(world, second)
    visitor.as_(world.admin).submit(f"{page_of(world, second)}/roles/{theirs.id}/end", reason="Moved on")
    page = visitor.as_(world.admin).submit(end, expect=422, reason="Me too")
    assert "last administrator" in words(page)
    assert world.actor(world.admin).holds("admin")


def test_a_disabled_person_is_out_at_the_next_request_and_can_be_let_in_again(visitor, world):
    officer = visitor.as_(world.officer)
    officer.get("/account")
    admin = visitor.as_(world.admin)
    admin.submit(f"{page_of(world, world.officer)}/disable", reason="Left the council")
    officer.get("/account", expect=303)
    admin.submit(f"{page_of(world, world.officer)}/enable", reason="Came back")
    officer.get("/account", expect=303)
    visitor.as_(world.officer).get("/account")
    assert events_of(world, world.officer) == ["account_disabled", "account_enabled"]


def test_nobody_disables_themselves_and_a_reason_is_needed(visitor, world, second):
    visitor.as_(world.admin).submit(f"{page_of(world, world.admin)}/disable", expect=403, reason="Tired")
    page = visitor.as_(world.admin).submit(f"{page_of(world, world.officer)}/disable", expect=422, reason=" ")
    assert "Enter the reason" in words(page)


def test_a_new_member_of_staff_gets_a_link_and_no_role(visitor, world):
    answer = visitor.as_(world.admin).submit("/admin/people/new", name="Olu Ade", email="olu.ade@council.example")
    assert "No roles yet" in words(visitor.as_(world.admin).get(answer.location))
    (mail,) = world.read(select(Message))
    assert (mail.template, mail.to_email) == ("account_staff", "olu.ade@council.example")
    page = visitor.as_(world.admin).submit(
        "/admin/people/new", expect=422, name="Olu Ade", email="Olu.Ade@council.example"
    )
    assert "already" in words(page)


def test_an_outside_account_is_not_among_the_staff(visitor, world):
    visitor.as_(world.admin).get(page_of(world, world.lead), expect=404)
    give(visitor.as_(world.admin), world, world.lead, "officer", expect=404)


def test_a_lost_second_factor_is_reset_for_somebody_else_only(visitor, world, second):
    for person in (world.officer, world.admin):
        with world.house.database.writing() as session:
            session.query(Account).filter_by(person_id=person.id).one().totp_sealed = "sealed"
            session.commit()
    officer = visitor.as_(world.officer)
    admin = visitor.as_(world.admin)
    admin.submit(f"{page_of(world, world.officer)}/reset-second-factor", reason="Came to my desk")
    officer.get("/account", expect=303)
    assert world.one(select(Account).where(Account.person_id == world.officer.id)).totp_sealed is None
    admin.submit(f"{page_of(world, world.admin)}/reset-second-factor", expect=403, reason="Me")


def test_the_access_review_lists_every_open_role_and_what_to_ask(visitor, world, newcomer):
    give(visitor.as_(world.admin), world, newcomer, "finance")
    page = words(visitor.as_(world.auditor).get("/admin/access-review"))
    assert "Not confirmed yet" in page
    assert "Not signed in for 90 days" in page
    assert page.count("No end date") == len(world.read(select(RoleGrant)))


@pytest.mark.parametrize(
    "change",
    [
        "confirmed_by = granted_by, confirmed_at = granted_at",
        "confirmed_by = person_id, confirmed_at = granted_at",
        "confirmed_at = granted_at",
        "granted_by = person_id",
        "granted_by = NULL, confirmed_at = granted_at",
        "role = 'director'",
        "person_id = {other}",
        "fund_id = {fund}",
    ],
)
def test_the_database_itself_refuses_a_role_that_two_people_did_not_agree(visitor, world, newcomer, second, change):
    give(visitor.as_(world.admin), world, newcomer, "finance")
    statement = "UPDATE role_grant SET " + change.format(other=second.id, fund=world.fund.id)
    with world.house.database.writing() as session, pytest.raises(DatabaseError):
        session.execute(text(f"{statement} WHERE person_id = {newcomer.id}"))
        session.commit()


def test_the_database_refuses_to_delete_a_role_or_to_change_who_confirmed_it(visitor, world, second):
    for statement in (
        "DELETE FROM role_grant",
        f"UPDATE role_grant SET confirmed_by = {second.id} WHERE person_id = {world.finance1.id}",
    ):
        with world.house.database.writing() as session, pytest.raises(DatabaseError):
            session.execute(text(statement))
            session.commit()
