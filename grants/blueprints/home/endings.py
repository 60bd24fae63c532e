"""Awards whose last day by notice has come, for those who may end them."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from grants.actor import APPROVERS, Actor
from grants.blueprints.home.task import Task
from grants.models import Application, Award, Notice, Organisation
from grants.scope import in_funds, in_scope
from grants.web.request import db


def to_end(person: Actor, *, today: date, most: int) -> list[Task]:
    """Notices that somebody else gave, from their last day on."""
    rows = db().execute(
        select(Notice.last_on, Notice.given_at, Application.reference, Organisation.name)
        .join(Award, Award.id == Notice.award_id)
        .join(Application, Application.id == Award.application_id)
        .join(Organisation, Organisation.id == Award.organisation_id)
        .where(
            in_scope(person, Award),
            in_funds(Award.fund_id, person, *APPROVERS),
            Notice.ended_at.is_(None),
            Notice.withdrawn_at.is_(None),
            Notice.given_by != person.person_id,
            Notice.last_on <= today,
        )
        .order_by(Notice.last_on, Notice.id)
        .limit(most)
    )
    return [
        Task(
            what=_("End an award"),
            about=f"{row.reference}, {row.name}",
            due_on=row.last_on,
            since=row.given_at,
            href=url_for("monitor.end", reference=row.reference),
        )
        for row in rows
    ]
