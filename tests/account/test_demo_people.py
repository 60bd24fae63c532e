"""The demonstration's people are offered in demonstration mode and nowhere else."""

from dataclasses import replace

import pytest

from grants.account.demo_people import DEMO_PASSWORD, DEMO_PEOPLE
from grants.crypto import hash_password
from grants.factory import create_app
from grants.models import Account
from grants.models.people import ROLES
from tests.client import Visitor, forms, words
from tests.factories.world import World


@pytest.fixture
def demo(settings):
    application = create_app(replace(settings, demo=True))
    yield application
    application.extensions["grants_house"].database.close()


def add_demo_officer(world):
    person = world.a_person("Priya Shah", staff=True)
    with world.house.database.writing() as session:
        account = session.query(Account).filter_by(person_id=person.id).one()
        account.email = account.email_folded = "officer@demo.example"
        account.password_hash = hash_password(DEMO_PASSWORD)
        session.commit()


def test_every_demo_person_is_listed_with_a_button(demo):
    page = Visitor(demo).get("/sign-in")
    assert {form["fields"].get("email") for form in forms(page)[1:]} == {p.email for p in DEMO_PEOPLE}
    assert DEMO_PASSWORD in words(page)


def test_outside_a_demonstration_nothing_of_it_is_shown(visitor):
    page = visitor.get("/sign-in").get_data(as_text=True)
    assert "demo.example" not in page
    assert DEMO_PASSWORD not in page


@pytest.mark.feature("103")
def test_a_demo_officer_needs_no_code_in_a_demonstration(demo):
    world = World(demo.extensions["grants_house"])
    add_demo_officer(world)
    browser = Visitor(demo)
    page = browser.get("/sign-in")
    (button,) = [form for form in forms(page) if form["fields"].get("email") == "officer@demo.example"]
    browser.post(button["action"], button["fields"])
    browser.get("/account")


@pytest.mark.feature("103")
def test_a_demo_officer_outside_a_demonstration_is_staff_like_any_other(visitor, world):
    add_demo_officer(world)
    visitor.submit("/sign-in", email="officer@demo.example", password=DEMO_PASSWORD)
    visitor.get("/account", expect=303)
    assert visitor.get("/signed-in", expect=303).location == "/second-factor"


def test_the_agreed_people_are_there_with_roles_that_exist():
    outside = ["applicant", "signatory"]
    casework = ["officer", "assessor1", "assessor2", "manager", "approver", "approver2", "member"]
    others = ["finance1", "finance2", "auditor", "admin"]
    assert [person.key for person in DEMO_PEOPLE] == outside + casework + others
    assert all(person.role in ROLES for person in DEMO_PEOPLE if person.is_staff)
