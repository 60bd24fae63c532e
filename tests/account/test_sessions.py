"""Sessions end when they should, and what was typed after their end comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.models import KeptPost, RoleGrant, WebSession
from tests.account.browsing import GOOD_PASSWORD, account_of, change, email_of, hidden, sign_in
from tests.client import Visitor, forms, words
from tests.factories.world import PASSWORD

pytestmark = pytest.mark.feature("103")


def later(**time):
    return clock.at(clock.now() + timedelta(**time))


@pytest.mark.parametrize(("who", "minutes"), [("lead", 60), ("officer", 30)])
def test_a_session_not_used_for_too_long_is_over(visitor, world, who, minutes):
    person = visitor.as_(getattr(world, who))
    with later(minutes=minutes):
        person.get("/account")
    other = visitor.as_(getattr(world, who))
    with later(minutes=minutes, seconds=1):
        other.get("/account", expect=303)


def test_a_session_in_use_is_over_after_twelve_hours(visitor, world):
    person = visitor.as_(world.lead)
    for half_hours in range(1, 24):
        with later(minutes=30 * half_hours):
            person.get("/account")
    with later(hours=12, seconds=1):
        person.get("/account", expect=303)


def test_the_page_says_how_long_is_left_and_staying_makes_it_longer(visitor, world):
    person = visitor.as_(world.officer)
    with later(minutes=20):
        assert 'data-timeout-seconds="1800"' in person.get("/account").get_data(as_text=True)
        with later(minutes=29):
            person.post("/account/stay", expect=204)
            with later(minutes=29):
                person.get("/account")


def test_without_script_staying_leads_back_to_the_page(visitor, world):
    person = visitor.as_(world.officer)
    answer = person.client.post(
        "/account/stay", data={"csrf_token": person.token(), "next": "/account"}, headers={"Accept": "text/html"}
    )
    assert (answer.status_code, answer.location) == (303, "/account")


def test_a_person_sees_their_sessions_and_ends_one(app, visitor, world):
    sign_in(visitor, email_of(world, world.lead))
    second = Visitor(app)
    sign_in(second, email_of(world, world.lead))
    page = visitor.get("/account")
    ends = [form["action"] for form in forms(page) if form["action"].endswith("/end")]
    assert len(ends) == 1
    visitor.post(ends[0])
    second.get("/account", expect=303)
    visitor.get("/account")


def test_nobody_ends_a_session_of_somebody_else(visitor, world):
    theirs = visitor.as_(world.officer)
    (row,) = world.read(select(WebSession))
    visitor.as_(world.lead).post(f"/account/sessions/{row.id}/end", expect=404)
    theirs.get("/account")


def test_signing_out_everywhere_else_leaves_this_browser(visitor, world):
    here, there = visitor.as_(world.lead), visitor.as_(world.lead)
    here.post("/account/sessions/end-others")
    here.get("/account")
    there.get("/account", expect=303)


def test_a_changed_password_ends_the_other_sessions_and_renews_this_one(visitor, world):
    here, there = visitor.as_(world.lead), visitor.as_(world.lead)
    with here.client.session_transaction() as cookie:
        before = cookie["token"]
    here.submit("/account/password", current_password=PASSWORD, password=GOOD_PASSWORD)
    here.get("/account")
    there.get("/account", expect=303)
    with here.client.session_transaction() as cookie:
        assert cookie["token"] != before


def test_a_wrong_current_password_changes_nothing(visitor, world):
    here = visitor.as_(world.lead)
    before = account_of(world, world.lead).password_hash
    page = here.submit("/account/password", expect=422, current_password="wrong", password=GOOD_PASSWORD)
    assert "current password is wrong" in words(page)
    assert account_of(world, world.lead).password_hash == before


def test_a_disabled_person_is_refused_at_the_next_request(visitor, world):
    person = visitor.as_(world.officer)
    person.get("/account")
    change(world, account_of(world, world.officer), disabled_at=clock.now())
    person.get("/account", expect=303)


@pytest.mark.feature("104")
def test_a_role_that_ended_opens_nothing_at_the_next_request(visitor, world):
    person = visitor.as_(world.admin)
    person.get("/admin")
    (grant,) = world.read(select(RoleGrant).where(RoleGrant.person_id == world.admin.id))
    change(world, grant, ends_on=clock.now().date() - timedelta(days=1))
    person.get("/admin", expect=403)


def test_what_was_sent_after_the_session_ended_comes_back_unsaved_and_can_be_sent(app, visitor, world):
    sign_in(visitor, email_of(world, world.lead))
    page = visitor.get("/account/password")
    with later(minutes=61):
        answer = visitor.client.post(
            "/account/password?from=x",
            data={
                "csrf_token": hidden(page, "csrf_token"),
                "postcode": "WR14 1AA",
                "note": "Łódź & <b>",
                "current_password": PASSWORD,
                "password": "p",
            },
        )
        assert answer.status_code == 303
        (row,) = world.read(select(KeptPost))
        assert "Łódź" not in row.sealed
        back = visitor.submit(answer.location, email=email_of(world, world.lead), password=PASSWORD)
        kept = visitor.get(visitor.get(back.location, expect=303).location)
        assert "Łódź & <b>" in words(kept)
        assert PASSWORD not in kept.get_data(as_text=True)
        again = forms(kept)[0]
        assert again["action"] == "/account/password?from=x"
        assert again["fields"]["note"] == "Łódź & <b>"
        assert again["fields"]["postcode"] == "WR14 1AA"


def test_what_was_kept_is_for_the_same_person_and_for_a_day(app, visitor, world):
    mine = visitor.as_(world.lead)
    with later(minutes=61):
        answer = mine.post("/account/password", {"note": "mine", "seen-note": "4", "go": "continue"})
        path = answer.location.partition("next=")[2]
        assert path.startswith("/kept/")
        visitor.as_(world.signatory).get(path, expect=404)
        shown = words(visitor.as_(world.lead).get(path))
        assert "Note mine" in shown
        assert "Seen note" not in shown
        assert "Go continue" not in shown
        assert "sign in and you get it back" in words(visitor.get(answer.location))
        with later(hours=24):
            visitor.as_(world.lead).get(path, expect=404)


def test_answers_are_given_back_under_the_questions_they_answer(visitor, world):
    draft = world.an_application("draft")
    path = f"/applications/{draft.reference}/sections"
    lead = visitor.as_(world.lead)
    page = forms(lead.get(f"{path}/money"))[0]["fields"]
    with later(minutes=61):
        back = lead.post(f"{path}/money", {**page, "amount": "ten", "go": "continue"})
        shown = words(visitor.as_(world.lead).get(back.location.partition("next=")[2]))
    assert "How much do you ask for? ten" in shown
    assert "Amount ten" not in shown


def test_a_session_that_ended_with_nothing_sent_promises_nothing(visitor, world):
    lead = visitor.as_(world.lead)
    with later(minutes=61):
        said = words(lead.get(lead.get("/account", expect=303).location))
    assert "Sign in to go on from where you were" in said
    assert "is kept for a day" not in said


def test_what_was_kept_can_be_deleted(visitor, world):
    mine = visitor.as_(world.lead)
    with later(minutes=61):
        path = mine.post("/account/password", {"note": "mine"}).location.partition("next=")[2]
        visitor.as_(world.signatory).post(path)
        assert len(world.read(select(KeptPost))) == 1
        visitor.as_(world.lead).post(path)
        assert world.read(select(KeptPost)) == []


def test_a_page_of_the_session_before_is_kept_when_its_token_no_longer_counts(visitor, world):
    mine = visitor.as_(world.lead)
    old = hidden(mine.get("/account/password"), "csrf_token")
    with mine.client.session_transaction() as cookie:
        cookie["csrf_token"] = "of another session"
    answer = mine.client.post("/account/password", data={"csrf_token": old, "note": "typed before"})
    assert answer.status_code == 303
    assert "typed before" in words(mine.get(answer.location))


@pytest.mark.parametrize("token", [None, "", "forged"])
def test_a_form_without_a_token_of_ours_is_refused_and_not_kept(visitor, world, token):
    mine = visitor.as_(world.lead)
    data = {"note": "forged"} | ({"csrf_token": token} if token is not None else {})
    assert mine.client.post("/account/password", data=data).status_code == 400
    assert world.read(select(KeptPost)) == []


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_from_another_site_is_never_kept(visitor, world, header):
    mine = visitor.as_(world.lead)
    token = hidden(mine.get("/account/password"), "csrf_token")
    with mine.client.session_transaction() as cookie:
        cookie["csrf_token"] = "of another session"
    answer = mine.client.post("/account/password", data={"csrf_token": token, "note": "x"}, headers=header)
    assert answer.status_code == 400
    with later(minutes=61):
        mine.client.post("/account/password", data={"csrf_token": mine.token(), "note": "x"}, headers=header)
    assert world.read(select(KeptPost)) == []


def test_a_stranger_without_a_session_leaves_nothing_behind(visitor, world):
    visitor.post("/account/password", {"note": "stranger"})
    assert world.read(select(KeptPost)) == []


def test_autosave_of_an_ended_session_is_not_kept_since_its_page_still_has_the_words(visitor, world):
    mine = visitor.as_(world.lead)
    with later(minutes=61):
        mine.post("/account/password", {"note": "typed", "autosave": "1"})
    assert world.read(select(KeptPost)) == []
