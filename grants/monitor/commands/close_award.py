"""An award comes to its end: what was never paid goes back to the fund, and nothing changes after."""

from grants.domain.errors import RulesBroken
from grants.models import Award
from grants.monitor.closing import closing_of
from grants.monitor.steps import wind_up
from grants.work import Work


def close_award(work: Work, award_reference: str, version: int | None) -> Award:
    """Close an award whose checklist is done. Money committed and never paid is available again.

    Adds the last version with the sum that was paid and kept, and ends instalments that will never be paid.
    """
    award = work.load(Award, award_reference, version)
    with work.session.no_autoflush:
        closing = closing_of(work.session, award)
        event = work.move(award, "close_award", paid=closing.paid, kept=closing.kept, freed=closing.never_paid)
        if not closing.ready:
            raise RulesBroken([("form", f"Not done yet: {words}") for words, done in closing.checklist if not done])
        award.closed_at = work.now
    wind_up(work, closing, event, word="closed", ends_on=award.ends_on)
    return award
