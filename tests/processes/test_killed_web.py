"""The web is killed with -9 while people save, send and pay: what they were told stands, and nothing is half done."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text

from grants.models import Application
from tests.conftest import fresh_database, usable
from tests.factories.paying import payments_of
from tests.factories.world import World
from tests.processes.conftest import an_open_round
from tests.processes.paying import each_instalment_is_paid_once, prepared_runs, releasing
from tests.processes.people import Someone, people
from tests.processes.site import LONGEST, Site, a_site
from tests.processes.submitting import is_whole, sending, title_of, typing
from tests.tools import SOAK

KILLS, TYPISTS, DRAFTS, RUNS = (200, 4, 400, 40) if SOAK else (8, 3, 12, 8)
WHOLE = 4  # of so many kills, one is of all there is; the others are of the processes that answer
PAYMENTS = 3  # in a run
pytestmark = [pytest.mark.real_time, pytest.mark.slow]


class Load:
    """Typists who each save the title of a draft of their own, one who sends drafts, and one who releases payments.

    The last two do everything twice, with the same keys.
    """

    def __init__(self, site: Site, world: World) -> None:
        self.site, self.world = site, world
        round_ = an_open_round(world)
        self.typed = [world.an_application("draft", round=round_) for _ in range(TYPISTS)]
        self.sent = [world.an_application("draft", round=round_) for _ in range(DRAFTS)]
        self.runs = prepared_runs(world, RUNS, PAYMENTS)
        self.everybody: list[Someone] = []
        site.seeded()

    @contextmanager
    def on(self) -> Iterator[None]:
        """Everybody works as long as the block lasts, and then finishes."""
        lead, finance = self.site.browser(self.world.lead), self.site.browser(self.world.finance2)
        drafts = [sending(self.world, draft, lead) for draft in self.sent]
        runs = [releasing(run, finance) for run in self.runs]
        plans = [typing(self.site, draft, lead, "Warm", pause=0.01) for draft in self.typed]
        plans += [self.site.plan("post", steps=[*steps, *steps], pause=0.1) for steps in (drafts, runs)]
        with people(plans) as self.everybody:
            yield
            for typist in self.typists:
                typist.say("stop")
            for each in self.everybody:
                each.finish()

    @property
    def typists(self) -> list[Someone]:
        return self.everybody[:TYPISTS]

    def stored(self) -> list[str]:
        return [title_of(self.world, draft).value for draft in self.typed]


def number(words: str) -> int:
    """Typists save `Warm 1`, `Warm 2` and so on over `Warm rooms`."""
    last = words.rsplit(maxsplit=1)[-1]
    return int(last) if last.isdigit() else 0


def at_most_one_ahead(typist: Someone, stored: str, when: float) -> None:
    """What was acknowledged before the kill is there, or the one save that was on its way."""
    told = [number(line["name"]) for line in typist.all("answer") if line["at"] < when]
    begun = [number(line["name"]) for line in typist.all("sending") if line["at"] < when]
    assert max(told, default=0) <= number(stored) <= max(begun, default=0)


def each_save_is_there_once(world: World, typist: Someone, draft: Application) -> None:
    saved, row = typist.all("saved"), title_of(world, draft)
    assert {line["status"] for line in typist.all("answer")} == {200}, "nobody else types here, so nothing is stale"
    assert [line["version"] for line in saved] == list(range(2, len(saved) + 2)), "a save cut off is saved once"
    assert (row.value, row.version) == (saved[-1]["name"], saved[-1]["version"])


def told(person: Someone) -> list[tuple[int, str]]:
    return [(line["status"], line["location"]) for line in person.all("answer")]


@pytest.mark.feature("19")
@pytest.mark.feature("72")
def test_nothing_acknowledged_is_lost_when_the_web_is_killed_under_load(site, world):
    site.start_web()
    load = Load(site, world)
    deaths: list[tuple[float, list[str]]] = []
    site.wait_for_web()
    with load.on():
        for turn in range(KILLS):
            aimed_at = load.everybody[-1 - turn % 3]
            aimed_at.just_sending()
            time.sleep(random.uniform(0, aimed_at.usual_wait()))
            if turn % WHOLE:
                site.kill_all_that_answer()
                continue
            site.kill(site.web)
            deaths.append((time.monotonic(), load.stored()))
            site.start_web()
            site.wait_for_web()
    for when, stored in deaths:
        for typist, value in zip(load.typists, stored, strict=True):
            at_most_one_ahead(typist, value, when)
    for typist, draft in zip(load.typists, load.typed, strict=True):
        each_save_is_there_once(world, typist, draft)
    *_, sender, releaser = load.everybody
    assert told(sender) == [(303, f"/applications/{draft.reference}/receipt") for draft in load.sent] * 2
    assert told(releaser) == [(303, f"/payments/runs/{run.reference}") for run in load.runs] * 2
    assert all(is_whole(world, draft) for draft in load.sent)
    for run in load.runs:
        each_instalment_is_paid_once(world, run)
    assert any(each.all("cut") for each in load.everybody), "nobody noticed: nothing was tested"
    assert (site.broken(), site.failures()) == ([], [])


@pytest.fixture
def on_postgresql(templates: dict[str, tuple[str, str]]) -> Iterator[tuple[Site, World]]:
    """A site whose work can be held up in its middle: on SQLite a writer has the database to itself."""
    with fresh_database(usable("postgresql"), templates) as url, a_site(url) as found:
        yield found


def held_up(connection: Connection) -> int:
    """How many pieces of work wait to write their events, which comes last but for the money."""
    waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'event'::regclass AND NOT granted"
    return int(connection.scalar(text(waiting)) or 0)


def test_work_killed_before_its_end_leaves_nothing_and_is_done_when_sent_again(on_postgresql):
    site, world = on_postgresql
    site.start_web()
    draft, (run,) = world.an_application("draft", round=an_open_round(world)), prepared_runs(world, 1, PAYMENTS)
    site.seeded()
    steps = [sending(world, draft, site.browser(world.lead)), releasing(run, site.browser(world.finance2))]
    site.wait_for_web()
    with world.house.database.engine.connect() as holding, holding.begin() as hold:
        holding.execute(text("LOCK TABLE event IN SHARE MODE"))
        with people([site.plan("post", steps=[step]) for step in steps]) as everybody:
            give_up = time.monotonic() + LONGEST
            while held_up(holding) < len(steps):
                assert time.monotonic() < give_up, site.log_end()
                time.sleep(0.01)
            site.kill_all_that_answer()
            for each in everybody:
                assert each.next("cut")
            assert not is_whole(world, draft)
            assert {each.status for each in payments_of(world, run)} == {"prepared"}
            hold.rollback()
            for each in everybody:
                each.finish()
    assert is_whole(world, draft)
    each_instalment_is_paid_once(world, run)
    assert (site.broken(), site.failures()) == ([], [])
