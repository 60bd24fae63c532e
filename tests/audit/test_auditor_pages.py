"""The auditor finds, reads, takes away and verifies, and changes nothing."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from grants import clock
from grants.jobs.worker import run_due_jobs
from grants.models import AccessLog, Application, Award, Base, Interest, Job, Letter
from grants.web.outside import files
from tests.client import words
from tests.factories.paying import a_bank_account, an_award
from tests.factories.record import LETTER, a_decided_case, an_offered_award, tamper

NOT_THE_RECORD = ("access_log", "job", "idempotency", "web_session")


@pytest.fixture
def award(world, app) -> Award:
    with app.app_context():
        return an_offered_award(world, files())


@pytest.fixture
def auditor(world, visitor):
    return visitor.as_(world.auditor)


def reference(world, award) -> str:
    return world.one(select(Application).where(Application.id == award.application_id)).reference


# Find


def found(auditor, **boxes) -> str:
    query = "&".join(f"{name}={value}" for name, value in boxes.items())
    return words(auditor.get(f"/audit?{query}"))


@pytest.mark.feature("101")
def test_a_case_is_found_by_any_reference_however_it_was_typed(world, auditor, award):
    other = a_decided_case(world)
    name = reference(world, award)
    for typed in (name, name.lower(), name.replace("-", ""), f" {name} ".replace(" ", "+"), f"{name}/L1"):
        page = found(auditor, reference=typed)
        assert name in page, typed
        assert other.reference not in page


@pytest.mark.feature("101")
def test_a_case_is_found_by_its_organisation_with_or_without_accents_and_apostrophes(world, auditor):
    lodz = world.an_application("checking", organisation=world.an_organisation("St John’s Łódź Club 2"))
    world.an_application("checking")
    for typed in ("st johns", "lodz club", "JOHN'S ŁÓDŹ"):
        page = found(auditor, organisation=typed)
        assert lodz.reference in page, typed
        assert "Malvern Friends" not in page


@pytest.mark.feature("101")
@pytest.mark.parametrize(("typed", "there"), [("10000", True), ("£10,000.00", True), ("10000.01", False)])
def test_a_case_is_found_by_an_exact_sum(world, auditor, award, typed, there):
    assert (reference(world, award) in found(auditor, amount=typed)) is there


@pytest.mark.feature("101")
@pytest.mark.parametrize(
    ("since", "until", "there"),
    [
        ("20/11/2026", "20/11/2026", True),
        ("2026-11-21", "", True),
        ("21 November 2026", "21/11/2026", True),
        ("22/11/2026", "", False),
        ("", "19/11/2026", False),
    ],
)
def test_a_case_is_found_by_the_day_it_was_received_or_offered(world, auditor, award, since, until, there):
    assert (reference(world, award) in found(auditor, since=since, until=until)) is there


def test_what_can_not_be_read_is_said_beside_its_box_and_nothing_typed_is_lost(auditor):
    page = auditor.get("/audit?since=31/02/2026&amount=ten&organisation=Friends", expect=422)
    assert "Enter a real date" in words(page)
    assert "numbers only" in words(page)
    for typed in ("31/02/2026", "ten", "Friends"):
        assert f'value="{typed}"' in page.get_data(as_text=True)


def test_nothing_found_says_what_to_do(auditor):
    assert "No case fits" in found(auditor, reference="XX-2026-00001-A")


def test_many_cases_come_a_page_at_a_time(world, auditor):
    made = [world.an_application("checking") for _ in range(52)]
    first = auditor.get("/audit").get_data(as_text=True)
    assert made[-1].reference in first
    assert made[0].reference not in first
    second = auditor.get(f"/audit?before={made[2].id}").get_data(as_text=True)
    assert made[0].reference in second


@pytest.mark.feature("101")
def test_an_auditor_of_another_fund_finds_and_opens_nothing(world, visitor, award):
    stranger = world.a_person("Other Auditor", staff=True)
    other = world.fund.__class__(
        **{
            column.name: getattr(world.fund, column.name)
            for column in world.fund.__table__.columns
            if column.name not in ("id", "key", "prefix")
        },
        key="other",
        prefix="OT",
    )
    world.write(other)
    world.a_role(stranger, "auditor", other.id)
    browser, name = visitor.as_(stranger), reference(world, award)
    assert name not in words(browser.get("/audit"))
    letter = world.one(select(Letter))
    for path in (f"/audit/{name}", f"/audit/{name}/access", f"/audit/{name}/pack.zip", f"/audit/letters/{letter.id}"):
        browser.get(path, expect=404)
    browser.post(f"/audit/{name}/verify", expect=404)


def test_an_auditor_with_an_interest_does_not_see_the_case(world, auditor, award):
    world.write(
        Interest(
            person_id=world.auditor.id,
            round_id=world.round.id,
            organisation_id=world.organisation.id,
            kind="interest",
            declared_at=clock.now(),
        )
    )
    auditor.get(f"/audit/{reference(world, award)}", expect=404)


@pytest.mark.parametrize("who", ["officer", "manager", "approver", "finance1", "admin", "assessor1", "lead"])
def test_only_auditors_come_in(world, visitor, award, who):
    visitor.as_(getattr(world, who)).get("/audit", expect=403)
    visitor.as_(getattr(world, who)).get(f"/audit/{reference(world, award)}", expect=403)


# The record


@pytest.mark.feature("100")
@pytest.mark.feature("101")
def test_the_record_tells_the_case_in_order_of_time_with_the_evidence_under_each_step(world, auditor, award):
    page = words(auditor.get(f"/audit/{reference(world, award)}"))
    story = [
        "Submission 1",
        "Recommended £10,000.00",
        "Manager, staff",
        "Strong on need.",
        "£10,000.00 from available to reserved",
        "Approved £10,000.00",
        "£10,000.00 from reserved to committed",
        "Award offered",
        "Terms, version 1",
    ]
    record = page[page.index("It changes nothing.") :]
    places = [record.find(words_) for words_ in story]
    assert -1 not in places, dict(zip(story, places, strict=True))
    assert places == sorted(places)
    assert sha256(LETTER).hexdigest() in page
    assert "To recommend → Waiting for approval" in record
    assert "recommending" not in record


@pytest.mark.feature("101")
def test_the_letter_comes_first_and_is_exactly_the_stored_bytes(world, auditor, award):
    html = auditor.get(f"/audit/{reference(world, award)}").get_data(as_text=True)
    letter = world.one(select(Letter))
    assert html.index(f"/audit/letters/{letter.id}") < html.index("app-record__at")
    answer = auditor.client.get(f"/audit/letters/{letter.id}")
    assert answer.data == LETTER
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.feature("101")
def test_a_letter_with_other_bytes_is_never_sent(world, app, auditor, award):
    letter = world.one(select(Letter))
    with app.app_context():
        (key,) = files().keys()
        files().delete(key)
        files().put(key, LETTER + b" ")
    answer = auditor.client.get(f"/audit/letters/{letter.id}")
    assert answer.status_code == 500
    assert LETTER not in answer.data


@pytest.mark.feature("101")
def test_every_download_and_the_first_look_are_written_down_and_shown(world, auditor, award):
    name = reference(world, award)
    auditor.get(f"/audit/{name}")
    auditor.get(f"/audit/{name}")
    auditor.client.get(f"/audit/letters/{world.one(select(Letter)).id}")
    auditor.client.get(f"/audit/{name}/pack.zip")
    rows = world.read(select(AccessLog).order_by(AccessLog.id))
    assert [row.action for row in rows] == ["case_opened", "download", "evidence_pack"]
    assert {row.person_id for row in rows} == {world.auditor.id}
    page = words(auditor.get(f"/audit/{name}/access"))
    for shown in ("Case opened", "Download", "Evidence pack", "Auditor"):
        assert shown in page


# The pack


@pytest.fixture
def pack(world, auditor, award) -> zipfile.ZipFile:
    answer = auditor.client.get(f"/audit/{reference(world, award)}/pack.zip")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.data))


@pytest.mark.feature("101")
def test_the_pack_holds_everything_behind_the_case_and_the_hash_of_each_part(pack):
    names = pack.namelist()
    assert names[0] == "index.html"
    assert names[-1] == "SHA256SUMS"
    assert {"submissions/1.json", "submissions/1.pdf", "approvals.csv", "events.jsonl", "letters.csv"} <= set(names)
    (letter,) = [name for name in names if name.startswith("letters/")]
    assert pack.read(letter) == LETTER
    sums = dict(line.split("  ")[::-1] for line in pack.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(names) - {"SHA256SUMS"}
    assert all(sha256(pack.read(name)).hexdigest() == digest for name, digest in sums.items())


@pytest.mark.feature("101")
def test_what_was_sent_is_in_the_pack_with_the_very_bytes_that_were_hashed(world, pack):
    sent = pack.read("submissions/1.json")
    page = pack.read("index.html").decode()
    assert sha256(sent).hexdigest() in page
    assert "Strong on need." in page


@pytest.mark.feature("101")
def test_each_event_of_the_pack_has_its_place_and_hash(pack):
    events = [json.loads(line) for line in pack.read("events.jsonl").decode().splitlines()]
    assert [event["event"] for event in events][:3] == ["bring_in", "recommend", "approve"]
    assert all(len(event["hash"]) == 64 for event in events)


def test_no_cell_of_the_pack_is_a_formula(world, app, auditor):
    application = a_decided_case(world)
    tamper(world, "UPDATE recommendation SET reason = '=1+1'")
    answer = auditor.client.get(f"/audit/{application.reference}/pack.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        cells = [cell for row in csv.reader(io.StringIO(pack.read("approvals.csv").decode())) for cell in row]
    assert "'=1+1" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


# Verify


@pytest.mark.feature("100")
def test_verifying_a_case_says_green_with_what_was_checked_and_when(world, auditor, award):
    page = words(auditor.post(f"/audit/{reference(world, award)}/verify", expect=200))
    assert "The record holds" in page
    assert "6 in 2 chains" in page
    assert "21 November 2026 at 10am" in page


@pytest.mark.feature("100")
@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE event SET role = 'director' WHERE sequence = 2 AND kind = 'recommend'", "application 1, event 2"),
        ("UPDATE award SET status = 'active', accepted_at = offered_at", "award 1"),
        ("UPDATE movement SET pence = pence - 1 WHERE to_bucket = 'reserved'", "application 1, event 2"),
        ("UPDATE submission SET digest = 'feed'", "submission 1"),
    ],
)
def test_verifying_a_case_says_red_and_names_the_place(world, auditor, award, statement, place):
    tamper(world, statement)
    page = words(auditor.post(f"/audit/{reference(world, award)}/verify", expect=200))
    assert "The record is broken" in page
    assert f"{place} :" in page


@pytest.mark.feature("100")
def test_a_letter_changed_in_the_store_turns_the_answer_red(world, app, auditor, award):
    with app.app_context():
        (key,) = files().keys()
        files().delete(key)
    page = words(auditor.post(f"/audit/{reference(world, award)}/verify", expect=200))
    assert "The record is broken" in page
    assert "the stored file is missing or was changed" in page


@pytest.mark.feature("100")
def test_the_whole_record_is_verified_by_the_worker_and_the_answer_shown(world, app, auditor, award):
    assert "Not yet verified" in words(auditor.get("/audit/verify"))
    auditor.submit("/audit/verify")
    assert "A verification is under way" in words(auditor.get("/audit/verify"))
    run_due_jobs(app)
    page = words(auditor.get("/audit/verify"))
    assert "The record holds" in page
    assert "1 read in full" in page
    tamper(world, "UPDATE event SET role = 'director' WHERE kind = 'approve'")
    auditor.submit("/audit/verify")
    with clock.at(clock.now() + timedelta(minutes=1)):
        run_due_jobs(app)
    assert "The record is broken" in words(auditor.get("/audit/verify"))


@pytest.mark.feature("101")
def test_nothing_an_auditor_does_changes_the_record(world, app, auditor, award):
    a_bank_account(world)
    an_award(world)
    before = everything(world)
    name = reference(world, award)
    for path in ("/audit", f"/audit/{name}", f"/audit/{name}/access", "/audit/verify"):
        auditor.get(path)
    auditor.client.get(f"/audit/{name}/pack.zip")
    auditor.client.get(f"/audit/letters/{world.one(select(Letter)).id}")
    auditor.post(f"/audit/{name}/verify", expect=200)
    auditor.submit("/audit/verify")
    run_due_jobs(app)
    assert everything(world) == before
    assert world.one(select(func.count()).select_from(Job)) == 1


def everything(world) -> dict[str, list[tuple[object, ...]]]:
    with world.house.database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in NOT_THE_RECORD
        }


@pytest.mark.feature("101")
def test_every_address_of_the_auditor_reads_or_has_no_effect_on_the_record(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("audit.")]
    posts = {rule.endpoint for rule in rules if "POST" in (rule.methods or ())}
    assert len(rules) >= 8
    assert posts == {"audit.verify_all", "audit.verify_case"}
