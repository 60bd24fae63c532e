"""Guessing is slowed down, and nobody can lock another person out by it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.account.rules import LONGEST_WAIT
from grants.blueprints.account import signing_in
from grants.models import SignInAttempt
from tests.account.browsing import email_of, sign_in
from tests.client import Visitor, words
from tests.factories.world import PASSWORD

pytestmark = pytest.mark.feature("103")


def later(**time):
    return clock.at(clock.now() + timedelta(**time))


@pytest.fixture
def checked(monkeypatch):
    """The passwords that were really compared; none of them is right."""
    tried = []
    monkeypatch.setattr(signing_in, "password_matches", lambda stored, password: bool(tried.append(password)))
    return tried


def guess(app, email, times, address="203.0.113.9"):
    for number in range(times):
        stranger = Visitor(app)
        stranger.client.post(
            "/sign-in",
            data={"csrf_token": stranger.token(), "email": email, "password": f"guess {number}"},
            environ_base={"REMOTE_ADDR": address},
        )


def test_of_many_guesses_at_one_account_only_a_few_are_looked_at(app, world, checked):
    guess(app, email_of(world, world.lead), 40)
    assert len(checked) == 5


def test_of_many_guesses_at_many_accounts_from_one_address_only_some_are_looked_at(app, world, checked):
    for number in range(45):
        guess(app, f"person{number}@group.example", 1)
    assert len(checked) == 30


def test_many_addresses_do_not_help(app, world, checked):
    for number in range(20):
        guess(app, email_of(world, world.lead), 1, address=f"198.51.100.{number}")
    assert len(checked) == 5


def test_a_known_and_an_unknown_address_wait_alike(app, visitor, world):
    pages = []
    for email in (email_of(world, world.lead), "nobody@group.example"):
        guess(app, email, 5, address=f"203.0.113.{len(pages)}")
        pages.append(words(sign_in(Visitor(app), email, "x", expect=422)))
    assert pages[0] == pages[1]
    assert "too many tries" in pages[0]


def test_the_victim_still_signs_in_on_a_device_they_used_before(app, visitor, world):
    sign_in(visitor, email_of(world, world.lead))
    visitor.post("/sign-out")
    guess(app, email_of(world, world.lead), 40)
    sign_in(Visitor(app), email_of(world, world.lead), expect=422)
    sign_in(visitor, email_of(world, world.lead))
    visitor.get("/account")


def test_on_a_new_device_nobody_waits_for_more_than_a_quarter_of_an_hour(app, world):
    for hour in range(8):
        with later(hours=hour):
            guess(app, email_of(world, world.lead), 8)
    with clock.at(clock.now() + timedelta(hours=7) + LONGEST_WAIT):
        sign_in(Visitor(app), email_of(world, world.lead))


def test_a_known_device_is_held_to_its_own_wrong_tries(visitor, world):
    sign_in(visitor, email_of(world, world.lead))
    visitor.post("/sign-out")
    for _ in range(5):
        sign_in(visitor, email_of(world, world.lead), "wrong", expect=422)
    assert "too many tries" in words(sign_in(visitor, email_of(world, world.lead), PASSWORD, expect=422))


def test_a_try_that_had_to_wait_does_not_make_the_wait_longer(app, world):
    email = email_of(world, world.lead)
    guess(app, email, 5)
    before = len(world.read(select(SignInAttempt)))
    guess(app, email, 20)
    assert len(world.read(select(SignInAttempt))) == before
    with later(seconds=31):
        sign_in(Visitor(app), email)


def test_addresses_and_accounts_are_kept_only_as_keyed_digests(app, world):
    email = email_of(world, world.lead)
    guess(app, email, 1)
    (row,) = world.read(select(SignInAttempt))
    assert email not in row.account_digest
    assert "203.0.113.9" not in row.address_digest
    assert len({row.account_digest, row.address_digest, row.device_digest}) == 3
