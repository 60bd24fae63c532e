"""Makes the whole county: people, bodies, schemes, rounds, and what became of each application."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select

from config import Settings
from grants.award.letter_words import Office
from grants.crypto import repeatable
from grants.demo.afterwards import Afterwards
from grants.demo.applying import Applicant
from grants.demo.bodies import bodies
from grants.demo.casework import MANAGER
from grants.demo.county import HISTORY, NOW
from grants.demo.people import STARTED, Known, found, hire_staff
from grants.demo.rounds import RoundStory
from grants.demo.teller import SYSTEM, Teller
from grants.models import Organisation, Round
from grants.setup.commands.load_scheme import load_scheme
from grants.setup.commands.publish_round import publish_round
from grants.setup.scheme_file import read_scheme, scheme_files
from grants.work import House

WRITTEN_FOR = date(2026, 11, 21)


def make_county(app: Flask, house: House, settings: Settings, *, today: date) -> Teller:
    """Everything, through the commands alone. The same date tells the same story with the same bytes."""
    teller = Teller(app, house, today=today)
    with repeatable(f"county {today.isoformat()}"):
        known = Known.make()
        hire_staff(teller, known)
        people = _bodies(teller, known)
        _schemes(teller)
        office = office_of(settings)
        for plot in (*HISTORY, *NOW):
            story = RoundStory(teller, plot, people, office=office)
            story.tell()
            Afterwards(teller, story.cases, since=story.accept(), unspent_percent=plot.unspent_percent).tell()
        _announce(teller)
    return teller


def _announce(teller: Teller) -> None:
    """What opens later is published now, so that people can get ready."""
    with teller.on(teller.today, hour=8):
        with teller.reading() as session:
            coming = session.scalars(
                select(Round.id).where(Round.status == "draft", Round.opens_at > teller.moment).order_by(Round.id)
            ).all()
        for round_id in coming:
            teller.does(MANAGER, publish_round, round_id)


def is_made(house: House) -> bool:
    """Whether there already are organisations."""
    with house.database.reading() as session:
        return bool(session.scalar(select(func.count()).select_from(Organisation)))


def _bodies(teller: Teller, known: Known) -> list[Applicant]:
    with teller.at(STARTED + timedelta(days=1)):
        return [found(teller, body, number=number, known=known) for number, body in enumerate(bodies())]


def _schemes(teller: Teller) -> None:
    days = (teller.today - WRITTEN_FOR).days
    with teller.at(STARTED + timedelta(days=2)), teller.work(SYSTEM) as work:
        for path in scheme_files():
            load_scheme(work, read_scheme(path, moved_by_days=days))


def office_of(settings: Settings) -> Office:
    """Who writes the letters."""
    return Office(
        council=settings.council_name,
        address=settings.council_address,
        phone=settings.council_phone,
        email=settings.council_email,
        colour=settings.council_colour,
        website=settings.base_url,
    )
