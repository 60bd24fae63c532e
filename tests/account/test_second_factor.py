"""Staff prove it twice: set-up, codes, replay, recovery codes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.account.rules import needs_second_factor
from grants.models import Account, RecoveryCode, WebSession
from tests.account.browsing import app_code, codes_on, email_of, hidden, mails, secret_on, set_up, sign_in
from tests.client import Visitor, words
from tests.factories.world import PASSWORD

pytestmark = pytest.mark.feature("103")


def later(**time):
    return clock.at(clock.now() + timedelta(**time))


def test_staff_are_sent_to_set_up_a_second_factor_before_anything_else(visitor, world):
    sign_in(visitor, email_of(world, world.officer))
    assert visitor.get("/account", expect=303).location.startswith("/sign-in")
    assert visitor.get("/sign-in?next=/account", expect=303).location == "/second-factor?next=/account"
    assert visitor.get("/second-factor", expect=303).location == "/second-factor/set-up"
    page = visitor.get("/second-factor/set-up")
    assert "<svg" in page.get_data(as_text=True)


def test_a_wrong_code_at_set_up_is_named_and_the_same_picture_is_shown_again(visitor, world):
    sign_in(visitor, email_of(world, world.officer))
    page = visitor.get("/second-factor/set-up")
    tried = {"sealed": hidden(page, "sealed"), "code": "123"}
    again = visitor.post("/second-factor/set-up", tried, expect=422)
    assert "The code is wrong. Wait for the next one in the app and enter that" in words(again)
    assert secret_on(again) == secret_on(page)


def test_ten_recovery_codes_are_shown_once(visitor, world):
    _, codes = set_up(visitor, email_of(world, world.officer))
    assert len(set(codes)) == 10
    assert not codes_on(visitor.get("/account"))


def test_set_up_starts_the_full_session_under_a_new_token(visitor, world):
    sign_in(visitor, email_of(world, world.officer))
    with visitor.client.session_transaction() as cookie:
        half = cookie["token"]
    visitor.post("/sign-out")
    set_up(visitor, email_of(world, world.officer))
    with visitor.client.session_transaction() as cookie:
        assert cookie["token"] != half
    assert "Your account" in words(visitor.get("/account"))
    live = world.read(select(WebSession).where(WebSession.ended_at.is_(None)))
    assert [row.second_factor_at is not None for row in live] == [True]


def test_the_secret_and_the_codes_are_not_readable_in_the_tables(visitor, world):
    secret, codes = set_up(visitor, email_of(world, world.officer))
    account = world.one(select(Account).where(Account.person_id == world.officer.id))
    assert secret not in account.totp_sealed
    stored = {row.code_hash for row in world.read(select(RecoveryCode))}
    assert not stored & set(codes)


def test_a_code_signs_in_once_and_is_refused_the_second_time(app, visitor, world):
    secret, _ = set_up(visitor, email_of(world, world.officer))
    with later(minutes=1):
        code = app_code(secret)
        second = Visitor(app)
        sign_in(second, email_of(world, world.officer))
        assert second.post("/second-factor", {"code": code}).location == "/signed-in"
        assert second.get("/account")
        third = Visitor(app)
        sign_in(third, email_of(world, world.officer))
        assert "used before" in words(third.post("/second-factor", {"code": code}, expect=422))
        third.get("/account", expect=303)


def test_a_code_older_than_the_last_one_used_is_refused(app, visitor, world):
    secret, _ = set_up(visitor, email_of(world, world.officer))
    with later(minutes=5):
        older = app_code(secret)
        with later(seconds=30):
            newer = app_code(secret)
            second = Visitor(app)
            sign_in(second, email_of(world, world.officer))
            second.post("/second-factor", {"code": newer})
            third = Visitor(app)
            sign_in(third, email_of(world, world.officer))
            third.post("/second-factor", {"code": older}, expect=422)


def test_the_code_of_set_up_itself_cannot_be_used_again(app, visitor, world):
    secret, _ = set_up(visitor, email_of(world, world.officer))
    second = Visitor(app)
    sign_in(second, email_of(world, world.officer))
    second.post("/second-factor", {"code": app_code(secret)}, expect=422)


def test_a_recovery_code_works_once_and_the_person_is_told(app, visitor, world):
    _, codes = set_up(visitor, email_of(world, world.officer))
    second = Visitor(app)
    sign_in(second, email_of(world, world.officer))
    second.post("/second-factor", {"code": codes[0].lower().replace("-", " ")})
    assert mails(world)[-1][1] == "account_recovery_used"
    third = Visitor(app)
    sign_in(third, email_of(world, world.officer))
    third.post("/second-factor", {"code": codes[0]}, expect=422)
    third.post("/second-factor", {"code": codes[1]})


def test_whoever_has_the_password_alone_gets_no_free_tries_at_the_code_by_changing_browsers(app, visitor, world):
    email = email_of(world, world.officer)
    set_up(visitor, email)
    refused = 0
    for _ in range(9):
        stranger = Visitor(app)
        stranger.client.post("/sign-in", data={"csrf_token": stranger.token(), "email": email, "password": PASSWORD})
        answer = stranger.client.post("/second-factor", data={"csrf_token": stranger.token(), "code": "000000"})
        refused += "used before" not in words(answer)
    assert refused >= 4


def test_a_half_signed_in_session_ends_after_a_quarter_of_an_hour(visitor, world):
    sign_in(visitor, email_of(world, world.officer))
    with later(minutes=16):
        assert visitor.get("/second-factor/set-up", expect=303).location == "/signed-in"


def test_new_recovery_codes_take_the_place_of_the_old(app, visitor, world):
    secret, old = set_up(visitor, email_of(world, world.officer))
    with later(minutes=2):
        fresh = codes_on(visitor.submit("/account/codes", expect=200, code=app_code(secret)))
        assert len(fresh) == 10
        second = Visitor(app)
        sign_in(second, email_of(world, world.officer))
        second.post("/second-factor", {"code": old[0]}, expect=422)
        second.post("/second-factor", {"code": fresh[0]})


def test_the_app_can_be_replaced_with_a_code_and_nothing_opens_until_the_new_one_is_set_up(visitor, world):
    _, codes = set_up(visitor, email_of(world, world.officer))
    answer = visitor.submit("/account/new-app", code=codes[3])
    assert answer.location == "/second-factor/set-up"
    visitor.get("/account", expect=303)
    assert "Set up a code app" in words(visitor.get("/second-factor/set-up"))


def test_only_demonstration_people_in_demonstration_mode_are_let_off(world):
    assert not needs_second_factor(is_staff=True, email="officer@demo.example", demo=True)
    assert needs_second_factor(is_staff=True, email="officer@demo.example", demo=False)
    assert needs_second_factor(is_staff=True, email="officer@council.example", demo=True)
    assert not needs_second_factor(is_staff=False, email="lead@group.example", demo=False)
