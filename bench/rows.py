"""The bulk of the data, made inside the database by set-based SQL: the same rows for the same size, whatever the day.

What a list, a case page or a ranking reads is as real as the rooms leave it. Two things are not: the events' hashes and
seals are figures that verify as nothing, and an application's score is not the average of its assessments.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from bench.council import SHORT_FORM_QUESTIONS, Council
from bench.dialects import Dialect
from bench.sizes import Size
from grants.domain.references import make_reference

FIRST_ORGANISATION = 1_000
FIRST_LEAD = 100_000
WORDS = (
    "people here meet every week to cook talk and keep warm because heating costs more than many can pay and company "
)
PROSE = (WORDS * 12)[:1_200]
STATES = (
    (10, "draft"),
    (30, "checking"),
    (60, "assessing"),
    (70, "recommending"),
    (75, "approving"),
    (85, "decided"),
    (100, "declined"),
)
EVENT_KINDS = ("submit", "take_case", "check", "assessor_chosen", "submit_scores", "recommend", "approve", "note")
BATCH = 10_000


@dataclass(frozen=True)
class Load:
    """One load: where to, how much, and what it hangs on."""

    connection: Connection
    dialect: Dialect
    size: Size
    council: Council

    def run(self, statement: str, **values: object) -> None:
        self.connection.execute(text(statement), values)

    @property
    def place(self) -> str:
        """An application's share 0..99: which state it is in. Even within every round."""
        every = self.size.round_one_every
        return f"(((n.i / {every}) * 7 + (n.i % {every}) * 13) % 100)"

    @property
    def has_history(self) -> str:
        return f"((n.i / {self.size.round_one_every}) % {self.size.history_every} = 0)"

    @property
    def state(self) -> str:
        cases = " ".join(f"WHEN {self.place} < {below} THEN '{state}'" for below, state in STATES)
        return f"CASE {cases} END"

    @property
    def round_id(self) -> str:
        ids, size = self.council.round_ids, self.size
        if len(ids) == 1:
            return str(ids[0])
        spot, others = f"(n.i % {size.round_one_every})", size.other_rounds
        rest = f"{ids[2]} + ({spot} - {size.fat_places + 1}) % {others}"
        return f"CASE WHEN {spot} = 0 THEN {ids[0]} WHEN {spot} <= {size.fat_places} THEN {ids[1]} ELSE {rest} END"

    @property
    def organisation_id(self) -> str:
        return f"({FIRST_ORGANISATION} + (n.i * 7919) % {self.size.organisations})"

    @property
    def lead_id(self) -> str:
        return f"({FIRST_LEAD} + (n.i * 7919) % {self.size.organisations})"

    @property
    def submitted_at(self) -> str:
        two = self.dialect.padded
        day, hour, minute = two("1 + (n.i * 31) % 28", 2), two("8 + (n.i * 17) % 10", 2), two("(n.i * 7) % 60", 2)
        micro = two("(n.i * 7919) % 1000000", 6)
        return self.dialect.moment(
            f"('2026-10-' || {day} || 'T' || {hour} || ':' || {minute} || '\\:00.' || {micro} || 'Z')"
        )

    def at(self, words: str) -> str:
        return self.dialect.moment(f"'{words}'")

    def applications(self) -> str:
        """WITH clause naming the numbers of the applications; read it `FROM n`."""
        return f"WITH RECURSIVE {self.dialect.numbers('n', self.size.applications)}"


def write_rows(load: Load) -> None:
    """Everything but the council, parents first."""
    for write in (_organisations, _references, _responses, _applications, _answers, _submissions, _checks):
        write(load)
    for write in (_assignments, _assessments, _scores, _recommendations, _events, _search_rows, _money):
        write(load)


def _organisations(load: Load) -> None:
    with_numbers = f"WITH RECURSIVE {load.dialect.numbers('n', load.size.organisations - 1, start=0)}"
    at = load.at("2026-01-05T09:00:00.000000Z")
    for start in range(0, load.size.organisations, BATCH):
        load.connection.execute(
            text(
                "INSERT INTO organisation (id, reference, name, sort_name, legal_form, charity_number, address,"
                " postcode, version, created_at)"
                f" VALUES (:id, :reference, :name, :sort_name, 'cio', :charity, :address, 'WR14 1AA', 1, {at})"
            ),
            [
                {
                    "id": FIRST_ORGANISATION + n,
                    "reference": make_reference("ORG", 2025, n + 1),
                    "name": f"Friends of Parish {n} O'Brien & Co",
                    "sort_name": f"friends of parish {n:07d} obrien and co",
                    "charity": f"{1_200_000 + n}",
                    "address": '{"line_1":"1 High Street","town":"Malvern"}',
                }
                for n in range(start, min(start + BATCH, load.size.organisations))
            ],
        )
    load.run(
        f"INSERT INTO person (id, name, kind, created_at) {with_numbers}"
        f" SELECT {FIRST_LEAD} + n.i, 'Lead ' || n.i, 'human', {at} FROM n"
    )
    load.run(
        f"INSERT INTO account (id, person_id, email, email_folded, is_staff, confirmed_at, created_at) {with_numbers}"
        f" SELECT {FIRST_LEAD} + n.i, {FIRST_LEAD} + n.i, 'lead' || n.i || '@group.example',"
        f" 'lead' || n.i || '@group.example', false, {at}, {at} FROM n"
    )
    load.run(
        f"INSERT INTO membership (id, organisation_id, person_id, role, joined_at, created_at) {with_numbers}"
        f" SELECT {FIRST_LEAD} + n.i, {FIRST_ORGANISATION} + n.i, {FIRST_LEAD} + n.i, 'lead', {at}, {at} FROM n"
    )


def _references(load: Load) -> None:
    """References end in a check letter, which SQL is no place to work out."""
    load.run("CREATE TEMPORARY TABLE bench_reference (i INTEGER PRIMARY KEY, reference TEXT NOT NULL)")
    for start in range(1, load.size.applications + 1, BATCH):
        numbers = range(start, min(start + BATCH, load.size.applications + 1))
        load.connection.execute(
            text("INSERT INTO bench_reference VALUES (:i, :reference)"),
            [{"i": n, "reference": make_reference("TF", 2025, n)} for n in numbers],
        )


def _responses(load: Load) -> None:
    load.run(
        f"INSERT INTO response (id, form_version_id, created_at) {load.applications()}"
        f" SELECT n.i, {load.council.form_id}, {load.at('2026-10-01T09:00:00.000000Z')} FROM n"
    )


def _applications(load: Load) -> None:
    drafted, requested = f"{load.place} < 10", "300000 + (n.i * 37) % 700 * 1000"
    score = f"CASE WHEN {load.place} >= 60 THEN 4000 + (n.i * 7919) % 6000 END"
    shown = f"CASE WHEN {drafted} THEN 'draft' WHEN {load.place} >= 85 THEN 'declined' ELSE 'received' END"
    first, last = load.dialect.day("'2027-01-04'"), load.dialect.day("'2027-12-31'")
    load.run(
        "INSERT INTO application (id, reference, fund_id, round_id, organisation_id, response_id, status, shown_status,"
        " one_live, version, title, summary, requested, starts_on, ends_on, area_code, created_by, created_at,"
        " submitted_by, submitted_at, status_at, status_by, owner_id, score, rank_score)"
        f" {load.applications()}"
        f" SELECT n.i, r.reference, {load.council.fund_id}, {load.round_id}, {load.organisation_id}, n.i, {load.state},"
        f" {shown}, false, 1,"
        f" CASE WHEN {drafted} THEN NULL ELSE 'Warm rooms in parish ' || n.i END,"
        f" CASE WHEN {drafted} THEN NULL ELSE substr(CAST(:prose AS TEXT), 1, 160) END,"
        f" CASE WHEN {drafted} THEN NULL ELSE {requested} END,"
        f" {first}, {last}, 'E07000235',"
        f" {load.lead_id}, {load.at('2026-10-01T09:00:00.000000Z')},"
        f" CASE WHEN {drafted} THEN NULL ELSE {load.lead_id} END,"
        f" CASE WHEN {drafted} THEN NULL ELSE {load.submitted_at} END,"
        f" {load.submitted_at}, {load.lead_id}, CASE WHEN {load.place} >= 20 THEN {load.council.officer_id} END,"
        f" {score}, COALESCE({score}, -1) FROM n JOIN bench_reference r ON r.i = n.i",
        prose=PROSE,
    )


def _answer_value(d: Dialect, prose: str) -> str:
    """Question 1 is a title, question 2 a sum, the rest 80 to 480 characters."""
    return (
        f"CASE q.i WHEN 1 THEN '\"Warm rooms in parish ' || n.i || '\"'"
        f" WHEN 2 THEN {d.texts('300000 + (n.i * 37) % 700 * 1000')}"
        f" ELSE '\"' || substr({prose}, CAST(1 + (n.i * 31 + q.i * 7) % 500 AS INTEGER),"
        f" CAST(80 + (n.i * 13 + q.i * 29) % 400 AS INTEGER)) || '\"' END"
    )


def _answers(load: Load) -> None:
    d = load.dialect
    load.run(
        "INSERT INTO answer (response_id, question, value, version, answered_by, answered_at)"
        f" {load.applications()}, {d.numbers('q', load.size.questions)}"
        f" SELECT n.i, 'q' || {d.padded('q.i', 2)}, {_answer_value(d, 'CAST(:prose AS TEXT)')}, 1, {load.lead_id},"
        f" {load.at('2026-10-02T09:00:00.000000Z')} FROM n CROSS JOIN q WHERE q.i <= 2 OR {load.has_history}",
        prose=PROSE,
    )


def _submissions(load: Load) -> None:
    pair = "'\"' || a.question || '\":' || a.value"
    content = f"(SELECT '{{' || {load.dialect.joined(pair)} || '}}' FROM answer a WHERE a.response_id = n.i)"
    load.run(
        "INSERT INTO submission (id, response_id, application_id, number, content, digest, submitted_by, submitted_at)"
        f" {load.applications()} SELECT n.i, n.i, n.i, 1, {content}, {load.dialect.padded('n.i', 12)}, {load.lead_id},"
        f" {load.submitted_at} FROM n WHERE {load.place} >= 10"
    )


def _checks(load: Load) -> None:
    at, until = load.at("2026-11-02T09:00:00.000000Z"), load.dialect.day("'2027-11-01'")
    for kind in ("constitution", "accounts"):
        load.run(
            "INSERT INTO due_diligence_check (application_id, organisation_id, submission_id, kind, outcome, evidence,"
            f" expires_on, checked_by, checked_at) {load.applications()} SELECT n.i, {load.organisation_id}, n.i,"
            f" '{kind}', 'pass', 'Seen and in order', {until}, {load.council.officer_id}, {at}"
            f" FROM n WHERE {load.place} >= 30 AND {load.has_history}"
        )


def _assignments(load: Load) -> None:
    at = load.at("2026-11-03T09:00:00.000000Z")
    for person in load.council.assessor_ids:
        load.run(
            f"INSERT INTO assignment (application_id, person_id, assigned_by, assigned_at) {load.applications()}"
            f" SELECT n.i, {person}, {load.council.officer_id}, {at}"
            f" FROM n WHERE {load.place} >= 30 AND {load.has_history}"
        )


def _assessments(load: Load) -> None:
    """All three are in, but the third of those still being scored is not yet begun."""
    at = load.at("2026-11-05T09:00:00.000000Z")
    for number, person in enumerate(load.council.assessor_ids):
        done = 60 if number == 2 else 30
        load.run(
            "INSERT INTO assessment (id, application_id, person_id, submission_id, status, version, total, comment,"
            f" started_at, submitted_at) {load.applications()}"
            f" SELECT n.i * 3 + {number}, n.i, {person}, n.i, 'submitted', 2, 4000 + (n.i * 37 + {number * 61}) % 1000,"
            f" 'A fair case.', {at}, {at} FROM n WHERE {load.place} >= {done} AND {load.has_history}"
        )


def _scores(load: Load) -> None:
    """Every criterion of the round, in whole points with a reason."""
    load.run(
        "INSERT INTO score (assessment_id, criterion_id, points, reason, frozen_at)"
        " SELECT a.id, c.id, 2 + (a.id * 7 + c.id * 3) % 3, substr(CAST(:prose AS TEXT),"
        " CAST(1 + (a.id * 31 + c.id * 7) % 500 AS INTEGER), 120), a.submitted_at"
        " FROM assessment a JOIN application p ON p.id = a.application_id JOIN criterion c ON c.round_id = p.round_id",
        prose=PROSE,
    )


def _recommendations(load: Load) -> None:
    c, at = load.council, load.at("2026-11-10T09:00:00.000000Z")
    no, sum_ = f"{load.place} >= 85", "300000 + (n.i * 37) % 700 * 1000"
    split = f"'[{{\"allocation_id\"\\:{c.allocation_id},\"pence\":' || {load.dialect.texts(sum_)} || '}}]'"
    load.run(
        "INSERT INTO recommendation (id, application_id, outcome, amount, split, reason, feedback, recommended_by,"
        f" recommended_at) {load.applications()} SELECT n.i, n.i, CASE WHEN {no} THEN 'decline' ELSE 'award' END,"
        f" CASE WHEN {no} THEN 0 ELSE {sum_} END, CASE WHEN {no} THEN '[]' ELSE {split} END,"
        f" 'A fair case.', '{{}}', {c.manager_id}, {at} FROM n WHERE {load.place} >= 70"
    )
    load.run(
        "INSERT INTO approval (recommendation_id, recommended_by, application_id, step, role, outcome, note,"
        f" approved_by, approved_at) {load.applications()} SELECT n.i, {c.manager_id}, n.i, 1, 'head_of_service',"
        f" 'approve', 'Agreed.', {c.approver_id}, {at} FROM n WHERE {load.place} >= 75"
    )
    load.run(
        "INSERT INTO decision (id, application_id, recommendation_id, outcome, amount, decided_by, decided_at,"
        f" released_at, released_by) {load.applications()} SELECT n.i, n.i, n.i,"
        f" CASE WHEN {no} THEN 'decline' ELSE 'award' END, CASE WHEN {no} THEN 0 ELSE {sum_} END,"
        f" {c.approver_id}, {at},"
        f" CASE WHEN {no} THEN {at} END, CASE WHEN {no} THEN {c.manager_id} END FROM n WHERE {load.place} >= 75"
    )


def _events(load: Load) -> None:
    d, officer = load.dialect, load.council.officer_id
    kinds = " ".join(f"WHEN {number} THEN '{kind}'" for number, kind in enumerate(EVENT_KINDS))
    several = f"CASE WHEN {load.has_history} THEN {load.size.events} ELSE 1 END"
    load.run(
        f"INSERT INTO chain_head (id, kind, subject_id, count, hash, seal) {load.applications()}"
        f" SELECT n.i, 'application', n.i, {several}, {d.padded('n.i', 12)}, {d.padded('n.i', 12)} FROM n"
        f" WHERE {load.place} >= 10"
    )
    load.run(
        "INSERT INTO event (chain_id, sequence, at, kind, person_id, role, request_id, body, previous_hash, hash, seal)"
        f" {load.applications()}, {d.numbers('q', load.size.events)}"
        f" SELECT n.i, q.i, {load.at('2026-11-12T09:00:00.000000Z')}, CASE (q.i - 1) % 8 {kinds} END, {officer},"
        f" 'officer', 'bench', '{{\"id\":' || n.i || ',\"thing\":\"application\"}}',"
        f" {d.padded('n.i', 12)}, {d.padded('n.i', 12)}, {d.padded('n.i', 12)}"
        f" FROM n CROSS JOIN q WHERE {load.place} >= 10 AND (q.i = 1 OR {load.has_history})"
    )


def _search_rows(load: Load) -> None:
    load.run(
        f"INSERT INTO search_row (kind, subject_id, fund_id, folded) {load.applications()}"
        f" SELECT 'application', n.i, {load.council.fund_id},"
        " lower(r.reference || ' friends of parish warm rooms in parish ' || n.i)"
        f" FROM n JOIN bench_reference r ON r.i = n.i WHERE {load.place} >= 10"
    )


def _money(load: Load) -> None:
    """The allocation holds what was recommended and committed, and as much again."""
    for bucket, state in (("reserved", "approving"), ("committed", "decided")):
        load.run(
            f"UPDATE allocation SET {bucket} = (SELECT COALESCE(SUM(r.amount), 0) FROM recommendation r"
            f" JOIN application a ON a.id = r.application_id WHERE a.status = '{state}'),"
            f" amount = amount + (SELECT COALESCE(SUM(r.amount), 0) FROM recommendation r"
            f" JOIN application a ON a.id = r.application_id WHERE a.status = '{state}') WHERE id = :id",
            id=load.council.allocation_id,
        )


def write_short_drafts(load: Load, first: int, count: int) -> None:
    """Drafts of a ten-question form with every answer given, ready to be sent in."""
    d, c = load.dialect, load.council
    at = load.at("2026-11-20T09:00:00.000000Z")
    numbers = f"WITH RECURSIVE {d.numbers('n', first + count - 1, start=first)}"
    form = f"(SELECT application_form_id FROM round WHERE id = {c.short_round_id})"
    load.run(f"INSERT INTO response (id, form_version_id, created_at) {numbers} SELECT n.i, {form}, {at} FROM n")
    for n in range(first, first + count):
        load.run(
            "INSERT INTO application (id, reference, fund_id, round_id, organisation_id, response_id, status,"
            " shown_status, one_live, version, created_by, created_at, status_at, rank_score) VALUES (:n, :reference,"
            f" {c.fund_id}, {c.short_round_id}, :organisation, :n, 'draft', 'draft', false, 1, :lead, {at}, {at}, -1)",
            n=n,
            reference=make_reference("TF", 2026, n),
            organisation=FIRST_ORGANISATION + n % load.size.organisations,
            lead=FIRST_LEAD + n % load.size.organisations,
        )
    load.run(
        "INSERT INTO answer (response_id, question, value, version, answered_by, answered_at)"
        f" {numbers}, {d.numbers('q', SHORT_FORM_QUESTIONS)}"
        f" SELECT n.i, 'q' || {d.padded('q.i', 2)}, {_answer_value(d, 'CAST(:prose AS TEXT)')}, 1,"
        f" {FIRST_LEAD} + n.i % {load.size.organisations}, {at} FROM n CROSS JOIN q",
        prose=PROSE,
    )
