"""A scheme file is read whole or not at all; what is wrong with it is told with its path and line."""

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.setup.letter_checklist import CHECKLIST
from grants.setup.scheme_file import SCHEMES, SchemeFaults, parse_scheme, scheme_files

OPEN = (SCHEMES / "s02_voluntary_sector_support.toml").read_text(encoding="utf-8")
INVITED = (SCHEMES / "s03_refugee_support.toml").read_text(encoding="utf-8")
ROLLING = (SCHEMES / "s06_dementia_meeting_centres.toml").read_text(encoding="utf-8")
CAPITAL = (SCHEMES / "s07_community_sports_hub.toml").read_text(encoding="utf-8")
CARERS = (SCHEMES / "s04_carers_support.toml").read_text(encoding="utf-8")
WINTER = (SCHEMES / "s01_winter_grant.toml").read_text(encoding="utf-8")


def faults_of(text: str, base: Path = SCHEMES) -> SchemeFaults:
    with pytest.raises(SchemeFaults) as caught:
        parse_scheme(text, base)
    return caught.value


def broken(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "old", "new", "path", "words"),
    [
        (OPEN, 'prefix = "VS"', 'prefix = "vs1"', "prefix", "capital letters"),
        (OPEN, 'authority = "E10000034"', 'authority = "E99"', "authority", "not one of"),
        (OPEN, "moves = true", 'moves = true\ncolour = "red"', "colour", "not known"),
        (OPEN, '"cooperative", "unin', '"guild", "unin', "who_can_apply", "“guild” is not one of"),
        (OPEN, 'kind = "base"', 'kind = "gift"', "source[1].kind", "not one of"),
        (OPEN, "amount = 600000", 'amount = "six"', "allocation[1].amount", "sum in pounds"),
        (OPEN, "amount = 600000", "amount = -5", "allocation[1].amount", "sum in pounds"),
        (OPEN, "amount = 600000", "amount = 600000.5", "allocation[1].amount", "sum in pounds"),
        (OPEN, 'year = "2026/27"', 'year = "2026/28"', "allocation[1].year", "financial year"),
        (OPEN, 'source = "communities_base"', 'source = "purse"', "allocation[1].source", "no source"),
        (OPEN, 'cost_code = "CM-VS-2627"', 'lot = "north"\ncost_code = "X"', "allocation[1].lot", "no lot"),
        (OPEN, 'cost_code = "CM-VS-2627"', 'held_back = 700000\ncost_code = "X"',
         "allocation[1].held_back", "more than"),
        (OPEN, "starts_on = 2026-04-01", 'starts_on = "soon"', "owner.starts_on", "must be a date"),
        (OPEN, 'advice = ["Procurement", "Legal services"]', "", "grant_not_contract.advice", "missing"),
        (OPEN, 'route = "competitive"', 'route = "raffle"', "round[1].route", "not one of"),
        (OPEN, '"check", "assess",', '"assess", "check",', "round[1].stages", "in this order"),
        (OPEN, '"approve", "release"', '"release"', "round[1].stages", "“approve” is missing"),
        (OPEN, '"check", "assess", "moderate"', '"check", "moderate"',
         "round[1].stages", "nothing to moderate"),
        (OPEN, '"panel", "recommend"', '"recommend"', "round[1].panel", "go together"),
        (OPEN, "closes = 2026-12-14T17:00:00", "", "round[1].closes", "a competition closes"),
        (OPEN, "closes = 2026-12-14T17:00:00", "closes = 2026-11-01T17:00:00",
         "round[1].closes", "after opens"),
        (OPEN, "opens = 2026-11-02T09:00:00", "opens = 2026-03-29T01:30:00",
         "round[1].opens", "does not exist"),
        (OPEN, "opens = 2026-11-02T09:00:00", "opens = 2026-10-25T01:30:00",
         "round[1].opens", "happens twice"),
        (OPEN, "opens = 2026-11-02T09:00:00", "opens = 2026-11-02T09:00:00Z", "round[1].opens", "local date"),
        (OPEN, "award_ends_on = 2028-02-29", "award_ends_on = 2027-02-22",
         "round[1].award_ends_on", "must be after"),
        (OPEN, "minimum = 3000\nmaximum", "minimum = 300000\nmaximum",
         "round[1].minimum", "more than the maximum"),
        (OPEN, "quorum = 3", "quorum = 9", "round[1].panel.quorum", "from 1 to the number"),
        (OPEN, '{ bank = "need",', '{ bank = "neediness",',
         "round[1].application.section[2].question[1].bank", "not in"),
        (OPEN, '{ bank = "need",', '{ bank = "need", type = "money",',
         "round[1].application.section[2].question[1].bank", "keeps its type"),
        (OPEN, '  { bank = "project_title" },\n', "",
         "round[1].application", "no question is bound to title"),
        (OPEN, "words = 300", "words = 0", "round[1].application.section[5].question[1].words", "1 or more"),
        (OPEN, 'criterion = "delivery"', 'criterion = "beauty"',
         "round[1].application", "criterion “beauty”"),
        (INVITED, "weight = 30", "weight = 29", "round[1].criteria", "add up to 100: they add up to 99"),
        (INVITED, "minimum = 3\n", "minimum = 6\n", "round[1].criteria[2].minimum", "one of the bands"),
        (INVITED, '  "Needs are assumed.",\n', "", "round[1].criteria[1].bands", "six bands"),
        (INVITED, 'direct_approver = "cabinet_member"', "", "round[1].direct_reason", "direct_approver"),
        (INVITED, "amount = 180000", "amount = 180001", "round[1].invitation", "more than is offered"),
        (INVITED, '"bank", "return:1"', '"bank", "return:7"', "round[1].instalment[2].gates", "no return 7"),
        (INVITED, '"signed", "bank", "plan', '"signed", "plan',
         "round[1].instalment[1].gates", "before signed and bank"),
        (INVITED, "percent = 50", "percent = 40", "round[1].instalment", "add up to the whole"),
        (INVITED, "percent = 50", "percent = 50\namount = 5", "round[1].instalment[1]", "not both"),
        (INVITED, 'form = "progress"', 'form = "diary"', "round[1].return[1].form", "no return_form"),
        (INVITED, "to_month = 6", "to_month = 0", "round[1].return[1].to_month", "after from_month"),
        (ROLLING, "number = 2\ncloses", "number = 5\ncloses",
         "round[1].window[2].number", "numbered in order"),
        (ROLLING, "closes = 2026-09-30", "closes = 2026-06-30",
         "round[1].window[2].closes", "after the one before"),
        (ROLLING, 'route = "rolling"', 'route = "invitation"', "round[1].window", "only a rolling round"),
        (ROLLING, 'area = "E07000234"', 'area = "E07000001"', "lot[1].area", "not one of"),
        (ROLLING, "reached_before = 2", "reached_before = 3",
         "lot[2].reached_before", "more than the target"),
        (ROLLING, 'key = "redditch"', 'key = "bromsgrove"', "lot[3].key", "used twice"),
        (CAPITAL, "amount = 1068589\napprover", "amount = 1000\napprover",
         "round[1].above_maximum[1].amount", "not above"),
        (CAPITAL, 'source = "football_foundation"', 'source = "rest_of_the_investment"',
         "allocation[1].source", "never in our ledger"),
        (CAPITAL, 'match_state = "pledged"', "", "source[2].match_state", "has match_state"),
        (CAPITAL, 'agreement = "Grant', 'reference = "Grant', "", "is not TOML"),
        (CAPITAL, "{retention}", "{ransom}", "round[1].letter.clause[26].text", "not a field"),
        (CARERS, "percent = 50 }]", "percent = 40 }]", "source[3].shares", "add up to 100"),
        (CARERS, "unit_cost = 600\n", "", "indicator[5].unit_cost", "only an estimate"),
        (CARERS, 'counts = "night_sits"', 'counts = "owls"', "indicator[7].counts", "no indicator"),
        (CARERS, 'year = "2018/19"\namount = 360000', 'year = "2017/18"\namount = 360000',
         "allocation[3]", "there twice"),
        (WINTER, "at_least = 80", "at_least = 180", "source[1].ring_fence[1]", "from 0 to 100"),
        (WINTER, "spend_until = 2021-04-16", "spend_until = 2020-04-16",
         "source[1].spend_until", "before spend_from"),
        (WINTER, 'year = "2020/21"', 'year = "2022/23"', "allocation[1].year", "can’t be spent in 2022/23"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_path(text: str, old: str, new: str, path: str, words: str) -> None:
    found = faults_of(broken(text, old, new)).faults
    assert any(fault.path == path and words in fault.message for fault in found), [str(fault) for fault in found]


def line_of(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


def test_a_fault_gives_the_line_of_its_tables_header() -> None:
    text = broken(INVITED, "weight = 40", "weight = 400")
    [fault] = [each for each in faults_of(text).faults if each.path.endswith("weight")]
    assert fault.path == "round[1].criteria[2].weight"
    assert fault.line == line_of(text, '[[criteria]]\nkey = "delivery"')
    assert fault.file == ""


def test_a_fault_in_a_shared_file_names_that_file(tmp_path: Path) -> None:
    for path in (SCHEMES / "standard").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / "standard").mkdir(exist_ok=True)
        text = text.replace("up_to = 100000\nroles", "up_to = 5\nroles")
        (tmp_path / "standard" / path.name).write_text(text, encoding="utf-8")
    found = faults_of(OPEN, tmp_path).faults
    assert [fault.message for fault in found] == ["each step must go higher than the one before"]
    shared = (SCHEMES / "standard" / "delegation.toml").read_text(encoding="utf-8")
    (tmp_path / "standard" / "delegation.toml").write_text(shared.replace('["head_of_service"]', '["mayor"]'))
    [fault] = faults_of(OPEN, tmp_path).faults
    assert (fault.file, fault.line) == ("standard/delegation.toml", line_of(shared, "[[delegation]]\nup_to = 50000"))


def test_every_fault_is_told_at_once() -> None:
    text = broken(OPEN, 'prefix = "VS"', 'prefix = "x"')
    text = broken(text, "amount = 600000", "amount = 0")
    text = broken(text, "quorum = 3", "quorum = 0")
    text = broken(text, 'department = "People"', "")
    assert {fault.path for fault in faults_of(text).faults} == {
        "prefix", "allocation[1].amount", "round[1].panel.quorum", "department"
    }  # fmt: skip


@pytest.mark.feature("66")
@pytest.mark.parametrize("item", sorted(CHECKLIST))
def test_a_letter_that_misses_an_item_of_the_checklist_is_refused(item: str, tmp_path: Path) -> None:
    (tmp_path / "standard").mkdir()
    for path in (SCHEMES / "standard").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        if path.name == "letter.toml":
            text = text.replace(f'"{item}", ', "").replace(f', "{item}"]', "]").replace(f'["{item}"]', "[]")
        (tmp_path / "standard" / path.name).write_text(text, encoding="utf-8")
    found = faults_of(OPEN, tmp_path).faults
    assert [fault.message for fault in found] == [f"no clause covers {item}: {CHECKLIST[item]}"]


@pytest.mark.feature("66")
def test_a_clause_can_not_cover_the_amount_without_saying_it(tmp_path: Path) -> None:
    (tmp_path / "standard").mkdir()
    for path in (SCHEMES / "standard").glob("*.toml"):
        text = path.read_text(encoding="utf-8").replace("{amount_in_words}", "a sum")
        (tmp_path / "standard" / path.name).write_text(text, encoding="utf-8")
    messages = [fault.message for fault in faults_of(OPEN, tmp_path).faults]
    assert messages == ["no clause that covers amount merges {amount_in_words}"]


@pytest.mark.parametrize("name", ["../secrets.toml", "/etc/hostname", "standard/none.toml"])
def test_only_files_beside_the_scheme_may_be_included(name: str) -> None:
    [fault] = faults_of(broken(OPEN, '"standard/compact.toml"', f'"{name}"')).faults
    assert fault.message == f"“{name}” can’t be read"


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inside:
        yield (*path, key)
        yield from nodes(below, (*path, key))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_value_in_any_place_is_taken_or_refused_and_breaks_nothing(data: st.DataObject) -> None:
    scheme = tomllib.loads(data.draw(st.sampled_from([OPEN, INVITED, ROLLING, CARERS])))
    path = data.draw(st.sampled_from(list(nodes(scheme))))
    table = scheme
    for key in path[:-1]:
        table = table[key]
    odd = st.sampled_from([3, -1, 1.5, "x", "", True, [], {}, [3], [{}], ["x"], {"en": 3}, {"x": 1}, date(2020, 1, 1)])
    table[path[-1]] = data.draw(odd)
    with suppress(SchemeFaults):
        parse_scheme(tomli_w.dumps(scheme), moved_by_days=data.draw(st.sampled_from([0, 200])))


@pytest.mark.parametrize("text", ["", "[[", 'key = "x"', "round = 3", "include = 3", "[application]\nsection = 4"])
def test_what_is_no_scheme_is_refused_and_breaks_nothing(text: str) -> None:
    assert faults_of(text).faults


def test_a_scheme_lays_its_own_clause_over_the_shared_one_of_the_same_key() -> None:
    letter = parse_scheme(WINTER).rounds[0].letter
    assert letter
    clauses = {clause.key: clause.text.en for clause in letter.clauses}
    assert "Department for Work and Pensions" in clauses["publicity"]
    assert len([clause for clause in letter.clauses if clause.key == "publicity"]) == 1
    assert letter.clauses[-1].key == "accept"  # how to accept stands over the lines to sign, after the scheme’s own


def test_the_same_content_has_the_same_digest_however_it_is_written() -> None:
    spaced = OPEN.replace("amount = 600000", 'amount   =   "600,000.00"   # the same').replace("\n\n", "\n\n\n")
    assert parse_scheme(spaced).digest() == parse_scheme(OPEN).digest()
    assert parse_scheme(OPEN.replace("600000", "600001")).digest() != parse_scheme(OPEN).digest()


def test_no_code_names_a_scheme() -> None:
    code = [
        path.read_text(encoding="utf-8")
        for folder in ("setup", "questions")
        for path in (SCHEMES.parent / folder).rglob("*.py")
    ]
    for path in scheme_files():
        key = path.stem
        assert not any(key in text or key[4:] in text for text in code), key
