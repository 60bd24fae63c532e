"""The schemes of the council's documents, with their figures to the pound."""

from datetime import date

import pytest

from grants.setup.scheme import Scheme
from grants.setup.scheme_file import SCHEMES, read_scheme, scheme_files
from grants.setup.scheme_words import DISTRICTS

FILES = {path.stem[:3]: path for path in scheme_files()}


def scheme(number: str) -> Scheme:
    return read_scheme(FILES[number])


def pounds(amount: int) -> int:
    return amount * 100


def test_there_is_one_file_for_each_scheme_that_is_a_fund() -> None:
    assert sorted(FILES) == [f"s{number:02d}" for number in (*range(1, 14), 15)]
    assert all(path.parent == SCHEMES for path in FILES.values())


@pytest.mark.parametrize("number", sorted(FILES))
def test_every_scheme_file_is_complete_and_told_apart_by_its_prefix(number: str) -> None:
    this = scheme(number)
    assert this.key == FILES[number].stem
    assert sum(scheme(other).prefix == this.prefix for other in FILES) == 1
    assert this.owner
    assert this.grant_not_contract
    assert this.case
    assert this.compact
    assert this.compact.notice_months == 3
    assert len(this.fraud_risks) >= 4


@pytest.mark.parametrize("number", ["s02", "s06", "s08", "s09", "s10", "s11", "s12", "s13", "s15"])
def test_a_sum_no_document_gives_says_that_it_is_assumed(number: str) -> None:
    assert all(allocation.assumed and allocation.note for allocation in scheme(number).allocations)


@pytest.mark.parametrize("number", ["s01", "s03", "s04", "s05", "s07"])
def test_a_sum_from_a_document_is_not_called_assumed(number: str) -> None:
    assert not any(allocation.assumed for allocation in scheme(number).allocations)


@pytest.mark.feature("S1")
def test_the_winter_grant_is_a_million_and_a_half_of_outside_money_in_a_closed_window() -> None:
    this = scheme("s01")
    assert this.allocated() == this.allocated(kind="external", year="2020/21") == pounds(1_500_000)
    [source] = this.sources
    assert (source.spend_from, source.spend_until) == (date(2020, 12, 1), date(2021, 4, 16))
    assert not source.recovered_may_be_reused
    fences = {fence.key: (fence.by, fence.of, fence.at_least, fence.at_most) for fence in source.ring_fences}
    assert fences["children"] == ("household_group", ("with_children",), 80, None)
    assert fences["food_energy_water"] == ("need", ("food", "energy_and_water"), 80, None)
    assert [plan.key for plan in this.direct] == ["half_term_vouchers"]


@pytest.mark.feature("S2")
def test_voluntary_sector_grants_go_from_3000_to_100000_and_their_total_is_assumed() -> None:
    this = scheme("s02")
    [round_] = this.rounds
    assert (round_.minimum, round_.maximum) == (pounds(3_000), pounds(100_000))
    assert round_.stages == ("check", "assess", "moderate", "panel", "recommend", "approve", "release", "accept")
    assert [tier.up_to for tier in this.tiers] == [pounds(10_000), pounds(50_000), None]
    assert sum(criterion.weight for criterion in round_.criteria) == 100
    assert round_.application
    amount = round_.application.question("amount_requested")
    assert amount
    assert (amount.minimum, amount.maximum) == (pounds(3_000), pounds(100_000))


@pytest.mark.feature("S2")
def test_the_larger_grants_section_opens_above_50000_pounds() -> None:
    application = scheme("s02").rounds[0].application
    assert application
    larger = application.section("larger")
    assert larger
    assert [(when.question, when.test, when.value) for when in larger.when] == [
        ("amount_requested", "over", pounds(50_000))
    ]


@pytest.mark.feature("S3")
def test_refugee_support_is_490000_to_three_invited_groups() -> None:
    this = scheme("s03")
    [round_] = this.rounds
    assert this.allocated() == pounds(490_000)
    assert len(round_.invitations) == 3
    assert sum(each.amount or 0 for each in round_.invitations) == pounds(490_000)
    assert all(str(each.reason) and each.assumed for each in round_.invitations)
    assert round_.direct_reason
    assert "moderate" not in round_.stages
    assert "plan_accepted" in round_.instalments[0].gates
    assert all(indicator.by_district and indicator.target is None for indicator in this.indicators)


@pytest.mark.feature("S3")
def test_refugee_support_speaks_ukrainian_where_a_person_applies() -> None:
    this = scheme("s03")
    assert this.title.in_language("uk") == "Підтримка біженців з України"
    assert "uk" in this.purpose.languages
    application = this.rounds[0].application
    assert application
    assert all("uk" in section.title.languages for section in application.sections)


@pytest.mark.feature("S4")
@pytest.mark.parametrize("year", ["2017/18", "2018/19"])
def test_carers_support_is_510000_a_year_with_10000_of_base_held_back(year: str) -> None:
    this = scheme("s04")
    assert this.allocated(kind="base", year=year) == pounds(360_000)
    assert this.allocated(kind="additional", year=year) == pounds(150_000)
    assert this.allocated(year=year) == pounds(510_000)
    assert this.offered(kind="base", year=year) == pounds(350_000)
    assert this.offered(year=year) == pounds(500_000)


@pytest.mark.feature("S4")
def test_what_carers_support_saves_elsewhere_is_an_estimate_with_a_stated_unit_cost() -> None:
    estimates = [each for each in scheme("s04").indicators if each.kind == "estimate"]
    assert {each.counts for each in estimates} == {"carer_admissions_avoided", "night_sits"}
    assert all(each.unit_cost and each.unit_cost_source for each in estimates)


@pytest.mark.feature("S4")
def test_the_pooled_budget_names_its_agreement_host_and_shares() -> None:
    source = scheme("s04").source("carers_pooled")
    assert source
    assert source.host
    assert sum(share.percent for share in source.shares) == 100


@pytest.mark.feature("S5")
def test_transitional_money_is_300000_for_one_lot_in_2017_18_with_no_taper() -> None:
    this = scheme("s05")
    [allocation] = this.allocations
    assert (allocation.amount, allocation.year, allocation.lot) == (pounds(300_000), "2017/18", "pillar_one")
    [source] = this.sources
    assert (source.kind, source.taper) == ("transitional", ())
    assert (source.spend_from, source.spend_until) == (date(2017, 4, 1), date(2018, 3, 31))


@pytest.mark.feature("S6")
def test_three_of_nine_dementia_centres_are_agreed_across_the_six_districts() -> None:
    this = scheme("s06")
    assert sum(lot.target or 0 for lot in this.lots) == 9
    assert sum(lot.reached_before for lot in this.lots) == 3
    assert {lot.area for lot in this.lots} == set(DISTRICTS)
    [round_] = this.rounds
    assert (round_.route, round_.live_applications) == ("rolling", 2)
    assert len(round_.windows) == 4
    assert round_.panel
    assert round_.panel.chair == "outside_member"


@pytest.mark.feature("S7")
def test_the_sports_hub_has_1068589_from_outside_and_the_rest_of_1800000_only_pledged() -> None:
    this = scheme("s07")
    assert this.allocated() == this.allocated(kind="external") == pounds(1_068_589)
    match = this.source("rest_of_the_investment")
    assert match
    assert (match.match_amount, match.match_state) == (pounds(731_411), "pledged")
    assert match.derived_from
    assert this.total_investment == this.allocated() + (match.match_amount or 0) == pounds(1_800_000)
    [exception] = this.rounds[0].above_maximum
    assert exception.amount == pounds(1_068_589)


@pytest.mark.feature("S7")
def test_the_sports_hub_is_paid_against_claims_with_a_tenth_kept_back() -> None:
    parts = scheme("s07").rounds[0].instalments
    assert all(part.in_arrears and "evidence" in part.gates for part in parts)
    assert [part.percent for part in parts if part.retention] == [10]
    spaces = next(each for each in scheme("s07").indicators if each.key == "parking_spaces")
    assert spaces.target == 104


@pytest.mark.feature("S8")
def test_the_womens_centre_has_room_for_200_and_keeps_its_place_secret() -> None:
    this = scheme("s08")
    women = this.indicators[0]
    assert (women.kind, women.target) == ("capacity", 200)
    assert women.split_by == ("police", "probation", "substance_misuse")
    assert this.confidential
    assert this.confidential.cover_name


@pytest.mark.feature("S9")
def test_the_autism_hub_records_that_the_council_is_party_and_funder() -> None:
    assert "The County Council" in {conflict.who for conflict in scheme("s09").conflicts}


@pytest.mark.feature("S10")
def test_the_carers_strategy_has_five_priorities_and_300_tablets() -> None:
    this = scheme("s10")
    assert len(this.lots) == 5
    assert [(goods.description, goods.quantity) for goods in this.goods] == [("Tablet computers", 300)]


@pytest.mark.feature("S11")
def test_the_technology_pilot_ends_in_continue_amend_or_stop() -> None:
    evaluation = scheme("s11").evaluation
    assert evaluation
    assert set(evaluation.outcomes) == {"continue", "amend", "stop"}
    assert scheme("s11").rounds[0].award_starts_on == date(2021, 3, 1)


@pytest.mark.feature("S12")
def test_the_wellbeing_offer_has_two_strands_and_a_short_form() -> None:
    this = scheme("s12")
    assert {lot.key for lot in this.lots} == {"now", "longer_term"}
    application = this.rounds[0].application
    assert application
    assert len(application.questions) <= 12


@pytest.mark.feature("S13")
def test_recovery_shows_its_principles_and_pays_in_advance_on_need() -> None:
    compact = scheme("s13").compact
    assert compact
    assert compact.advance_payment_on_need
    assert compact.full_cost_recovery
    assert {"We are clear.", "We are lawful and ethical.", "We are safe.", "We are realistic."} <= set(
        compact.principles
    )


@pytest.mark.feature("S15")
def test_early_support_is_counted_by_level_of_risk() -> None:
    assert "medium_risk" in scheme("s15").indicators[0].split_by
