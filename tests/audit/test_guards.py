"""The database itself refuses to change what counts, whoever asks and however."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grants.web.outside import files
from tests.factories.record import an_offered_award

pytestmark = pytest.mark.feature("100")
FROZEN = ("event", "movement", "checkpoint", "access_log", "submission", "event_subject")


@pytest.fixture
def history(world, app):
    with app.app_context():
        an_offered_award(world, files())
    with world.house.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO checkpoint (made_at, content, digest, previous_digest, signature) "
                "VALUES ('2026-11-20T09:00:00.000000Z', '{}', 'd', '', 's')"
            )
        )
        session.execute(
            text(
                "INSERT INTO access_log (at, person_id, action, kind, subject_id, reference, rows, request_id) "
                "VALUES ('2026-11-20T09:00:00.000000Z', 1, 'download', 'award', 1, 'AW', 1, '-')"
            )
        )
        session.execute(text("INSERT INTO event_subject (event_id, kind, subject_id) VALUES (1, 'person', 1)"))
        session.commit()


def refuse(world, statement: str) -> None:
    with world.house.database.writing() as session, pytest.raises(DBAPIError, match="is frozen"):
        session.execute(text(statement))


@pytest.mark.parametrize("table", FROZEN)
def test_a_frozen_row_can_be_neither_changed_nor_removed(world, history, table):
    refuse(world, f"UPDATE {table} SET id = id + 1000")
    refuse(world, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", ["event", "movement", "checkpoint", "letter", "criterion", "delegation_step"])
def test_a_frozen_row_can_not_be_replaced_or_the_table_emptied(world, history, table):
    if world.house.database.is_sqlite:
        refuse(world, f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
        refuse(world, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    else:
        refuse(world, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change", ["sha256 = 'feed'", "data = '{}'", "issued_at = NULL", "file_id = NULL", "reference = 'X'"]
)
def test_an_issued_letter_can_not_be_changed(world, history, change):
    refuse(world, f"UPDATE letter SET {change}")


def test_an_issued_letter_can_not_be_removed(world, history):
    refuse(world, "DELETE FROM letter")


@pytest.mark.parametrize("table", ["criterion", "delegation_step"])
def test_what_a_round_is_judged_by_freezes_when_it_is_published(world, table):
    draft = world.a_round("draft", status="draft", published_at=None)
    with world.house.database.writing() as session:
        session.execute(text(f"UPDATE {table} SET position = position + 100 WHERE round_id = {draft.id}"))
        session.commit()
    published = f"round_id = {world.round.id}"
    refuse(world, f"UPDATE {table} SET position = position + 100 WHERE {published}")
    refuse(world, f"DELETE FROM {table} WHERE {published}")
    refuse(world, f"UPDATE {table} SET round_id = {world.round.id} WHERE round_id = {draft.id}")


def test_a_published_round_gets_no_further_criterion(world):
    columns = "key, position, title, guidance, weight, bands"
    refuse(
        world,
        f"INSERT INTO criterion (round_id, {columns}) SELECT {world.round.id}, 'more', {columns.partition(', ')[2]} "
        f"FROM criterion WHERE key = 'need' AND round_id = {world.round.id}",
    )
