"""An offer that nobody accepted in time ends, and its money can be given again."""

from collections import defaultdict

from sqlalchemy import select

from grants.award.people import emails_of
from grants.award.policy import AUTHORISED
from grants.domain.money import pounds
from grants.models import Award, Instalment, MonitoringReturn
from grants.work import Work


def lapse_offer(work: Work, award_id: int) -> bool:
    """The system ends an offer after its last day: committed money goes back to available, members are told.

    Nothing more comes of it, so its instalments end and its returns are no longer asked for.

    False when the award is no longer on offer: asking twice ends it once.
    """
    award = work.load(Award, award_id)
    if award.status != "offered":
        return False
    event = work.move(award, "lapse_offer", amount=award.amount)
    sums: dict[int, int] = defaultdict(int)
    for line in award.lines:
        sums[line.allocation_id] += line.pence
    for allocation_id, pence in sums.items():
        work.transfer(
            allocation_id,
            "committed",
            "available",
            pence,
            operation_key=f"award:{award.id}:lapsed",
            what_for="offer lapsed",
            event=event,
            award_id=award.id,
        )
    _nothing_more_is_owed(work, award)
    for email in emails_of(work, award.organisation_id, *AUTHORISED):
        work.mail(
            "offer_lapsed",
            to=email,
            data={"reference": award.reference, "amount": pounds(award.amount)},
            key=f"offer_lapsed:{award.id}:{email}",
            award_id=award.id,
        )
    return True


def _nothing_more_is_owed(work: Work, award: Award) -> None:
    for instalment in work.session.scalars(select(Instalment).where(Instalment.award_id == award.id)):
        instalment.ended_at = work.now
    returns = select(MonitoringReturn).where(MonitoringReturn.award_id == award.id).order_by(MonitoringReturn.number)
    for owed in work.session.scalars(returns.with_for_update()):
        work.move(owed, "cancel_return", reason="Nobody accepted the offer.", number=owed.number)
