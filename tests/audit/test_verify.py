"""Whatever is done to the record behind its back, verifying says so and names the place."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import select

from grants.audit.checkpoints import kept_copy, kept_name
from grants.audit.commands.make_checkpoint import make_checkpoint
from grants.audit.verify import Verified, verify_record
from grants.chain import event_digest, event_facts
from grants.models import ChainHead, Checkpoint, Event, Movement
from grants.web.kept import KeptObjects
from grants.web.outside import files
from grants.work import work_for
from tests.factories.record import (
    a_decided_case,
    allocation_of,
    an_offered_award,
    an_owner,
    chain_of,
    events_of,
    tamper,
)

pytestmark = pytest.mark.feature("100")


def verified(world, **options) -> Verified:
    with world.house.database.reading() as session:
        return verify_record(session, world.house.keys, **options)


def places(world, **options) -> list[str]:
    return [each.place for each in verified(world, **options).breaks]


@pytest.fixture
def application(world):
    return a_decided_case(world)


@pytest.fixture
def chain(world, application):
    return chain_of(world, application)


def checkpoint(world, person=None) -> Checkpoint:
    with work_for(world.house, world.actor(person or world.admin)) as work:
        return make_checkpoint(work)


def test_an_untouched_record_holds(world, application):
    an_offered_award(world)
    checkpoint(world)
    result = verified(world)
    assert result.holds, result.breaks
    assert (result.counted.events, result.counted.details, result.counted.checkpoints) == (8, 4, 1)


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'refuse'",
        "person_id = person_id + 1",
        "role = 'director'",
        "body = replace(body, '1000000', '9000000')",
        "request_id = 'other'",
        "detail_digest = NULL",
    ],
)
def test_an_edited_event_is_named(world, application, chain, change):
    tamper(world, f"UPDATE event SET {change} WHERE chain_id = :chain AND sequence = 2", chain=chain.id)
    assert places(world)[0] == f"application {application.id}, event 2"


def test_an_event_moved_in_time_is_named(world, application, chain):
    early = "2026-11-20T09:00:00.000000Z"
    tamper(world, f"UPDATE event SET at = '{early}' WHERE chain_id = :chain AND sequence = 3", chain=chain.id)
    assert places(world)[0] == f"application {application.id}, event 3"


@pytest.mark.parametrize("sequence", [1, 2, 3])
def test_a_dropped_event_is_named(world, application, chain, sequence):
    tamper(world, f"DELETE FROM event WHERE chain_id = :chain AND sequence = {sequence}", chain=chain.id)
    assert places(world)[0] == f"application {application.id}, event {sequence}"


def test_a_dropped_last_event_is_named_although_the_head_was_set_back(world, application, chain):
    two = events_of(world, chain)[1]
    tamper(
        world,
        "DELETE FROM event WHERE chain_id = :chain AND sequence = 3",
        "UPDATE chain_head SET count = 2, hash = :hash WHERE id = :chain",
        chain=chain.id,
        hash=two.hash,
    )
    assert f"application {application.id}, head" in places(world)


def test_two_events_in_another_order_are_named(world, application, chain):
    tamper(
        world,
        "UPDATE event SET sequence = 99 WHERE chain_id = :chain AND sequence = 2",
        "UPDATE event SET sequence = 2 WHERE chain_id = :chain AND sequence = 3",
        "UPDATE event SET sequence = 3 WHERE chain_id = :chain AND sequence = 99",
        chain=chain.id,
    )
    assert places(world)[0] == f"application {application.id}, event 2"


def forge(world, chain: ChainHead, event: Event, *, seal: str) -> None:
    """Write an event as somebody would who knows the code but has no key."""
    with an_owner(world) as connection:
        columns = [column.name for column in Event.__table__.columns if column.name != "id"]
        connection.execute(
            Event.__table__.insert().values({name: getattr(event, name) for name in columns} | {"seal": seal})
        )


def follow(chain: ChainHead, model: Event, *, sequence: int, previous: str) -> Event:
    """A made-up event whose hash is right."""
    made = Event(
        chain_id=chain.id,
        sequence=sequence,
        at=model.at,
        kind="approve",
        person_id=model.person_id,
        role="director",
        request_id="-",
        body={"thing": "application", "id": chain.subject_id, "amount": 5_000_000},
        detail_digest=None,
        previous_hash=previous,
    )
    made.hash = event_digest(
        chain=(chain.kind, chain.subject_id),
        sequence=sequence,
        event=event_facts(made),
        previous_hash=previous,
    )
    return made


def test_an_event_added_at_the_end_is_named(world, application, chain):
    last = events_of(world, chain)[-1]
    forge(world, chain, follow(chain, last, sequence=4, previous=last.hash), seal=last.seal)
    assert places(world)[0] == f"application {application.id}, event 4"


def test_an_event_added_at_the_end_is_named_although_the_head_counts_it(world, application, chain):
    last = events_of(world, chain)[-1]
    made = follow(chain, last, sequence=4, previous=last.hash)
    forge(world, chain, made, seal=last.seal)
    tamper(world, "UPDATE chain_head SET count = 4, hash = :hash WHERE id = :chain", chain=chain.id, hash=made.hash)
    assert places(world)[0] == f"application {application.id}, event 4"


def test_an_event_put_in_between_is_named(world, application, chain):
    one, two, three = events_of(world, chain)
    tamper(
        world,
        "UPDATE event SET sequence = 4 WHERE id = :three",
        "UPDATE event SET sequence = 3 WHERE id = :two",
        "UPDATE chain_head SET count = 4 WHERE id = :chain",
        chain=chain.id,
        two=two.id,
        three=three.id,
    )
    forge(world, chain, follow(chain, one, sequence=2, previous=one.hash), seal=two.seal)
    assert places(world)[0] == f"application {application.id}, event 2"


def test_one_event_replaced_by_another_with_a_right_hash_is_named(world, application, chain):
    one, two, _ = events_of(world, chain)
    tamper(world, "DELETE FROM event WHERE id = :two", two=two.id)
    forge(world, chain, follow(chain, two, sequence=2, previous=one.hash), seal=two.seal)
    assert places(world)[0] == f"application {application.id}, event 2"


@pytest.mark.parametrize("old_seals", [True, False])
def test_a_whole_tail_written_anew_is_named(world, application, chain, old_seals):
    one, two, three = events_of(world, chain)
    tamper(world, "DELETE FROM event WHERE chain_id = :chain AND sequence > 1", chain=chain.id)
    second = follow(chain, two, sequence=2, previous=one.hash)
    third = follow(chain, three, sequence=3, previous=second.hash)
    forge(world, chain, second, seal=two.seal if old_seals else "test:" + sha256(b"guess").hexdigest())
    forge(world, chain, third, seal=three.seal if old_seals else "test:" + sha256(b"guess").hexdigest())
    tamper(world, "UPDATE chain_head SET hash = :hash WHERE id = :chain", chain=chain.id, hash=third.hash)
    assert places(world)[0] == f"application {application.id}, event 2"


def test_a_chain_dropped_with_its_head_is_named(world, application, chain):
    tamper(
        world,
        "DELETE FROM event WHERE chain_id = :chain",
        "DELETE FROM chain_head WHERE id = :chain",
        chain=chain.id,
    )
    assert f"application {application.id}" in places(world)


def test_a_chain_dropped_with_its_head_and_its_rows_is_named_by_the_checkpoint(world, application, chain):
    checkpoint(world)
    tamper(
        world,
        "DELETE FROM event WHERE chain_id = :chain",
        "DELETE FROM chain_head WHERE id = :chain",
        "DELETE FROM application WHERE id = :application",
        chain=chain.id,
        application=application.id,
    )
    assert f"application {application.id}, event 3" in places(world)


def test_a_dropped_head_is_named(world, application, chain):
    tamper(world, "DELETE FROM chain_head WHERE id = :chain", chain=chain.id)
    assert f"chain row {chain.id}, event 1" in places(world)


def test_an_older_head_put_back_is_named(world, application):
    chain = chain_of(world, application)
    with work_for(world.house, world.actor(world.manager)) as work:
        work.record("note", work.load(type(application), application.id))
    tamper(
        world,
        "UPDATE chain_head SET count = :count, hash = :hash, seal = :seal WHERE id = :chain",
        chain=chain.id,
        count=chain.count,
        hash=chain.hash,
        seal=chain.seal,
    )
    assert places(world) == [f"application {application.id}, event 4"]


def test_an_older_head_put_back_without_what_followed_is_named_by_the_checkpoint(world, application):
    chain = chain_of(world, application)
    with work_for(world.house, world.actor(world.manager)) as work:
        work.record("note", work.load(type(application), application.id))
    checkpoint(world)
    tamper(
        world,
        "DELETE FROM event WHERE chain_id = :chain AND sequence = 4",
        "UPDATE chain_head SET count = :count, hash = :hash, seal = :seal WHERE id = :chain",
        chain=chain.id,
        count=chain.count,
        hash=chain.hash,
        seal=chain.seal,
    )
    assert places(world) == [f"application {application.id}, event 4"]


def test_a_changed_reason_is_named(world, application, chain):
    second = events_of(world, chain)[1]
    tamper(world, """UPDATE event_detail SET content = '{"reason":"Weak."}' WHERE event_id = :event""", event=second.id)
    assert places(world) == [f"application {application.id}, event 2"]


def test_a_reason_removed_by_retention_leaves_the_chain_whole(world, application, chain):
    tamper(world, "DELETE FROM event_detail")
    result = verified(world)
    assert result.holds
    assert result.counted.removed_details == 2


def test_a_state_changed_behind_the_record_is_named(world, application):
    tamper(world, "UPDATE application SET status = 'declined' WHERE id = :id", id=application.id)
    assert places(world) == [f"application {application.id}"]


def test_a_step_nobody_may_take_is_named_even_with_the_councils_key(world, application):
    with work_for(world.house, world.actor(world.manager)) as work:
        found = work.load(type(application), application.id)
        found.status = "declined"
        work.record("decline", found, **{"from": "checking", "to": "declined"})
    assert places(world) == [f"application {application.id}, event 4"]


def test_a_movement_altered_together_with_its_buckets_is_named(world, application):
    tamper(
        world,
        "UPDATE movement SET pence = pence - 1 WHERE to_bucket IN ('reserved', 'committed')",
        "UPDATE allocation SET committed = committed - 1, available = available + 1",
    )
    assert places(world) == [f"application {application.id}, event 2", f"application {application.id}, event 3"]


def test_a_bucket_altered_alone_is_named(world, application):
    tamper(world, "UPDATE allocation SET committed = committed - 1, available = available + 1")
    assert set(places(world)) == {f"allocation {allocation_of(world).id}"}


def test_a_movement_of_an_event_that_moved_nothing_is_named(world, application, chain):
    first = events_of(world, chain)[0]
    movement = world.read(select(Movement))[0]
    tamper(world, "UPDATE movement SET event_id = :event WHERE id = :id", event=first.id, id=movement.id)
    assert f"movement {movement.id}" in places(world)


def test_a_changed_submission_is_named(world, application):
    tamper(world, "UPDATE submission SET content = replace(content, 'Warm', 'Cold')")
    assert places(world)[0].startswith("submission ")


def test_a_letter_changed_in_the_store_is_named(world, app):
    with app.app_context():
        store = files()
        an_offered_award(world, store)
        kept = KeptObjects(store)
        assert verified(world, kept=kept).holds
        (key,) = [key for key in sorted(store.keys()) if key.startswith("letter-")]
        store.delete(key)
        store.put(key, b"%PDF-1.7 another letter")
        assert places(world, kept=kept) == [f"file 1 ({key})"]
        store.delete(key)
        assert places(world, kept=kept) == [f"file 1 ({key})"]


def test_a_letter_that_names_other_bytes_is_named(world, app):
    with app.app_context():
        an_offered_award(world, files())
    tamper(world, "UPDATE letter SET sha256 = 'feed'")
    assert "letter 1" in places(world)


def test_a_checkpoint_altered_or_taken_out_is_named(world, application):
    made = [checkpoint(world) for _ in range(3)]
    assert verified(world).holds
    tamper(world, "DELETE FROM checkpoint WHERE id = :id", id=made[1].id)
    assert places(world) == [f"checkpoint {made[2].id}"]


def test_a_checkpoint_signed_by_nobody_is_named(world, application):
    made = checkpoint(world)
    content = json.dumps(made.content | {"events": 1}, separators=(",", ":"), sort_keys=True)
    digest = sha256(content.encode()).hexdigest()
    tamper(world, "UPDATE checkpoint SET content = :content, digest = :digest", content=content, digest=digest)
    assert places(world) == [f"checkpoint {made.id}"]


def test_a_checkpoint_taken_out_of_the_database_is_known_by_its_copy(world, app, application):
    with app.app_context():
        store, made = files(), checkpoint(world)
        store.put(kept_name(made.id, made.content), kept_copy(made))
        assert verified(world, kept=KeptObjects(store)).holds
        tamper(world, "DELETE FROM checkpoint")
        assert places(world, kept=KeptObjects(store)) == [kept_name(made.id, made.content)]


def test_an_access_log_with_a_row_taken_out_is_named(world, visitor, application):
    tamper(
        world,
        "INSERT INTO access_log (at, person_id, action, kind, subject_id, reference, rows, request_id) "
        "VALUES ('2026-11-20T09:00:00.000000Z', :person, 'download', 'award', 1, 'AW', 1, '-')",
        person=world.auditor.id,
    )
    checkpoint(world)
    assert verified(world).holds
    tamper(world, "DELETE FROM access_log")
    assert places(world)[0].startswith("access log until")


def test_nothing_is_signed_over_a_head_with_a_wrong_seal(world, application, chain):
    tamper(world, "UPDATE chain_head SET count = count + 1 WHERE id = :chain", chain=chain.id)
    with pytest.raises(Exception, match=f"application {application.id}, head"):
        checkpoint(world)
    assert world.read(select(Checkpoint)) == []


def test_a_later_checkpoint_names_only_the_chains_that_grew(world, application):
    first = checkpoint(world)
    other = a_decided_case(world)
    second = checkpoint(world)
    assert len(first.content["heads"]) == 1
    assert [each[:2] for each in second.content["heads"]] == [["application", other.id]]
