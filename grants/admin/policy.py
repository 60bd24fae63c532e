"""May this person see or change who does what."""

from grants.actor import Actor
from grants.domain.workflow import Allowed, Refused, Verdict
from grants.models import RoleGrant

OWN = "Nobody changes their own roles or account here. Ask another administrator."


def can_manage(actor: Actor) -> Verdict:
    """Administrators. There are none for one fund alone: people work for several."""
    return Allowed("admin") if actor.funds("admin") is None else Refused("Only an administrator can do this.")


def can_read(actor: Actor) -> Verdict:
    """Administrators and auditors of all funds."""
    held = actor.funds("admin", "auditor") is None
    return Allowed(actor.holds("admin", "auditor")) if held else Refused("Only administrators and auditors see people.")


def can_manage_person(actor: Actor, person_id: int) -> Verdict:
    """An administrator, and not on themselves."""
    return Refused(OWN) if person_id == actor.person_id else can_manage(actor)


def can_confirm(actor: Actor, grant: RoleGrant) -> Verdict:
    """A second administrator: neither the one who gave the role nor the one who gets it."""
    if actor.person_id == grant.granted_by:
        return Refused("Somebody else must confirm a role that you gave.")
    return can_manage_person(actor, grant.person_id)
