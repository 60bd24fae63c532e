"""Drafts in the state a test of applying needs, and the short cuts it uses again and again."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from grants import clock
from grants.apply.commands.sign_application import sign_application
from grants.apply.commands.submit_application import submit_application
from grants.apply.queries import Draft, application_in_scope, draft_of
from grants.models import Application, Organisation, Person
from grants.work import work_for


def draft_for(world, person: Person, reference: str) -> Draft:
    """The draft as this person sees it now."""
    with world.house.database.reading() as session:
        draft = draft_of(session, application_in_scope(session, world.actor(person), reference))
        session.expunge_all()
        return draft


def sign(world, application: Application, *, by: Person | None = None) -> None:
    """The signatory signs what is there now."""
    person = by or world.signatory
    digest = draft_for(world, person, application.reference).digest
    with work_for(world.house, world.actor(person)) as work:
        sign_application(work, application.reference, digest=digest, agreed=True)


def submit(world, application: Application, *, by: Person | None = None, at: datetime | None = None) -> None:
    """The lead sends what is there now, at a moment."""
    person = by or world.lead
    draft = draft_for(world, person, application.reference)
    version = draft.application.version
    with (
        clock.at(at or clock.now()),
        work_for(world.house, world.actor(person)) as work,
    ):
        submit_application(work, application.reference, version, digest=draft.digest, agreed=True)


def stored(world, application: Application) -> Application:
    return world.one(select(Application).where(Application.id == application.id))


def a_signed_draft(world, **facts: Any) -> Application:
    application = world.an_application("draft", **facts)
    sign(world, application)
    return application


def another_organisation(world, name: str = "Redditch Carers") -> tuple[Organisation, Person]:
    organisation = world.an_organisation(name)
    return organisation, world.a_member(organisation, "lead", f"{name} Lead")
