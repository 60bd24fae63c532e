"""Officers find the case they need."""

from datetime import UTC, datetime

import pytest

from grants import clock
from grants.models import Interest
from tests.client import words


def test_the_worklist_shows_open_cases_with_counts(world, visitor):
    one = world.an_application("checking")
    two = world.an_application("declined")
    page = words(visitor.as_(world.officer).get("/casework"))
    assert one.reference in page
    assert two.reference not in page
    assert "Checking 1" in page
    assert "All 2" in page


def test_the_morning_questions_are_one_click_away(world, visitor):
    """Mine, nobody's, and what is due within the week or late."""
    mine = world.an_application("checking", owner_id=world.officer.id)
    free = world.an_application("checking")
    browser = visitor.as_(world.officer)
    page = browser.get("/casework").get_data(as_text=True)
    for href in (
        "/casework?owner=me",
        "/casework?owner=nobody",
        "/casework?due=week",
        "/casework?owner=me&amp;due=week",
    ):
        assert f'href="{href}"' in page
    assert mine.reference in words(browser.get("/casework?owner=me"))
    assert free.reference not in words(browser.get("/casework?owner=me"))
    due_in_eight_days, due_in_seven = datetime(2026, 12, 10, 12, tzinfo=UTC), datetime(2026, 12, 11, 12, tzinfo=UTC)
    with clock.at(due_in_eight_days):
        assert "Nothing matches" in words(visitor.as_(world.officer).get("/casework?due=week"))
    with clock.at(due_in_seven):
        browser = visitor.as_(world.officer)
        due = browser.get("/casework?due=week")
        assert mine.reference in words(due) and free.reference in words(due)
        assert '<input type="hidden" name="due" value="week">' in due.get_data(as_text=True)
        assert free.reference not in words(browser.get("/casework?owner=me&due=week"))


def test_one_application_is_counted_as_one(world, visitor):
    world.an_application("checking")
    page = words(visitor.as_(world.officer).get("/casework"))
    assert "1 application Reference" in page


def test_an_empty_worklist_says_what_will_appear(world, visitor):
    assert "appear here as soon as they are submitted" in words(visitor.as_(world.officer).get("/casework"))


@pytest.mark.parametrize("typed", ["", "reference", "malv", "FRIENDS malvern", "charity", "wr14 1aa", "lodz"])
def test_every_way_of_finding_a_case_works(world, visitor, typed):
    wanted = world.an_application("checking")
    polish = world.an_application("checking", organisation=world.an_organisation("Łódź House", postcode="B1 1AA"))
    other = world.an_application("checking", organisation=world.an_organisation("Others", postcode="B1 1AB"))
    given = {"reference": wanted.reference.lower(), "charity": world.organisation.charity_number}.get(typed, typed)
    page = words(visitor.as_(world.officer).get(f"/casework?q={given}"))
    found = {a.reference for a in (wanted, polish, other) if a.reference in page}
    expected = {"": {wanted, polish, other}, "lodz": {polish}}.get(typed, {wanted})
    assert found == {a.reference for a in expected}


def test_a_renamed_organisation_is_found_by_its_new_name_only(world, visitor, house):
    application = world.an_application("checking")
    with house.database.writing() as session:
        row = session.merge(world.organisation)
        row.name, row.sort_name = "Severn Circle", "severn circle"
        session.commit()
    officer = visitor.as_(world.officer)
    assert application.reference in words(officer.get("/casework?q=circle"))
    assert application.reference not in words(officer.get("/casework?q=malvern"))


ODD = (
    "after=x", "after=1.2.3", "before=99999999999999999.1", "fund=x&round=-1", "sort=bad", "status=nothing",
    "q=%22%29%3B--", "q=%00", "owner=them", "q=" + "a" * 5000, "sort=score&after=-1.5", "q=%26%7C%21%3A%2A",
)  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_an_address_that_makes_no_sense_still_shows_a_list(world, visitor, query):
    visitor.as_(world.officer).get(f"/casework?{query}")


def test_pages_follow_one_another_without_gap_or_repeat(world, visitor, monkeypatch):
    monkeypatch.setattr("grants.check.worklist.PAGE", 2)
    made = [world.an_application("checking", submitted_at=clock.now()) for _ in range(5)]
    officer, path, seen = visitor.as_(world.officer), "/casework", []
    for _ in range(3):
        text = officer.get(path).get_data(as_text=True)
        seen += [a.reference for a in reversed(made) if f">{a.reference}<" in text]
        following = [part.split('"')[0] for part in text.split('href="')[1:] if "after=" in part.split('"')[0]]
        path = following[0].replace("&amp;", "&") if following else ""
    assert seen == [a.reference for a in reversed(made)]
    assert path == ""
    back = [part.split('"')[0] for part in text.split('href="')[1:] if "before=" in part.split('"')[0]]
    text = officer.get(back[0].replace("&amp;", "&")).get_data(as_text=True)
    assert [a.reference for a in reversed(made) if f">{a.reference}<" in text] == [made[2].reference, made[1].reference]


def test_a_page_costs_four_statements_however_long_it_is(world, visitor, statements):
    officer = visitor.as_(world.officer)
    for _ in range(3):
        world.an_application("checking")
    officer.get("/casework")
    statements.clear()
    officer.get(f"/casework?round={world.round.id}&q=malvern&owner=nobody")
    few = len(statements)
    for _ in range(7):
        world.an_application("checking")
    statements.clear()
    officer.get(f"/casework?round={world.round.id}&q=malvern&owner=nobody")
    assert (few, len(statements)) == (4, 4)


def test_cases_of_a_fund_where_one_has_no_role_are_not_listed(world, visitor):
    application = world.an_application("checking")
    elsewhere = world.a_staff_member("Elsewhere", "officer", fund_id=None)
    assert application.reference in words(visitor.as_(elsewhere).get("/casework"))
    visitor.as_(world.finance1).get("/casework", expect=403)
    visitor.as_(world.assessor1).get("/casework", expect=403)


@pytest.mark.feature("47")
def test_a_declared_interest_takes_the_case_out_of_the_list_its_counts_and_its_search(world, visitor):
    application = world.an_application("checking")
    world.write(Interest(person_id=world.officer.id, round_id=world.round.id, organisation_id=world.organisation.id,
                         kind="interest", detail="Trustee", declared_at=clock.now()))  # fmt: skip
    officer = visitor.as_(world.officer)
    page = words(officer.get("/casework?q=malvern"))
    assert application.reference not in page
    assert "All 0" in page
    officer.get(f"/casework/{application.reference}", expect=404)
    officer.get(f"/casework/{application.reference}/timeline", expect=404)
