"""An officer asks the grantee about one part of a return."""

from grants.domain.errors import RulesBroken
from grants.models import MonitoringReturn, ReturnQuery
from grants.monitor.steps import tell_grantee
from grants.monitor.writing import draft_of
from grants.work import Work


def query_return(work: Work, reference: str, version: int | None, *, part: str, question: str) -> ReturnQuery:
    """Send a submitted return back with a question about one part; the grantee answers and sends it again.

    Records that it was asked; the words go to the detail and in the mail. Refuses a part the return does not have.
    """
    owed = work.load(MonitoringReturn, reference, version)
    if part not in dict(draft_of(work.session, owed).parts):
        raise RulesBroken([("part", "Choose the part you are asking about")])
    work.move(owed, "query_return", reason=question, part=part)
    query = work.add(
        ReturnQuery(
            return_id=owed.id,
            section=part,
            question=question,
            asked_by=work.actor.person_id,
            asked_at=work.now,
        )
    )
    tell_grantee(work, "return_queried", owed, key=f"return-query:{query.id}", question=question)
    return query
