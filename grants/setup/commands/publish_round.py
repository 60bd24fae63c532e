"""Publish a round."""

from sqlalchemy import update

from grants.domain.errors import RulesBroken
from grants.models import FormVersion, LetterTemplate, Round
from grants.work import Work


def publish_round(work: Work, round_id: int, version: int | None = None) -> Round:
    """A manager of the fund, while the round is a draft: from now on what it pins is frozen and people can see it.

    Records `publish`. Refuses a round that closes in the past unless it is part of the record being brought in.
    """
    round_ = work.load(Round, round_id, version)
    if round_.closes_at and round_.closes_at <= work.now:
        raise RulesBroken([("form", "This round’s closing time has passed. Change its dates before you publish it.")])
    work.move(round_, "publish", forms=round_.application_form_id, letter=round_.award_letter_id)
    round_.published_at, round_.published_by = work.now, work.actor.person_id
    pinned = {round_.application_form_id, round_.eligibility_form_id, *round_.plan["return_forms"].values()}
    _freeze(work, FormVersion, pinned)
    _freeze(work, LetterTemplate, {round_.award_letter_id, round_.decline_letter_id})
    return round_


def _freeze(work: Work, model: type[FormVersion] | type[LetterTemplate], ids: set[int | None]) -> None:
    work.session.execute(
        update(model)
        .where(model.id.in_([each for each in ids if each]), model.published_at.is_(None))
        .values(published_at=work.now)
    )
