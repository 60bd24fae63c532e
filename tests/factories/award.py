"""Rounds with a whole letter, and awards released and accepted by the commands themselves."""

from typing import Any

from sqlalchemy import select

from config import ROOT
from grants.award.commands.accept_offer import accept_offer
from grants.award.commands.release_decision import release_decision
from grants.award.letter_words import Office
from grants.models import Application, Award, Letter, Person, Round
from grants.setup.plain import spelled_out
from grants.setup.scheme_file import read_scheme
from grants.work import House, work_for
from tests.factories.decide import decided
from tests.factories.world import World

OFFICE = Office(
    council="Severnshire County Council",
    address="County Hall, Spetchley Lane, Worcester, WR5 2NP",
    phone="01632 960 100",
    email="grants@severnshire.example",
    colour="#1d5c4b",
    website="http://localhost",
)


def whole_round(world: World, key: str = "whole", **facts: Any) -> Round:
    """A round with the standard letters, which miss nothing."""
    scheme = read_scheme(ROOT / "grants" / "schemes" / "s02_voluntary_sector_support.toml")
    planned = scheme.rounds[0]
    award = world.a_letter_template("award", spelled_out(planned.letter), number=2)
    decline = world.a_letter_template("decline", spelled_out(planned.decline), number=2)
    return world.a_round(key, award_letter_id=award.id, decline_letter_id=decline.id, **facts)


def release(world: World, house: House, application: Application, by: Person | None = None) -> Letter:
    with work_for(house, world.actor(by or world.manager)) as work:
        return release_decision(work, application.reference, None, office=OFFICE)


def awarded(world: World, house: House, amount: int = 1_000_000, **facts: Any) -> Award:
    """An award on offer, its letter not yet made."""
    round_ = facts.pop("round", None) or whole_round(world)
    application = decided(world, house, amount, round=round_, **facts)
    release(world, house, application)
    return the_award(world, application)


def the_award(world: World, application: Application) -> Award:
    row: Award = world.one(select(Award).where(Award.application_id == application.id))
    return row


def accept(world: World, house: House, award: Award, by: Person) -> None:
    with work_for(house, world.actor(by)) as work:
        accept_offer(work, award.reference, None, name=by.name, declared=True)
