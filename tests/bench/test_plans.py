"""Every statement of the main pages finds its rows by an index, on both engines, at a size where that is a choice."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from bench.data import Store
from bench.decisions import approve, submit_scores
from bench.door import house_of
from bench.long_lists import far_into_the_list
from bench.pieces import Bench, Maker
from bench.works import autosave, case_page, timeline, worklist_by_date, worklist_by_score
from grants.database import Database

# At this size there are too few organisations and people for an index to be worth while.
GROWING = (
    "application", "answer", "response", "submission", "event", "event_subject", "chain_head", "assessment", "score",
    "assignment", "due_diligence_check", "recommendation", "approval", "decision",
)  # fmt: skip
EXPLAINABLE = ("SELECT", "UPDATE", "DELETE", "WITH")
WORKS: tuple[Maker, ...] = (
    worklist_by_date,
    worklist_by_score,
    far_into_the_list,
    case_page,
    timeline,
    autosave,
    submit_scores,
    approve,
)

Sent = list[tuple[str, Any]]


def sent_by(bench: Bench, call: Callable[[], object]) -> Sent:
    """What a call sends, with the values."""
    engine, found = house_of(bench.app).database.engine, Sent()

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, executemany: bool) -> None:
        if statement.lstrip().upper().startswith(EXPLAINABLE):
            found.append((statement, values[0] if executemany else values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        call()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def tables_read_whole(connection: Connection, statement: str, values: Any) -> set[str]:
    """Growing tables that the statement would read from end to end."""
    if connection.dialect.name == "sqlite":
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
        scanned = {found[1] for step in steps if (found := re.match(r"SCAN (\w+)$", step))}
        return {name for alias in scanned if (name := re.sub(r"_\d+$", "", alias)) in GROWING}
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    nodes = nodes_of((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return {each["Relation Name"] for each in nodes if each["Node Type"] == "Seq Scan"} & set(GROWING)


def nodes_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from nodes_of(each)


@pytest.mark.parametrize("make", WORKS, ids=lambda make: make.__name__)
def test_no_statement_reads_a_growing_table_from_end_to_end(bench: Bench, make: Maker) -> None:
    piece = make(bench)
    assert piece.ours is not None, piece.why_not
    sent = sent_by(bench, piece.ours.ready())
    assert sent
    with house_of(bench.app).database.engine.connect() as connection:
        whole = {
            statement: found
            for statement, values in sent
            if (found := tables_read_whole(connection, statement, values))
        }
    assert not whole, "\n\n".join(f"{tables} read whole by:\n{statement}" for statement, tables in whole.items())


def test_a_statement_without_an_index_is_found_out(bench: Bench) -> None:
    sent = [("SELECT id FROM application WHERE title = 'Nothing is called this'", ())]
    with house_of(bench.app).database.engine.connect() as connection:
        assert tables_read_whole(connection, *sent[0]) == {"application"}


def test_the_rows_made_in_bulk_keep_every_foreign_key(store: Store) -> None:
    database = Database(store.url)
    with database.engine.connect() as connection:
        if store.engine == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        else:
            assert orphans(connection) == {}
    database.close()


def orphans(connection: Connection) -> dict[str, int]:
    """Rows by foreign key whose parent is not there: the load asked PostgreSQL not to look."""
    keys = connection.execute(
        text(
            "SELECT c.conname, c.conrelid\\:\\:regclass\\:\\:text, a.attname,"
            " c.confrelid\\:\\:regclass\\:\\:text, f.attname"
            " FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]"
            " WHERE c.contype = 'f' AND array_length(c.conkey, 1) = 1"
        )
    ).all()
    assert len(keys) > 50
    counted = {
        name: connection.execute(
            text(
                f"SELECT count(*) FROM {child} c WHERE c.{column} IS NOT NULL"
                f" AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{key} = c.{column})"
            )
        ).scalar_one()
        for name, child, column, parent, key in keys
    }
    return {name: number for name, number in counted.items() if number}
