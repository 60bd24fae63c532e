"""Autosaves and submits as client processes send them."""

from typing import Any

from sqlalchemy import select

from grants.models import Answer, Application, Event, Message, Submission
from tests.factories.apply import draft_for
from tests.factories.world import World
from tests.processes.site import Site

Who = dict[str, str]


def typing(site: Site, draft: Application, who: Who, word: str, **facts: Any) -> dict[str, Any]:
    """The plan of somebody who keeps saving the title of a draft."""
    return site.plan(
        "type",
        path=f"/applications/{draft.reference}/autosave/project",
        page=f"/applications/{draft.reference}/sections/project",
        **{"who": who, "question": "title", "seen": "1", "word": word, "count": 10_000, **facts},
    )


def sending(world: World, draft: Application, who: Who, *, key: str = "") -> dict[str, Any]:
    """The step of a plan that submits a draft as it stands now."""
    seen = draft_for(world, world.lead, draft.reference)
    key = key or f"send {draft.reference}"
    fields = {"key": key, "version": str(seen.application.version), "digest": seen.digest, "agreed": "y"}
    return {"name": draft.reference, "path": f"/applications/{draft.reference}/submit", "who": who, "fields": fields}


def title_of(world: World, draft: Application) -> Answer:
    found: Answer = world.one(select(Answer).where(Answer.response_id == draft.response_id, Answer.question == "title"))
    return found


def is_whole(world: World, draft: Application) -> bool:
    """Whether the draft was sent, with all that belongs to it; fails where there is a part of it."""
    row = world.one(select(Application).where(Application.id == draft.id))
    parts = [
        len(world.read(select(Submission).where(Submission.application_id == draft.id))),
        len(world.read(select(Message).where(Message.application_id == draft.id))),
        len([each for each in world.read(select(Event).where(Event.kind == "submit")) if each.body["id"] == draft.id]),
        int(row.status != "draft"),
        int(row.submitted_at is not None),
    ]
    assert parts in ([0] * 5, [1] * 5), f"{draft.reference} is sent in part: {parts}"
    return parts[0] == 1
