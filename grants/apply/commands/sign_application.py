"""The signatory's declaration over exactly these answers."""

from grants.apply.policy import can_sign
from grants.apply.steps import draft_now, open_draft
from grants.domain.errors import RulesBroken, Stale, WrongState
from grants.models import Application
from grants.work import Work

CHANGED = "The answers changed after you opened the page. Read them again before you go on."


def sign_application(work: Work, reference: str, *, digest: str, agreed: bool) -> Application:
    """A signatory, while the application is a draft with nothing missing. Keeps who signed, when, and the hash.

    Records `sign`. Refuses an unticked declaration, answers that changed since they were shown, and incomplete ones.
    A later change of any answer makes the hash differ, and the signature no longer counts.
    """
    application = open_draft(work, reference)
    work.freshen()
    role = work.may(can_sign(work.actor, application, work.now))
    if not agreed:
        raise RulesBroken([("agreed", "Tick the box to sign the declaration")])
    draft = draft_now(work, application)
    if draft.digest != digest:
        raise Stale(CHANGED)
    if draft.problems:
        raise WrongState("Some answers are missing or need a change. They must be complete before you sign.")
    application.signed_by, application.signed_at = work.actor.person_id, work.now
    application.signed_digest = draft.digest
    application.version += 1
    work.record("sign", application, role=role, digest=draft.digest)
    return application
