"""End a session."""

from sqlalchemy import update

from grants.models import WebSession
from grants.work import Work


def sign_out(work: Work, session_id: int) -> None:
    """The person signed in on it. The session's row ends, so that a copy of its cookie opens nothing either."""
    work.session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .values(ended_at=work.now, ended_why="signed_out")
    )
