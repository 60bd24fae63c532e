"""Throw away what was kept."""

from sqlalchemy import delete

from grants.crypto import token_hash
from grants.models import KeptPost
from grants.work import Work


def discard_kept_post(work: Work, token: str) -> None:
    """The person it was kept for, when they do not want it back."""
    work.session.execute(
        delete(KeptPost).where(KeptPost.token_hash == token_hash(token), KeptPost.account_id == work.actor.account_id)
    )
