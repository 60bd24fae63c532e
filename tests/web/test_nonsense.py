"""What no page of ours would send: numbers no column holds, keys nobody minted, counters that are no numbers."""

import pytest
from sqlalchemy import select

from grants.models import Account, Event, EventDetail
from tests.architecture.addresses import PARAMETER
from tests.client import forms, words

TOO_LARGE = ("9223372036854775808", "9" * 30)


def numbered(app) -> list[str]:
    """Every address with a whole number in it that can be opened."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and "<int:" in rule.rule]
    return sorted(rule.rule for rule in rules)


@pytest.mark.parametrize("number", TOO_LARGE)
def test_a_number_too_large_for_any_row_is_not_there(app, world, visitor, number):
    people = (world.lead, world.officer, world.manager, world.finance1, world.auditor, world.admin, world.assessor1)
    for browser in map(visitor.as_, people):
        for rule in numbered(app):
            path = PARAMETER.sub(lambda found: number if "int:" in found[0] else "disable", rule)
            response = browser.client.get(path)
            assert response.status_code in (404, 403), f"{path}: {response.status_code}"


@pytest.mark.parametrize(("who", "path"), [
    ("finance1", "/bank-checks?after="), ("finance1", "/payments/runs?before="), ("auditor", "/audit?before="),
    ("officer", "/returns?due=2026-11-21&after="), ("officer", "/casework?fund="), ("auditor", "/audit?reference="),
])  # fmt: skip
@pytest.mark.parametrize("number", [*TOO_LARGE, "9" * 5000, "-1", "٣", "1e9"])
def test_a_place_in_a_list_that_is_no_number_is_as_if_it_were_not_there(world, visitor, who, path, number):
    visitor.as_(getattr(world, who)).get(path + number)


@pytest.mark.parametrize("key", ["a\0b", "k" * 3_000, "kopfüber"])
def test_a_key_nobody_minted_is_refused_and_nothing_is_done(world, visitor, key):
    browser = visitor.as_(world.lead)
    path = f"/organisations/{world.organisation.reference}/people/invite"
    person = {"name": "Ann Other", "email": "ann.other.with.a.long.address@other.example", "role": "viewer"}
    page = browser.submit(path, expect=422, key=key, **person)
    assert f'href="{path}">Open the page again' in page.get_data(as_text=True)
    refused = words(page)
    assert f"It was not saved. Copy it now if you need it again. {person['email']}" in refused
    assert "Ann Other" not in words(browser.get(f"/organisations/{world.organisation.reference}/people"))


@pytest.mark.parametrize("seen", ["9" * 30, "one", "\0", "-1", ""])
def test_a_counter_that_is_no_number_counts_as_never_seen(world, visitor, seen):
    draft = world.an_application("draft")
    lead, path = visitor.as_(world.lead), f"/applications/{draft.reference}/sections/project"
    page = lead.submit(path, expect=409, title="Another title", **{"seen-title": seen})
    assert "was changed after you opened the page" in words(page)
    assert forms(page)[0]["fields"]["title"] == "Another title"


@pytest.mark.parametrize("version", ["9" * 30, "9" * 5000, "-1", "x", "", None])
def test_a_version_that_no_page_showed_is_stale(world, visitor, version):
    case = world.an_application("checking")
    browser, path = visitor.as_(world.officer), f"/casework/{case.reference}/checks/complete"
    browser.post(path, {"version": version} if version is not None else {}, expect=409)


@pytest.mark.parametrize("version", ["9" * 5000, "-1", None])
def test_an_item_of_a_batch_whose_version_no_page_showed_is_left_alone(world, visitor, version):
    case = world.an_application("recommending")
    fields = {"chosen": [case.reference, "a\0b"], "reason": "All good", f"amount-{case.reference}": "1000"}
    more = {f"version-{case.reference}": version} if version is not None else {}
    page = visitor.as_(world.manager).post(f"/rounds/{world.round.id}/ranking", {**fields, **more}, expect=200)
    assert "Somebody changed this" in words(page)


@pytest.mark.parametrize("day", ["9999-12-31", "31/12/9999", "0001-01-01"])
def test_the_ends_of_the_calendar_are_days_like_any_other(world, visitor, day):
    auditor = visitor.as_(world.auditor)
    auditor.get(f"/audit?until={day}")
    auditor.get(f"/audit?since={day}")


@pytest.mark.parametrize(("path", "fields"), [
    ("/sign-in", {"email": "a\0b@example.org", "password": "wrong\0password"}),
    ("/letters/check", {"reference": "TF-2026\0", "code": "AB\0CD"}),
    ("/reset", {"email": "a\0b@example.org\r\nBcc: x@example.org"}),
])  # fmt: skip
def test_control_characters_from_a_stranger_are_taken_out_or_refused(visitor, path, fields):
    response = visitor.client.post(path, data={"csrf_token": visitor.token(), **fields})
    assert response.status_code in (200, 422)


def test_what_a_person_types_is_kept_without_control_characters(world, visitor):
    case = world.an_application("checking")
    account = world.one(select(Account).where(Account.person_id == world.assessor1.id))
    visitor.as_(world.admin).submit(f"/admin/people/{account.id}/disable", reason="Left\0 the\x1b[31m council\x08")
    visitor.as_(world.officer).submit(f"/casework/{case.reference}/checks/stop", rule="", reason="\0", expect=422)
    told = world.read(select(EventDetail).join(Event, Event.id == EventDetail.event_id).where(Event.role == "admin"))
    assert [each.content["reason"] for each in told] == ["Left the[31m council"]
