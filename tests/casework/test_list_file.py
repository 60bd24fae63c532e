"""The worklist taken away as a file: the same cases, no more of each than the list shows, and written down."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.blueprints.casework import list_file
from grants.domain.errors import NotPermitted
from grants.models import AccessLog, Account, Interest
from grants.sight import SCORED
from tests.factories.scoring import give

ADDRESS = "/casework/applications.csv"


def rows_of(response):
    """The lines of the file by their headings."""
    data = response.get_data()
    assert data.startswith(b"\xef\xbb\xbf"), "Excel reads the letters only behind a byte order mark"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def references(response):
    return [row["Reference"] for row in rows_of(response)]


def taken(world):
    return world.read(select(AccessLog).where(AccessLog.action == "export_applications"))


def test_the_file_holds_every_page_of_the_list_in_its_order(world, visitor, monkeypatch):
    monkeypatch.setattr(list_file, "AT_ONCE", 2)
    start = clock.now() - timedelta(days=3)
    made = [world.an_application("checking", submitted_at=start + timedelta(hours=n)) for n in range(5)]
    file = visitor.as_(world.officer).get(ADDRESS)
    assert references(file) == [each.reference for each in reversed(made)]
    assert file.headers["Content-Disposition"] == f"attachment; filename=applications-{clock.now():%Y-%m-%d}.csv"
    assert file.headers["Cache-Control"] == "no-store"


def test_a_line_says_what_the_list_says_as_a_file_should(world, visitor):
    application = world.an_application(
        "recommending", requested=1_234_550, score=8_150, rank_score=8_150, owner_id=world.manager.id
    )
    (row,) = rows_of(visitor.as_(world.manager).get(ADDRESS))
    assert row == {
        "Reference": application.reference,
        "Organisation": world.organisation.name,
        "Title": "Warm rooms",
        "Round": world.round.title["en"],
        "Requested (£)": "12345.50",
        "State": "To recommend",
        "Score": "81.50",
        "Owner": world.manager.name,
        "Received": f"{application.submitted_at:%Y-%m-%d}",
        "Decision due": f"{world.round.decision_expected_on:%Y-%m-%d}" if world.round.decision_expected_on else "",
    }


def test_the_filters_of_the_list_are_those_of_the_file(world, visitor):
    open_, ended = world.an_application("checking"), world.an_application("declined", score=5_000, rank_score=5_000)
    polish = world.an_application("checking", organisation=world.an_organisation("Łódź House"))
    browser = visitor.as_(world.officer)
    assert set(references(browser.get(ADDRESS))) == {open_.reference, polish.reference}
    assert references(browser.get(f"{ADDRESS}?status=declined")) == [ended.reference]
    assert references(browser.get(f"{ADDRESS}?q=lodz")) == [polish.reference]
    assert len(references(browser.get(f"{ADDRESS}?status=all&sort=score"))) == 3
    assert references(browser.get(f"{ADDRESS}?owner=me")) == []
    assert [row["Organisation"] for row in rows_of(browser.get(f"{ADDRESS}?q=lodz"))] == ["Łódź House"]


def test_the_list_links_to_its_file_for_those_who_may_take_it(world, visitor):
    world.an_application("checking")
    for person, offered in (
        (world.officer, True),
        (world.manager, True),
        (world.auditor, True),
        (world.approver, False),
    ):
        page = visitor.as_(person).get("/casework?status=all").get_data(as_text=True)
        assert (f'href="{ADDRESS}?status=all"' in page) is offered, person.name
        visitor.as_(person).get(f"{ADDRESS}?status=all", expect=200 if offered else 403)


def test_a_page_of_the_list_is_not_where_the_file_begins(world, visitor):
    made = [world.an_application("checking") for _ in range(3)]
    found = references(visitor.as_(world.officer).get(f"{ADDRESS}?after=1.1&before=2.2"))
    assert set(found) == {each.reference for each in made}


def test_drafts_other_funds_and_cases_with_an_interest_are_not_in_the_file(world, visitor):
    shown = world.an_application("checking")
    world.an_application("draft")
    near = world.an_application("checking", organisation=world.an_organisation("Where my sister works"))
    facts = {"person_id": world.officer.id, "round_id": world.round.id, "organisation_id": near.organisation_id}
    world.write(Interest(**facts, kind="interest", detail="Sister", declared_at=clock.now()))
    assert references(visitor.as_(world.officer).get(f"{ADDRESS}?status=all")) == [shown.reference]
    assert [row.rows for row in taken(world)] == [1]


@pytest.mark.feature("45")
def test_an_officer_who_has_still_to_score_takes_neither_names_nor_scores(world, visitor):
    round_ = world.a_round("blind", anonymous=True)
    world.a_role(world.officer, "assessor")
    hidden = world.an_application("assessing", round=round_, title="Canary title", score=7_000, rank_score=7_000)
    give(world, hidden, world.officer, declared=False)
    file = visitor.as_(world.officer).get(f"{ADDRESS}?status=all")
    text = file.get_data(as_text=True)
    assert references(file) == [hidden.reference]
    for canary in (world.organisation.name, "Canary title", "70.00"):
        assert canary not in text
    assert references(visitor.as_(world.officer).get(f"{ADDRESS}?status=all&sort=score")) == []
    assert world.organisation.name in visitor.as_(world.manager).get(f"{ADDRESS}?status=all").get_data(as_text=True)


@pytest.mark.feature("45")
def test_no_score_is_in_the_file_before_scoring_is_done_but_for_the_auditor(world, visitor):
    assert "assessing" not in SCORED
    world.an_application("assessing", score=7_000, rank_score=7_000)
    assert [row["Score"] for row in rows_of(visitor.as_(world.manager).get(ADDRESS))] == [""]
    assert [row["Score"] for row in rows_of(visitor.as_(world.auditor).get(ADDRESS))] == ["70.00"]


@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@SUM(A1)", " =cmd|' /C calc'!A0", "＝1+1", "\u200b=1"])
def test_no_cell_is_a_formula(world, visitor, name):
    organisation = world.an_organisation("Plain")
    rename(world, organisation, name)
    world.an_application("checking", organisation=organisation, title=name)
    (row,) = rows_of(visitor.as_(world.officer).get(ADDRESS))
    assert row["Organisation"].startswith("'") and row["Title"].startswith("'")


def rename(world, organisation, name):
    with world.house.database.writing() as session:
        session.merge(organisation).name = name
        session.commit()


@pytest.mark.feature("101")
def test_who_took_how_much_is_written_down_and_no_typed_words(world, visitor):
    for _ in range(3):
        world.an_application("checking")
    visitor.as_(world.auditor).get(f"{ADDRESS}?status=checking&q=Malvern")
    (row,) = taken(world)
    assert (row.person_id, row.rows, row.kind) == (world.auditor.id, 3, "worklist")
    assert row.reference == "q=typed&status=checking"


def test_a_file_nobody_reads_to_its_end_is_written_down_all_the_same(world, visitor, app):
    world.an_application("checking")
    response = visitor.as_(world.officer).client.get(ADDRESS, buffered=False)
    response.close()
    assert [row.rows for row in taken(world)] == [1]


@pytest.mark.feature("103")
def test_the_file_ends_where_its_taker_loses_the_account(world, visitor, monkeypatch):
    monkeypatch.setattr(list_file, "AT_ONCE", 2)
    for _ in range(5):
        world.an_application("checking")
    response = visitor.as_(world.officer).client.get(ADDRESS, buffered=False)
    parts = response.iter_encoded()
    got = [next(parts), next(parts)]
    with world.house.database.writing() as session:
        account = session.scalars(select(Account).where(Account.person_id == world.officer.id)).one()
        account.disabled_at = clock.now()
        session.commit()
    with pytest.raises(NotPermitted):
        next(parts)
    assert b"".join(got).count(b"\r\n") == 3
    response.close()


def test_the_database_is_asked_as_often_for_few_cases_as_for_many(world, visitor, statements):
    browser = visitor.as_(world.officer)
    world.an_application("checking")
    browser.get(ADDRESS)
    statements.clear()
    browser.get(ADDRESS)
    few = len(statements)
    for _ in range(30):
        world.an_application("checking")
    statements.clear()
    browser.get(ADDRESS)
    assert len(statements) == few
