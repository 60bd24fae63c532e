"""The worklist as a file: the same cases in the same order, read and sent in parts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from flask_babel import gettext as _

from grants import clock
from grants.actor import Actor, reload_actor
from grants.check.worklist import Filters, Line, choices, how_many, lines_of
from grants.database import Database
from grants.domain.calendar import to_london
from grants.domain.errors import NotPermitted
from grants.domain.money import plain
from grants.integrations.csv_lines import BYTE_ORDER_MARK, write_lines
from grants.models.application import APPLICATION_STATES
from grants.web.case import words
from grants.web.downloads import log_access
from grants.web.request import actor, db, house
from grants.web.states import application_tag

TAKERS = ("officer", "manager", "auditor")
AT_ONCE = 2_000


def list_file(filters: Filters) -> Iterator[bytes]:
    """Writes down how many cases are taken, then gives the file part by part."""
    filters = replace(filters, after="", before="")
    rounds = {round_id: words(title) for round_id, _fund, title in choices(db(), actor())[1]}
    states = {state: str(application_tag(state)["text"]) for state in APPLICATION_STATES}
    count = how_many(db(), actor(), filters)
    log_access("export_applications", kind="worklist", subject_id=0, reference=_asked_for(filters), rows=count)
    return _parts(house().database, actor(), filters, _heading(), rounds, states)


def _asked_for(filters: Filters) -> str:
    """The filters as the log keeps them: not the words, which may be a person's name."""
    asked = filters.as_query()
    return urlencode(asked | {"q": "typed"} if filters.words else asked)


def _heading() -> list[str]:
    return [
        _("Reference"),
        _("Organisation"),
        _("Title"),
        _("Round"),
        _("Requested (£)"),
        _("State"),
        _("Score"),
        _("Owner"),
        _("Received"),
        _("Decision due"),
    ]


def _parts(
    database: Database,
    person: Actor,
    filters: Filters,
    heading: list[str],
    rounds: Mapping[int, str],
    states: Mapping[str, str],
) -> Iterator[bytes]:
    """Each part is read by itself, so that a slow reader holds nothing and one whose account is closed gets no more."""
    yield BYTE_ORDER_MARK + write_lines([heading])
    while True:
        with database.reading() as session:
            person = reload_actor(session, person, today=to_london(clock.now()).date())
            if not person.holds(*TAKERS):
                raise NotPermitted("whoever takes the list may not any more: what was sent is left unfinished")
            lines = lines_of(session, person, filters, AT_ONCE)
        if lines:
            yield write_lines(_cells(line, rounds, states) for line in lines)
        if len(lines) < AT_ONCE:
            return
        filters = replace(filters, after=lines[-1].place)


def _cells(line: Line, rounds: Mapping[int, str], states: Mapping[str, str]) -> list[str]:
    """One case; what this person may not see is empty."""
    return [
        line.reference,
        str(line.organisation),
        str(line.title or ""),
        rounds.get(line.round_id, ""),
        plain(line.requested),
        states[line.status],
        f"{line.score / 100:.2f}" if isinstance(line.score, int) else "",
        line.owner or "",
        line.submitted_on.isoformat(),
        line.due_on.isoformat() if line.due_on else "",
    ]
