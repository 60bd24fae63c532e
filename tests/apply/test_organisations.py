"""An organisation is told once, by people with parts that begin and end."""

import re

import pytest
from sqlalchemy import func, select

from grants.apply.rules import is_placeholder, organisation_from
from grants.models import Account, EmailLink, Event, Membership, Message, Organisation
from tests.client import forms, words
from tests.factories.apply import another_organisation

GOOD = {
    "name": "Bromsgrove Warm Rooms",
    "legal_form": "cio",
    "charity_number": "1164883",
    "line_1": "2 Church Lane",
    "town": "Bromsgrove",
    "postcode": "b61 8ax",
    "email": "Hello@warm.example",
    "phone": "01527 960 100",
}


@pytest.fixture
def newcomer(world):
    return world.a_person("New Comer", staff=False)


def of_name(world, name) -> Organisation:
    return world.one(select(Organisation).where(Organisation.name == name))


def test_a_person_with_no_organisation_is_told_how_to_begin(world, visitor, newcomer):
    page = words(visitor.as_(newcomer).get("/organisations"))
    assert "Tell us about your organisation" in page
    assert "ask them to invite you" in page


def test_a_new_organisation_has_a_reference_and_its_maker_as_lead(world, visitor, newcomer):
    browser = visitor.as_(newcomer)
    made = browser.submit("/organisations/new", **GOOD)
    page = words(browser.get(made.location))
    assert "Bromsgrove Warm Rooms" in page
    assert "No applications on their way" in page
    assert "You have no signatory yet" in page
    kept = of_name(world, GOOD["name"])
    assert re.fullmatch(r"ORG-2026-\d{5}-[A-Z]", kept.reference)
    assert (kept.postcode, kept.email, kept.phone) == ("B61 8AX", "hello@warm.example", "+441527960100")
    assert world.one(select(Membership.role).where(Membership.person_id == newcomer.id)) == "lead"
    assert world.one(select(func.count()).select_from(Event).where(Event.kind == "create_organisation")) == 1


def test_the_same_form_twice_makes_one_organisation(world, visitor, newcomer):
    browser = visitor.as_(newcomer)
    page = browser.get("/organisations/new")
    data = {**forms(page)[0]["fields"], **GOOD}
    first = browser.post("/organisations/new", data)
    second = browser.post("/organisations/new", data)
    assert first.location == second.location
    of_name(world, GOOD["name"])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter the name of your organisation"),
        ({"name": "N/A"}, "Enter the name as it stands in your governing document"),
        ({"name": "xxxx"}, "Enter the name as it stands in your governing document"),
        ({"legal_form": ""}, "Select what kind of organisation you are"),
        ({"legal_form": "business"}, "We can’t give grants to this kind of applicant"),
        ({"charity_number": "12"}, "Charity number must be 6 or 7 numbers"),
        ({"charity_number": ""}, "Enter the charity number"),
        ({"company_number": "12345678"}, "This one is an example"),
        ({"postcode": "WR1"}, "Enter a full UK postcode"),
        ({"line_1": " "}, "Enter the first line of the address"),
        ({"phone": "0000"}, "Enter a phone number"),
        ({"email": "nobody"}, "Enter an email address in the correct format"),
    ],
)
def test_a_wrong_detail_is_said_beside_its_box_and_nothing_typed_is_lost(world, visitor, newcomer, wrong, message):
    page = visitor.as_(newcomer).submit("/organisations/new", expect=422, **{**GOOD, **wrong})
    assert message in words(page)
    assert 'value="2 Church Lane"' in page.get_data(as_text=True) or "line_1" in wrong
    assert world.read(select(Organisation).where(Organisation.sort_name.contains("bromsgrove"))) == []


@pytest.mark.feature("27")
def test_a_small_unregistered_group_needs_no_number(world, visitor, newcomer):
    visitor.as_(newcomer).submit("/organisations/new", **{**GOOD, "legal_form": "unincorporated", "charity_number": ""})
    assert of_name(world, GOOD["name"]).charity_number is None


def test_each_kind_of_body_proves_itself_with_its_own_number():
    facts, problems = organisation_from({**GOOD, "legal_form": "charitable_company"})
    assert problems == [("company_number", "Enter the company number")]
    assert facts["charity_number"] == "1164883"
    _, problems = organisation_from({**GOOD, "legal_form": "scottish_charity", "charity_number": "SC042386"})
    assert problems == []
    _, problems = organisation_from({**GOOD, "legal_form": "cooperative"})
    assert problems == [("other_number", "Enter the number on the Mutuals Public Register")]


def test_real_names_are_not_taken_for_placeholders():
    assert not any(is_placeholder(name) for name in ("Age UK", "Łódź House", "The Test Match Trust", "ABC Nursery"))
    assert all(is_placeholder(name) for name in ("-", "test", "N/A", "AAAA", "tbc", "..."))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "Win a prize at https://evil.example", "must not have a web address"),
        ("name", "Prize at WWW.evil.example now", "must not have a web address"),
        ("name", "Friends \u202eelpmaxe.live", "must not have a web address"),
        ("line_1", "x" * 101, "100 characters or fewer"),
        ("purpose", "x" * 1001, "1,000 characters or fewer"),
        ("website", "not a website", "like www.example.org.uk"),
        ("website", "javascript:alert(1)", "like www.example.org.uk"),
    ],
)
def test_details_have_their_limits_and_a_name_carries_no_address(field, typed, said):
    facts, problems = organisation_from({**GOOD, field: typed})
    assert [name for name, _ in problems] == [field]
    assert said in problems[0][1]
    assert facts[field] == typed


def test_an_invited_name_carries_no_address(world, visitor):
    path = f"/organisations/{world.organisation.reference}/people/invite"
    page = visitor.as_(world.lead).submit(
        path, expect=422, name="Prize www.evil.example", email="pal@group.example", role="viewer"
    )
    assert "with no web address in it" in words(page)
    assert world.read(select(Message).where(Message.to_email == "pal@group.example")) == []


def test_a_register_number_belongs_to_one_organisation(world, visitor, newcomer):
    taken = world.organisation.charity_number
    page = visitor.as_(newcomer).submit("/organisations/new", expect=422, **{**GOOD, "charity_number": taken})
    assert "already here. Ask its lead to invite you" in words(page)


def test_the_lead_changes_details_and_a_stale_page_is_refused(world, visitor):
    lead, path = visitor.as_(world.lead), f"/organisations/{world.organisation.reference}/details"
    stale = {**GOOD, "charity_number": world.organisation.charity_number, "version": "1", "key": "k" * 32}
    lead.submit(path, **{**GOOD, "charity_number": world.organisation.charity_number, "name": "Malvern Friends Trust"})
    assert of_name(world, "Malvern Friends Trust").version == 2
    both = lead.post(path, stale, expect=409)
    assert of_name(world, "Malvern Friends Trust").version == 2
    assert "This now says: Malvern Friends Trust" in words(both), "what is stored now is beside the box"
    kept = forms(both)[0]["fields"]
    assert kept["name"] == GOOD["name"], "and what was typed is in it"
    assert "This now says" not in words(lead.post(path, {**kept, "name": "Malvern Friends Trust"}, expect=303))
    assert of_name(world, "Malvern Friends Trust").postcode == "B61 8AX"


def test_nobody_else_sees_or_changes_the_organisation(world, visitor):
    _, stranger = another_organisation(world)
    path = f"/organisations/{world.organisation.reference}"
    for more in ("", "/details", "/people", "/people/invite", "/lead"):
        visitor.as_(stranger).get(path + more, expect=404)
    for more in ("/details", "/people/invite", "/lead"):
        visitor.as_(world.signatory).get(path + more, expect=403)


@pytest.mark.feature("20")
def test_a_colleague_is_invited_joins_and_is_removed(world, visitor):
    lead, base = visitor.as_(world.lead), f"/organisations/{world.organisation.reference}/people"
    lead.submit(f"{base}/invite", name="Ann Other", email="ann@other.example", role="contributor")
    invited = world.one(select(Membership).where(Membership.invited_email == "ann@other.example"))
    assert (invited.role, invited.joined_at) == ("contributor", None)
    assert world.one(select(Message.template).where(Message.to_email == "ann@other.example")) == "account_join"
    assert "Ann Other Contributor Invited" in words(lead.get(base))
    lead.submit(f"{base}/{invited.id}/remove")
    assert "Ann Other no longer has access" in words(lead.get(base))
    assert "Ann Other" not in words(lead.get(base))
    assert world.one(select(EmailLink.used_at).where(EmailLink.membership_id == invited.id)) is not None
    kinds = world.read(select(Event.kind).where(Event.kind.in_(("invite_member", "remove_member"))))
    assert sorted(kinds) == ["invite_member", "remove_member"]


@pytest.mark.feature("20")
def test_a_person_who_leaves_loses_access_at_once(world, visitor):
    helper = world.a_member(world.organisation, "contributor", "Con Tributor")
    browser, path = visitor.as_(helper), f"/organisations/{world.organisation.reference}"
    browser.get(path)
    row = world.one(select(Membership).where(Membership.person_id == helper.id))
    visitor.as_(world.lead).submit(f"{path}/people/{row.id}/remove")
    browser.get(path, expect=404)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Enter your colleague’s name"),
        ("email", "no", "Enter an email address in the correct format"),
        ("role", "lead", "Select what your colleague will do"),
    ],
)
def test_an_invitation_needs_a_name_an_address_and_a_part(world, visitor, field, value, message):
    good = {"name": "Ann Other", "email": "ann@other.example", "role": "viewer"}
    path = f"/organisations/{world.organisation.reference}/people/invite"
    page = visitor.as_(world.lead).submit(path, expect=422, **{**good, field: value})
    assert message in words(page)
    assert world.read(select(Membership).where(Membership.joined_at.is_(None))) == []


def test_nobody_is_invited_twice_or_while_a_member(world, visitor):
    lead, path = visitor.as_(world.lead), f"/organisations/{world.organisation.reference}/people/invite"
    good = {"name": "Ann Other", "email": "ann@other.example", "role": "viewer"}
    lead.submit(path, **good)
    assert "already invited" in words(lead.submit(path, expect=422, **good))
    email = world.one(select(Account.email).where(Account.person_id == world.signatory.id))
    assert "already belongs" in words(lead.submit(path, expect=422, **{**good, "email": email}))


@pytest.mark.feature("20")
def test_the_lead_is_handed_over_and_never_just_removed(world, visitor):
    lead, path = visitor.as_(world.lead), f"/organisations/{world.organisation.reference}"
    mine = world.one(select(Membership).where(Membership.person_id == world.lead.id))
    following = world.one(select(Membership).where(Membership.person_id == world.signatory.id))
    lead.submit(f"{path}/people/{mine.id}/remove", expect=409)
    lead.submit(f"{path}/lead", membership=str(following.id))
    members = world.read(select(Membership).where(Membership.organisation_id == world.organisation.id))
    roles = {each.person_id: each.role for each in members}
    assert roles == {world.lead.id: "contributor", world.signatory.id: "lead"}
    lead.get(f"{path}/lead", expect=403)


@pytest.mark.parametrize("choice", [{}, {"membership": ""}, {"membership": "0"}, {"membership": "9" * 30}])
def test_a_lead_who_chooses_nobody_is_asked_to_choose(world, visitor, choice):
    path = f"/organisations/{world.organisation.reference}/lead"
    page = visitor.as_(world.lead).post(path, choice, expect=422)
    assert "Select a colleague who has joined" in words(page)
