"""What was kept only to protect sign-in, or for a person to get back, goes when it has done its work."""

from datetime import timedelta

from sqlalchemy import delete

from grants.account.rules import DEVICE_KNOWN_FOR
from grants.models import Idempotency, KeptPost, SignInAttempt
from grants.work import Work

# A form can be sent for as long as a session lasts, which is hours; a month is ample.
REPEATS_KNOWN_FOR = timedelta(days=30)


def forget_old_traces(work: Work) -> int:
    """The system, once a day. Deletes tries at signing in that no longer tell a known device, what people typed when
    their session had died and did not fetch, and the keys of forms sent long ago. Records nothing; how many went.
    """
    old = (
        delete(SignInAttempt).where(SignInAttempt.at <= work.now - DEVICE_KNOWN_FOR),
        delete(KeptPost).where(KeptPost.expires_at <= work.now),
        delete(Idempotency).where(Idempotency.at <= work.now - REPEATS_KNOWN_FOR),
    )
    plain = {"synchronize_session": False}
    return sum(work.session.execute(each, execution_options=plain).rowcount for each in old)  # type: ignore[attr-defined]
