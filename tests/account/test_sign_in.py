"""Signing in and out: who gets in, where they land, and what strangers can learn."""

import pytest
from flask import url_for
from sqlalchemy import select

from grants.account import queries
from grants.account.rules import local_path
from grants.blueprints.account import signing_in
from grants.crypto import password_matches
from grants.models import Account, WebSession
from tests.account.browsing import email_of, sign_in
from tests.client import words
from tests.factories.world import PASSWORD

WRONG = "The email address or the password is wrong"


def start_page(app, endpoint):
    with app.test_request_context():
        return url_for(endpoint) if endpoint in app.view_functions else "/"


@pytest.mark.feature("103")
def test_staff_land_on_what_needs_them(visitor, world):
    assert visitor.as_(world.officer).get("/sign-in", expect=303).location == start_page(visitor.app, "home.staff")


@pytest.mark.feature("103")
def test_an_applicant_signs_in_and_out(visitor, world):
    answer = sign_in(visitor, email_of(world, world.lead))
    assert answer.location.endswith("/signed-in")
    assert visitor.get("/signed-in", expect=303).location == start_page(visitor.app, "apply.home")
    visitor.post("/sign-out")
    assert visitor.get("/signed-in", expect=303).location == "/sign-in"
    (row,) = world.read(select(WebSession))
    assert row.ended_why == "signed_out"


def test_the_copied_cookie_of_a_signed_out_person_opens_nothing(app, visitor, world):
    sign_in(visitor, email_of(world, world.lead))
    with visitor.client.session_transaction() as cookie:
        copy = dict(cookie)
    visitor.post("/sign-out")
    thief = type(visitor)(app)
    with thief.client.session_transaction() as cookie:
        cookie.update(copy)
    assert thief.get("/signed-in", expect=303).location == "/sign-in"


@pytest.mark.feature("103")
def test_a_wrong_password_and_an_unknown_address_get_the_same_page_at_the_same_cost(visitor, world, monkeypatch):
    hashed = []

    def counted(stored, password):
        hashed.append(stored is not None)
        return password_matches(stored, password)

    monkeypatch.setattr(signing_in, "password_matches", counted)
    known = words(sign_in(visitor, email_of(world, world.lead), "not the password", expect=422))
    unknown = words(sign_in(visitor, "nobody@group.example", "not the password", expect=422))
    assert WRONG in known
    assert known == unknown
    assert hashed == [True, False]


def test_a_disabled_account_is_as_if_it_were_not_there(visitor, world):
    account = world.one(select(Account).where(Account.person_id == world.lead.id))
    account.disabled_at = account.created_at
    with world.house.database.writing() as session:
        session.merge(account)
        session.commit()
    assert WRONG in words(sign_in(visitor, account.email, expect=422))


def test_empty_fields_are_pointed_out(visitor, world):
    page = words(sign_in(visitor, "", "", expect=422))
    assert "Enter your email address" in page
    assert "Enter your password" in page


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/ /evil.example",
        "/%0d%0aLocation:https://evil.example/\r\nx",
        " //evil.example",
        "evil.example",
        "/ok//evil.example",
        "/\x00/evil",
        "@evil.example",
    ],
)
def test_next_never_leads_to_another_site(elsewhere):
    assert local_path(elsewhere) == ""


def test_next_leads_back_to_a_page_of_ours(visitor, world):
    visitor.get("/sign-in?next=/funds%3Fopen%3D1")
    answer = visitor.submit("/sign-in?next=/funds?open=1", email=email_of(world, world.lead), password=PASSWORD)
    assert visitor.get(answer.location, expect=303).location == "/funds?open=1"


def test_a_posted_next_is_checked_too(visitor, world):
    answer = sign_in(visitor, email_of(world, world.lead), next="//evil.example")
    assert "evil" not in answer.location


@pytest.mark.feature("103")
def test_the_session_is_new_at_sign_in_whatever_was_in_the_cookie(visitor, world):
    visitor.get("/sign-in")
    with visitor.client.session_transaction() as cookie:
        cookie["token"] = "planted by somebody else"
        before = cookie.get("csrf_token")
    sign_in(visitor, email_of(world, world.lead))
    with visitor.client.session_transaction() as cookie:
        assert cookie["token"] != "planted by somebody else"
        assert cookie.get("csrf_token") != before


def test_an_address_is_one_address_however_it_is_typed(house, world):
    email = email_of(world, world.lead)
    with house.database.reading() as session:
        assert queries.sign_in_facts(session, f"  {email.upper()} ").account_id
