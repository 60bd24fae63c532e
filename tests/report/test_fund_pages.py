"""A fund's page shows the ledger's own figures, each picture with its table."""

import csv
import io

import pytest
from sqlalchemy import select

from grants import clock
from grants.models import (
    AccessLog,
    Allocation,
    Fund,
    IndicatorValue,
    Lot,
    MonitoringReturn,
    Response,
    Source,
    Submission,
)
from tests.client import words
from tests.factories.record import a_decided_case, an_offered_award


@pytest.fixture
def officer(world, visitor):
    return visitor.as_(world.officer)


@pytest.mark.feature("2")
def test_the_page_shows_where_the_money_stands_to_the_penny(world, officer):
    a_decided_case(world, pence=1_234_567)
    html = officer.get("/reports/test-fund").get_data(as_text=True)
    page = words(officer.get("/reports/test-fund"))
    assert "Committed: awarded, not yet paid 12,345.67" in page
    assert "Remaining 87,654.33" in page
    assert "Total 100,000.00" in page
    assert "app-fill-committed" in html
    assert "12.346" in html  # the bar's length, as a percentage of the budget


@pytest.mark.feature("2")
@pytest.mark.feature("4")
def test_the_money_is_shown_by_source_year_and_lot_and_assumed_sums_say_so(world, officer):
    lot = Lot(fund_id=world.fund.id, key="north", position=1, title={"en": "The north"}, kind="district")
    extra = Source(
        authority_id=world.authority.id, key="extra", title="Health partners", kind="additional", funder="NHS", terms={}
    )
    world.write(lot, extra)
    world.write(
        Allocation(
            source_id=extra.id,
            fund_id=world.fund.id,
            lot_id=lot.id,
            financial_year="2027/28",
            cost_code="X",
            amount=5_000_000,
            available=5_000_000,
            assumed=True,
        )
    )
    page = words(officer.get("/reports/test-fund"))
    for shown in ("Health partners (additional) Assumed: no document gives the sum 50,000.00", "2027/28", "The north"):
        assert shown in page
    assert "Assumed sums" in page


@pytest.mark.feature("2")
def test_applications_are_counted_by_state_and_lead_to_their_rows(world, officer):
    a_decided_case(world)
    world.an_application("checking")
    world.an_application("draft")
    html = officer.get("/reports/test-fund").get_data(as_text=True)
    assert "Decided, not released" in html
    assert "Draft" not in words(officer.get("/reports/test-fund"))
    assert f"/casework?fund={world.fund.id}&amp;status=checking" in html


def a_return(world, award, *, people: dict[str | None, int], status: str = "accepted") -> None:
    response = Response(form_version_id=world.return_form.id, created_at=clock.now())
    world.write(response)
    number = len(world.read(select(MonitoringReturn))) + 1
    accepted = {"accepted_at": clock.now(), "accepted_by": world.officer.id} if status == "accepted" else {}
    row = MonitoringReturn(
        reference=f"{award.reference}-R{number}",
        award_id=award.id,
        number=number,
        title="Return",
        covers_from=award.starts_on,
        covers_until=award.ends_on,
        due_on=award.ends_on,
        response_id=response.id,
        status=status,
        submitted_at=clock.now(),
        submitted_by=world.lead.id,
        status_at=clock.now(),
        **accepted,
    )
    world.write(row)
    for sent in (1, 2):  # sent, questioned and sent again: only the last counts
        submission = Submission(
            response_id=response.id,
            number=sent,
            content={},
            digest="d",
            submitted_by=world.lead.id,
            submitted_at=clock.now(),
        )
        world.write(submission)
        for area, actual in people.items():
            world.write(
                IndicatorValue(
                    return_id=row.id,
                    submission_id=submission.id,
                    indicator="people",
                    area_code=area,
                    target=100 if area is None else None,
                    actual=actual,
                )
            )


@pytest.mark.feature("82")
@pytest.mark.feature("93")
def test_outcomes_stand_against_their_targets_from_accepted_returns_alone(world, officer):
    award = an_offered_award(world)
    a_return(world, award, people={None: 40, "E07000235": 25, "E07000237": 15})
    a_return(world, award, people={None: 22, "E07000235": 22, "E07000237": 0})
    a_return(world, award, people={None: 5, "E07000235": 5}, status="submitted")
    page = words(officer.get("/reports/test-fund"))
    assert "62 of 100 people" in page
    assert "People helped 62 100 5 Malvern Hills 47, Worcester 15" in page


@pytest.mark.feature("93")
def test_awards_are_shown_by_district(world, officer):
    an_offered_award(world)
    assert "Malvern Hills 1 10,000.00" in words(officer.get("/reports/test-fund"))


@pytest.mark.feature("92")
def test_the_figures_can_be_taken_away_and_who_took_them_is_written_down(world, officer):
    answer = officer.client.get("/reports/test-fund/figures.csv")
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert lines[0][-9:] == [
        "Budget", "Held back", "Reserved", "Committed", "Spent direct", "Paid", "Returned", "Remaining", "Recovered",
    ]  # fmt: skip
    assert lines[1] == [
        "Test fund", "Communities base budget", "base", "", "2026/27", "CC100", "no",
        "100000.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "100000.00", "0.00",
    ]  # fmt: skip
    row = world.one(select(AccessLog))
    assert (row.action, row.rows, row.person_id) == ("export_figures", 1, world.officer.id)


def test_no_cell_of_the_figures_is_a_formula(world, officer):
    with world.house.database.writing() as session:
        session.get(Source, world.source.id).title = "=HYPERLINK(1)"
        session.commit()
    assert '"\'=HYPERLINK(1)"' in officer.client.get("/reports/test-fund/figures.csv").get_data(as_text=True)


@pytest.mark.feature("2")
def test_the_list_shows_every_fund_with_its_main_sums_and_their_total(world, officer):
    page = words(officer.get("/reports"))
    assert "Test fund 100,000.00 0.00 0.00 0.00 0.00 100,000.00" in page
    assert "All funds 100,000.00" in page


def test_a_fund_out_of_scope_is_not_there(world, visitor):
    stranger = world.a_person("Other Officer", staff=True)
    other = Fund(
        **{
            column.name: getattr(world.fund, column.name)
            for column in Fund.__table__.columns
            if column.name not in ("id", "key", "prefix")
        },
        key="other",
        prefix="OT",
    )
    world.write(other)
    world.a_role(stranger, "officer", other.id)
    browser = visitor.as_(stranger)
    browser.get("/reports/test-fund", expect=404)
    browser.get("/reports/test-fund/figures.csv", expect=404)
    assert "/reports/test-fund" not in browser.get("/reports").get_data(as_text=True)
    assert "No money yet" in words(browser.get("/reports/other"))


@pytest.mark.parametrize("who", ["assessor1", "admin", "lead"])
def test_those_who_do_not_decide_or_pay_see_no_figures(world, visitor, who):
    visitor.as_(getattr(world, who)).get("/reports", expect=403)
    visitor.as_(getattr(world, who)).get("/reports/test-fund", expect=403)


def test_nobody_signed_out_sees_figures(visitor):
    visitor.get("/reports", expect=303)
