"""Keep what somebody sent when their session had ended."""

from sqlalchemy import delete, select

from grants.account.rules import KEPT_LASTS
from grants.crypto import new_token, token_hash
from grants.domain.canonical import canonical_bytes
from grants.models import KeptPost
from grants.work import Work

MOST_KEPT = 20


def keep_post(work: Work, account_id: int, *, path: str, fields: list[list[str]], files: int) -> str:
    """Anyone whose browser holds an ended session's cookie: what they sent is sealed and kept a day.

    It is given back to that account alone; nothing is done with it. Returns the token that asks for it.
    """
    _make_room(work, account_id)
    token = new_token()
    content = canonical_bytes({"fields": fields, "files": files})
    sealed = work.house.keys.seal(content, binding=f"kept post {token_hash(token)}")
    work.add(
        KeptPost(
            token_hash=token_hash(token),
            account_id=account_id,
            path=path,
            sealed=sealed,
            expires_at=work.now + KEPT_LASTS,
        )
    )
    return token


def _make_room(work: Work, account_id: int) -> None:
    work.session.execute(delete(KeptPost).where(KeptPost.expires_at <= work.now))
    newest = select(KeptPost.id).where(KeptPost.account_id == account_id).order_by(KeptPost.id.desc())
    for old in work.session.scalars(newest).all()[MOST_KEPT - 1 :]:
        work.session.execute(delete(KeptPost).where(KeptPost.id == old))
