"""What is kept for a while only goes by itself."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from grants import clock
from grants.account.commands.keep_post import keep_post
from grants.account.rules import DEVICE_KNOWN_FOR
from grants.jobs.forgetting import forget_traces
from grants.models import Idempotency, Job, KeptPost, SignInAttempt
from grants.work import work_for

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def an_attempt(work, at: datetime) -> None:
    work.add(
        SignInAttempt(at=at, kind="password", account_digest="a", address_digest="b", device_digest="c", succeeded=True)
    )


def a_key(work, key: str, at: datetime) -> None:
    work.add(Idempotency(key=key, person_id=work.actor.person_id, body_digest="d", at=at))


def test_old_tries_old_keys_and_words_nobody_fetched_go_and_newer_ones_stay(app, world):
    with clock.at(NOW - timedelta(days=2)), work_for(world.house, world.actor(world.lead)) as work:
        keep_post(work, account_id=world.actor(world.lead).account_id, path="/x", fields=[["words", "lost"]], files=0)
    with work_for(world.house, world.actor(world.lead)) as work:
        an_attempt(work, NOW - DEVICE_KNOWN_FOR)
        an_attempt(work, NOW - DEVICE_KNOWN_FOR + timedelta(seconds=1))
        a_key(work, "old", NOW - timedelta(days=31))
        a_key(work, "new", NOW - timedelta(days=29))
    with clock.at(NOW), app.app_context():
        forget_traces()
    assert [row.at for row in world.read(select(SignInAttempt))] == [NOW - DEVICE_KNOWN_FOR + timedelta(seconds=1)]
    assert world.read(select(KeptPost)) == []
    assert [row.key for row in world.read(select(Idempotency).where(Idempotency.key.in_(("old", "new"))))] == ["new"]
    assert [job.key for job in world.read(select(Job)) if job.kind == "forget_traces"] == ["forget_traces:2026-11-23"]
