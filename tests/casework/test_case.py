"""Officers read a case and take it on."""

import pytest
from sqlalchemy import select

from grants.models import AccessLog, Application, Event
from tests.client import forms, words


def test_the_case_shows_what_was_sent_with_its_seal(world, visitor):
    application = world.an_application("checking")
    page = words(visitor.as_(world.officer).get(f"/casework/{application.reference}"))
    assert "Many people here cannot heat their homes." in page
    assert "600.00" in page or "6,000.00" in page
    assert "Seal (SHA-256)" in page
    assert "£10,000" in page


def test_the_first_view_is_written_down_once_for_each_person(world, visitor):
    application = world.an_application("checking")
    for person in (world.officer, world.officer, world.manager):
        visitor.as_(person).get(f"/casework/{application.reference}")
    seen = world.read(select(AccessLog).where(AccessLog.subject_id == application.id))
    assert [(row.person_id, row.action) for row in seen] == [
        (world.officer.id, "case_opened"),
        (world.manager.id, "case_opened"),
    ]


def test_a_case_costs_ten_statements_at_most(world, visitor, statements):
    application = world.an_application("checking")
    officer = visitor.as_(world.officer)
    officer.get(f"/casework/{application.reference}")
    statements.clear()
    officer.get(f"/casework/{application.reference}")
    assert len(statements) == 6


def test_an_officer_takes_a_case_and_gives_it_back(world, visitor):
    application = world.an_application("checking")
    officer, path = visitor.as_(world.officer), f"/casework/{application.reference}"
    officer.submit(path)
    assert "Give it back" in words(officer.get(path))
    assert application.reference in words(officer.get("/casework?owner=me"))
    officer.submit(path)
    assert "Take this case" in words(officer.get(path))
    assert [e.kind for e in world.read(select(Event))] == ["case_taken", "case_given_back"]


def test_pressing_twice_takes_the_case_once(world, visitor):
    application = world.an_application("checking")
    officer, path = visitor.as_(world.officer), f"/casework/{application.reference}"
    form = forms(officer.get(path))[0]
    for _ in range(2):
        officer.post(form["action"], form["fields"])
    assert [e.kind for e in world.read(select(Event))] == ["case_taken"]
    assert world.one(select(Application)).owner_id == world.officer.id


@pytest.mark.parametrize("who", ["auditor", "approver"])
def test_those_who_only_read_see_no_button_and_cannot_post(world, visitor, who):
    application = world.an_application("checking")
    reader = visitor.as_(getattr(world, who))
    assert "Take this case" not in words(reader.get(f"/casework/{application.reference}"))
    reader.post(f"/casework/{application.reference}/take", expect=403)


def test_the_timeline_tells_what_happened(world, visitor):
    application = world.an_application("checking")
    officer = visitor.as_(world.officer)
    path = f"/casework/{application.reference}/timeline"
    assert "Nothing has happened yet" in words(officer.get(path))
    officer.submit(f"/casework/{application.reference}")
    assert "Case taken on" in words(officer.get(path))


def test_an_unknown_or_draft_case_is_not_there(world, visitor):
    draft = world.an_application("draft")
    officer = visitor.as_(world.officer)
    officer.get(f"/casework/{draft.reference}", expect=404)
    for unknown in ("TF-2026-99999-X", "%00", "a%1fb/checks", "%F0%9F%92%A9/timeline"):
        officer.get(f"/casework/{unknown}", expect=404)
