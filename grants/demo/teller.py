"""Tells the story of the made-up county: lets a person do something at a moment, through the commands alone."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from grants import clock
from grants.actor import Actor, load_actor, system_actor
from grants.domain.calendar import london_moment
from grants.jobs.worker import run_due_jobs
from grants.models import Account
from grants.work import House, Work, work_for

P = ParamSpec("P")
Result = TypeVar("Result")
SYSTEM = "the system"


class Teller:
    """Who does what, when. `chance` is the one source of variety, so the same date tells the same story."""

    def __init__(self, app: Flask, house: House, *, today: date) -> None:
        self.app, self.house, self.today = app, house, today
        self.chance = random.Random(f"county {today.isoformat()}")  # noqa: S311 - a story, not a secret
        self.moment = datetime(2016, 4, 1, 9, tzinfo=UTC)
        self._actors: dict[str, Actor] = {}

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Everything inside happens at this moment."""
        before, self.moment = self.moment, moment
        with clock.at(moment):
            yield
        self.moment = max(before, moment)

    @contextmanager
    def on(self, day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
        """Everything inside happens at this time in London."""
        with self.at(london_moment(day, time(hour, minute))):
            yield

    @contextmanager
    def work(self, who: str) -> Iterator[Work]:
        """A piece of work by the person with this e-mail address, in the demonstration's domain or any other."""
        with work_for(self.house, self.actor(who)) as work:
            yield work

    def does(
        self, who: str, command: Callable[Concatenate[Work, P], Result], *args: P.args, **kwargs: P.kwargs
    ) -> Result:
        """One command by one person."""
        with self.work(who) as work:
            return command(work, *args, **kwargs)

    def actor(self, who: str) -> Actor:
        """The person with that address as they are now; read again when somebody's part changed."""
        if who not in self._actors:
            with self.reading() as session:
                self._actors[who] = self._load(session, who)
        return self._actors[who]

    def forget(self, who: str) -> None:
        """Read this person again next time: they joined something."""
        self._actors.pop(who, None)

    def _load(self, session: Session, who: str) -> Actor:
        if who == SYSTEM:
            return system_actor(session)
        account = session.scalars(select(Account).where(Account.email_folded == who)).one()
        return load_actor(session, account, today=self.moment.date(), request_id="demonstration")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at the record."""
        with self.house.database.reading() as session:
            yield session

    def jobs(self) -> None:
        """Let the worker do what is due."""
        run_due_jobs(self.app)

    def days_after(self, day: date, least: int, most: int) -> date:
        """A day some days later."""
        return day + timedelta(days=self.chance.randint(least, most))
