"""The worker is killed with -9 at named moments and at random: every mail, letter and payment file is made, once."""

import random
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from grants.models import Event, Letter, Message, StoredFile
from tests.factories.apply import submit
from tests.factories.award import awarded, whole_round
from tests.factories.world import World
from tests.processes.conftest import an_open_round
from tests.processes.outside import nothing
from tests.processes.paying import each_run_has_its_one_file, released_runs
from tests.processes.site import LONGEST, Site
from tests.tools import SOAK

KILLS, MAILS, LETTERS = (200, 400, 30) if SOAK else (1, 6, 3)
pytestmark = [pytest.mark.real_time, pytest.mark.slow]


@pytest.fixture
def work_to_do(site: Site, world: World) -> World:
    """Receipts to be sent, letters to be made and announced, and a file of payments."""
    round_ = an_open_round(world)
    for _ in range(MAILS):
        submit(world, world.an_application("draft", round=round_))
    whole = whole_round(world)
    for number in range(LETTERS):
        organisation = world.an_organisation(f"Group {number}")
        world.a_member(organisation, "lead")
        awarded(world, world.house, 300_000, round=whole, organisation=organisation)
    released_runs(world, 1, 2)
    site.seeded()
    return world


def letters(world: World) -> list[Letter]:
    return world.read(select(Letter).order_by(Letter.id))


def messages(world: World) -> list[Message]:
    return world.read(select(Message).order_by(Message.id))


def each_letter_is_made_once(site: Site, world: World) -> None:
    """One event each, and the bytes that are kept are those of the hash."""
    files = {each.id: each for each in world.read(select(StoredFile))}
    issued = [each.body["letter_id"] for each in world.read(select(Event).where(Event.kind == "letter_issued"))]
    assert sorted(issued) == [each.id for each in letters(world)]
    for letter in letters(world):
        kept = site.files.objects[files[letter.file_id].object_key]
        assert sha256(kept).hexdigest() == letter.sha256


def each_mail_has_arrived(site: Site, world: World) -> None:
    """Once; twice only where a worker died before it could write down what came of it, and then with the same id."""
    times = site.mail.times()
    assert set(times) == {each.message_id for each in messages(world)}, "one id a message, whatever happened"
    for message in messages(world):
        assert message.status == "sent"
        assert 1 <= times[message.message_id] <= message.attempts <= 2
        assert {to for id_, to in site.mail.taken if id_ == message.message_id} == {message.to_email}


def once(site: Site, outside: Any, part: str, what: Callable[[Any], None], answer: str | None = None) -> None:
    """When something of this name arrives, do this to the worker that sent it, before it hears what came of it."""

    def arrived(name: str) -> str | None:
        if part not in name:
            return None
        outside.arrived = nothing
        what(site.worker)
        return answer

    outside.arrived = arrived


def next_worker(site: Site) -> Any:
    """Another worker comes, once the lease of the one before has run out."""
    site.a_minute_passes()
    return site.start_worker()


def after(site: Site, outside: Any) -> None:
    """Wait for what was to happen at the next arrival."""
    give_up = time.monotonic() + LONGEST
    while outside.arrived is not nothing:
        assert time.monotonic() < give_up, site.log_end()
        time.sleep(0.01)


def all_is_done_once(site: Site, world: World) -> None:
    each_letter_is_made_once(site, world)
    each_run_has_its_one_file(site, world)
    each_mail_has_arrived(site, world)
    assert (site.broken(), site.failures()) == ([], [])


@pytest.mark.feature("67")
@pytest.mark.feature("77")
def test_killed_workers_are_followed_by_one_that_finishes_and_does_nothing_twice(site, work_to_do):
    first = messages(work_to_do)[0]
    moments = ((site.mail, first.message_id), (site.files, "letters/"), (site.files, "payments/"))
    for outside, part in moments:
        once(site, outside, part, site.kill)
        next_worker(site)
        after(site, outside)
    next_worker(site)
    for _ in range(KILLS):
        before = site.to_do()
        while 0 < site.to_do() == before:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.2))
        site.kill(site.worker)
        next_worker(site)
    site.wait_until_done()
    all_is_done_once(site, work_to_do)
    twice = [id_ for id_, count in site.mail.times().items() if count == 2]
    assert first.message_id in twice
    assert len(twice) <= 1 + KILLS
    for part, made in (("letters/", LETTERS), ("payments/", 1)):
        kept = list(site.files.under(part).values())
        assert made < len(kept) <= made + 1 + KILLS
        assert len(set(kept)) == made, "made again, it has the same bytes"


def test_a_worker_that_was_only_held_up_changes_nothing_that_another_finished_meanwhile(site, work_to_do):
    first, held = messages(work_to_do)[0], []
    moments = ((site.mail, first.message_id), (site.files, "letters/"), (site.files, "payments/"))
    for outside, part in moments:
        once(site, outside, part, site.hold, "451 4.3.0 too busy" if outside is site.mail else None)
        held.append(next_worker(site))
        after(site, outside)
    next_worker(site)
    site.wait_until_done()
    for worker in held:
        site.go_on_and_end(worker)
    site.wait_until_done()
    all_is_done_once(site, work_to_do)
    assert set(site.mail.times().values()) == {1}, "the server said no to one of the two"
