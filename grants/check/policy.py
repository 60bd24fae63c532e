"""May this person check this application, stop it, or take it on, now."""

from collections.abc import Sequence
from datetime import datetime

from grants.actor import Actor
from grants.check import states
from grants.domain.workflow import Allowed, Refused, Transition, Verdict
from grants.models import Application
from grants.models.base import Base

OPEN_TO_CHECKS = ("checking", "assessing", "moderating", "panel", "recommending", "approving", "decided", "awarded")


def can_check(actor: Actor, application: Application, now: datetime) -> Verdict:
    """Officers and managers of the fund check; never somebody who filled the application in."""
    role = actor.holds("officer", "manager", fund_id=application.fund_id)
    if not role:
        return Refused("Only officers and managers of this fund do checks.")
    if actor.person_id in (application.created_by, application.submitted_by):
        return Refused("You filled this application in, so somebody else checks it.")
    return Allowed(role)


can_pass_checks = can_check
can_propose_to_stop = can_check


def can_agree_to_stop(actor: Actor, application: Application, now: datetime) -> Verdict:
    """A manager of the fund agrees; that it is not the one who proposed it is held by the command and the database."""
    verdict = can_check(actor, application, now)
    if verdict and not actor.holds("manager", fund_id=application.fund_id):
        return Refused("A manager agrees to stop an application.")
    return Allowed("manager") if verdict else verdict


def can_own(actor: Actor, application: Application, now: datetime) -> Verdict:
    """Officers and managers of the fund take cases on."""
    role = actor.holds("officer", "manager", fund_id=application.fund_id)
    return Allowed(role) if role else Refused("Only officers and managers of this fund own cases.")


TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = ((Application, states.APPLICATION),)
