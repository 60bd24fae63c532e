"""Links by e-mail: register, reset, join; once, in time, and telling a stranger nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from grants import clock
from grants.account.steps import send_link
from grants.jobs.worker import run_due_jobs
from grants.models import Account, EmailLink, Membership, Message, Person, WebSession
from grants.work import work_for
from tests.account.browsing import GOOD_PASSWORD, account_of, change, email_of, last_path, mails, sign_in
from tests.client import Visitor, words

pytestmark = pytest.mark.feature("103")
NEW = "new.person@group.example"
GONE = "This link does not work any more"


def count(world, model):
    return world.one(select(func.count()).select_from(model))


def test_a_name_carries_no_web_address(visitor, world):
    visitor.submit("/register", expect=200, email=NEW)
    page = visitor.submit(last_path(world), expect=422, name="See www.evil.example", password=GOOD_PASSWORD)
    assert "Name must not have a web address in it" in words(page)


def invite(world, email, role="contributor"):
    membership = Membership(
        organisation_id=world.organisation.id,
        role=role,
        invited_name="Sam Field",
        invited_email=email,
        invited_by=world.lead.id,
        created_at=clock.now(),
    )
    world.write(membership)
    with work_for(world.house, world.actor(world.lead)) as work:
        stored = work.session.get_one(Membership, membership.id)
        send_link(work, purpose="join", email=email, membership=stored)
    return membership


def test_a_new_person_registers_by_a_link_and_is_signed_in(visitor, world):
    assert "Check your email" in words(visitor.submit("/register", expect=200, email=NEW.upper()))
    path = last_path(world)
    visitor.submit(path, name="Nia Rees", password=GOOD_PASSWORD)
    assert "Nia Rees" in words(visitor.get("/account"))
    account = world.one(select(Account).where(Account.email_folded == NEW))
    assert account.confirmed_at == clock.now()
    assert not account.is_staff


def test_opening_the_link_uses_nothing_up_and_sending_its_form_does(visitor, app, world):
    visitor.submit("/register", expect=200, email=NEW)
    path = last_path(world)
    for _ in range(3):
        visitor.get(path)
    visitor.submit(path, name="Nia Rees", password=GOOD_PASSWORD)
    again = Visitor(app)
    assert GONE in words(again.get(path, expect=404))
    again.post(path, {"name": "Thief", "password": GOOD_PASSWORD}, expect=404)
    assert world.read(select(Person.name).where(Person.name == "Thief")) == []


@pytest.mark.parametrize(("purpose", "hours"), [("register", 24), ("reset", 1)])
def test_a_link_runs_out(visitor, world, purpose, hours):
    visitor.submit(f"/{purpose}", expect=200, email=NEW if purpose == "register" else email_of(world, world.lead))
    path = last_path(world)
    with clock.at(clock.now() + timedelta(hours=hours, seconds=-1)):
        visitor.get(path)
    with clock.at(clock.now() + timedelta(hours=hours)):
        visitor.get(path, expect=404)
        visitor.post(path, {"name": "A", "password": GOOD_PASSWORD}, expect=404)


def test_a_newer_link_takes_the_place_of_the_one_before(visitor, world):
    visitor.submit("/reset", expect=200, email=email_of(world, world.lead))
    first = last_path(world)
    visitor.submit("/reset", expect=200, email=email_of(world, world.lead))
    visitor.get(first, expect=404)
    visitor.get(last_path(world))


@pytest.mark.parametrize("purpose", ["register", "reset"])
def test_the_page_and_the_work_are_the_same_whether_or_not_there_is_an_account(visitor, world, purpose):
    known = email_of(world, world.lead)
    one = words(visitor.submit(f"/{purpose}", expect=200, email=known)).replace(known, "X")
    other = words(visitor.submit(f"/{purpose}", expect=200, email=NEW)).replace(NEW, "X")
    assert one == other
    assert [to for to, _, _ in mails(world)] == [known, NEW]


def test_asking_again_and_again_sends_few_mails_and_the_page_stays_the_same(visitor, world):
    pages = {words(visitor.submit("/reset", expect=200, email=email_of(world, world.lead))) for _ in range(8)}
    assert len(pages) == 1
    assert count(world, Message) == 3


def test_a_reset_ends_every_session_and_the_old_password(visitor, app, world):
    thief = visitor.as_(world.lead)
    thief.get("/account")
    visitor.submit("/reset", expect=200, email=email_of(world, world.lead))
    visitor.submit(last_path(world), password=GOOD_PASSWORD)
    visitor.get("/account")
    thief.get("/account", expect=303)
    other = Visitor(app)
    sign_in(other, email_of(world, world.lead), expect=422)
    sign_in(other, email_of(world, world.lead), GOOD_PASSWORD)
    assert mails(world)[-1][1] == "account_password_changed"


def test_a_reset_does_not_pass_the_second_factor(visitor, world):
    visitor.submit("/reset", expect=200, email=email_of(world, world.officer))
    visitor.submit(last_path(world), password="a longer marmalade lantern")
    visitor.get("/account", expect=303)
    assert visitor.get("/signed-in", expect=303).location == "/second-factor"


def test_a_disabled_account_gets_no_link(visitor, world):
    change(world, account_of(world, world.lead), disabled_at=clock.now())
    visitor.submit("/reset", expect=200, email=email_of(world, world.lead))
    assert count(world, EmailLink) == 0
    assert mails(world)[-1][1] == "account_reset_instead"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "10 characters or more"),
        ("Password2026", "first that others would guess"),
        ("p4ssw0rd2026!!", "first that others would guess"),
        ("qwertyuiop12", "first that others would guess"),
        ("1234567890", "first that others would guess"),
        ("aaaaaaaaaaaa", "first that others would guess"),
        ("SevernshireCouncil1", "first that others would guess"),
        ("new.person@group.example", "your name or email"),
        ("niareesniarees"[:10] + "x" * 200, "200 characters or fewer"),
    ],
)
def test_a_password_easy_to_guess_is_refused_beside_its_field(visitor, world, password, says):
    visitor.submit("/register", expect=200, email=NEW)
    page = visitor.submit(last_path(world), expect=422, name="Nia Rees", password=password)
    assert says in words(page)
    assert 'value="Nia Rees"' in page.get_data(as_text=True)


def test_staff_need_a_longer_password(visitor, world):
    visitor.submit("/reset", expect=200, email=email_of(world, world.officer))
    path = last_path(world)
    assert "15 characters or more" in words(visitor.submit(path, expect=422, password="fourteen-chars"))
    visitor.submit(path, password="fifteen-chars-x")


def test_an_invited_person_without_an_account_makes_one_and_joins(visitor, world):
    membership = invite(world, NEW)
    page = visitor.get(last_path(world))
    assert "Join Malvern Friends" in words(page)
    visitor.submit(last_path(world), name="Sam Field", password=GOOD_PASSWORD)
    joined = world.one(select(Membership).where(Membership.id == membership.id))
    account = world.one(select(Account).where(Account.email_folded == NEW))
    assert (joined.person_id, joined.joined_at) == (account.person_id, clock.now())
    visitor.get(last_path(world), expect=404)


def test_an_invited_person_with_an_account_signs_in_and_presses_the_button(visitor, world):
    other = world.a_person("Bea Hall", staff=False)
    membership = invite(world, email_of(world, other))
    path = last_path(world)
    assert visitor.get(path, expect=303).location == f"/sign-in?next={path}"
    hers = visitor.as_(other)
    hers.submit(path)
    assert world.one(select(Membership).where(Membership.id == membership.id)).person_id == other.id
    hers.get(path, expect=404)


def test_an_invitation_is_for_the_address_it_was_sent_to(visitor, world):
    membership = invite(world, NEW)
    stranger = visitor.as_(world.a_person("Other Person", staff=False))
    assert "sent to new.person@group.example" in words(stranger.get(last_path(world)))
    stranger.post(last_path(world), {"key": "a"}, expect=403)
    staff = visitor.as_(world.officer)
    staff.post(last_path(world), {"key": "a"}, expect=403)
    assert world.one(select(Membership).where(Membership.id == membership.id)).person_id is None


def test_a_withdrawn_invitation_does_not_work(visitor, world):
    membership = invite(world, NEW)
    change(world, membership, ended_at=clock.now())
    visitor.get(last_path(world), expect=404)
    visitor.post(last_path(world), {"name": "Sam", "password": GOOD_PASSWORD}, expect=404)
    assert world.read(select(Account).where(Account.email_folded == NEW)) == []


def test_somebody_who_already_acts_for_the_organisation_keeps_their_part(visitor, world):
    invite(world, email_of(world, world.signatory), role="viewer")
    visitor.as_(world.signatory).post(last_path(world), {"key": "a"}, expect=409)


def test_every_mail_of_this_room_can_be_written(app, visitor, world):
    visitor.submit("/register", expect=200, email=NEW)
    visitor.submit("/register", expect=200, email=email_of(world, world.lead))
    visitor.submit("/reset", expect=200, email="nobody@group.example")
    visitor.submit("/reset", expect=200, email=email_of(world, world.lead))
    visitor.submit(last_path(world), password=GOOD_PASSWORD)
    invite(world, "else@group.example")
    run_due_jobs(app)
    subjects = {each.template: each.subject for each in world.read(select(Message))}
    assert set(subjects) == {
        "account_register",
        "account_register_instead",
        "account_reset",
        "account_reset_instead",
        "account_password_changed",
        "account_join",
    }
    assert all(subjects.values())


def test_a_link_is_a_hash_in_the_table(visitor, world):
    visitor.submit("/reset", expect=200, email=email_of(world, world.lead))
    token = last_path(world).rsplit("/", 1)[1]
    (link,) = world.read(select(EmailLink))
    assert token not in (link.token_hash, link.email)
    assert world.read(select(WebSession)) == []
