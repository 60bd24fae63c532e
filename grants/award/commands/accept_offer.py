"""An authorised person accepts the offer; the second, a different person, makes it an agreement."""

from grants.award.policy import accepted_by, offer_letter
from grants.domain.errors import RulesBroken
from grants.models import Acceptance, Award
from grants.work import Work

DECLARATION = (
    "I have read the whole letter. I may sign for my organisation. We accept the grant and will keep to the letter."
)
NEEDED = 2


def accept_offer(work: Work, reference: str, version: int | None, *, name: str, declared: bool) -> Award:
    """A lead or signatory accepts by the last day of the offer, with their name and the declaration.

    The first acceptance is kept; the second moves the award to accepted. One person can't give both, whatever
    accounts they hold. Recorded: who accepted which letter.
    """
    award = work.load(Award, reference, version)
    letter = offer_letter(award)
    second = letter is not None and len(accepted_by(award)) + 1 >= NEEDED
    if second:
        award.accepted_at = work.now
    event = work.move(award, "accept_offer" if second else "accept_first")
    problems = [] if name.strip() else [("name", "Enter your full name")]
    problems += [] if declared else [("declared", "Confirm that you have read the letter and may sign")]
    if problems:
        raise RulesBroken(problems)
    if letter is None:
        raise LookupError("the policy lets nobody accept before the letter is issued")
    event.body["letter_id"] = letter.id
    work.add(
        Acceptance(
            award_id=award.id,
            letter_id=letter.id,
            position=2 if second else 1,
            accepted_by=work.actor.person_id,
            accepted_as=name.strip(),
            declaration=DECLARATION,
            accepted_at=work.now,
        )
    )
    return award
