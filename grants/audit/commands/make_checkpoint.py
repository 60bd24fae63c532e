"""Signs where every chain stands now."""

from hashlib import sha256

from sqlalchemy import text

from grants.audit.checkpoints import content_of
from grants.domain.canonical import canonical_text
from grants.domain.errors import RulesBroken
from grants.models import Checkpoint
from grants.work import Work

ONE_AT_A_TIME = 7_240_001  # any number that nothing else locks


def make_checkpoint(work: Work) -> Checkpoint:
    """The system or an administrator, once a day: a new signed checkpoint. Refuses to sign a head with a bad seal."""
    if not work.house.database.is_sqlite:
        work.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    content, broken = content_of(work.session, work.house.keys, at=work.now)
    if broken:
        raise RulesBroken([("checkpoint", f"Nothing was signed. {broken[0]}.")])
    signed = canonical_text(content)
    return work.add(
        Checkpoint(
            made_at=work.now,
            content=content,
            digest=sha256(signed.encode()).hexdigest(),
            previous_digest=content["previous"],
            signature=work.house.keys.sign(signed.encode()),
        )
    )
