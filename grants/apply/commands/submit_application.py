"""Send an application in: from here on what was sent never changes."""

from datetime import date
from typing import Any

from sqlalchemy import select

from grants.apply.policy import can_submit
from grants.apply.queries import Draft
from grants.apply.steps import draft_now, invitation_for, open_draft, write_search_row
from grants.domain.calendar import long_date, long_moment
from grants.domain.errors import RulesBroken, Stale, WrongState
from grants.models import Account, Application, Lot, Round, Submission, Window
from grants.questions.answers import bound, sealed
from grants.questions.text import text_from
from grants.work import Work

CHANGED = "A colleague changed an answer after you opened the page. Read the answers again before you send them."
UNSIGNED = "A signatory must sign the declaration before you can submit."
VOID = "The answers changed after they were signed, so a signatory must sign again before you can submit."


def submit_application(work: Work, reference: str, version: int, *, digest: str, agreed: bool) -> Application:
    """The lead, up to and including the closing second or the end of an extension, with every answer complete.

    Seals the answers as submission 1 with their hash, copies the bound answers to the application's columns, puts a
    rolling application into the next window, moves it to the round's first stage and mails a receipt to the lead and
    the signatory. Records `submit` with the hash. Refuses late, incomplete, changed and unsigned applications.
    """
    application = open_draft(work, reference, version)
    draft = draft_now(work, application)
    if draft.digest != digest:
        raise Stale(CHANGED)
    work.freshen()
    work.may(can_submit(work.actor, application, work.now))
    _refuse_unready(draft, agreed=agreed)
    invitation_for(work, application.round, application.organisation_id)
    content = sealed(draft.form, draft.answers)
    submission = work.add(
        Submission(
            response_id=application.response_id,
            application_id=application.id,
            number=1,
            content=content,
            digest=draft.digest,
            submitted_by=work.actor.person_id,
            submitted_at=work.now,
        )
    )
    _copy_bound(work, application, bound(draft.form, draft.answers), invited=draft.invited)
    application.submitted_by, application.submitted_at = work.actor.person_id, work.now
    application.window_id = _window(work, application.round)
    work.move(
        application, "submit", submission=submission.id, digest=submission.digest, requested=application.requested
    )
    write_search_row(work, application)
    _mail_receipts(work, application)
    return application


def _refuse_unready(draft: Draft, *, agreed: bool) -> None:
    round_ = draft.application.round
    if draft.problems:
        raise RulesBroken([(each.field, each.message) for each in draft.problems])
    if round_.signatory_required and not draft.signed:
        raise WrongState(VOID if draft.signature_void else UNSIGNED)
    if not round_.signatory_required and not agreed:
        raise RulesBroken([("agreed", "Tick the box to agree to the declaration")])


def _copy_bound(work: Work, application: Application, values: dict[str, Any], *, invited: int | None) -> None:
    """The typed columns for lists and rules, written here and nowhere else."""
    application.title, application.summary = values.get("title"), values.get("summary")
    application.requested = values.get("amount_requested", invited or 0)
    application.viable_minimum = values.get("minimum_viable")
    application.starts_on, application.ends_on = _day(values.get("starts_on")), _day(values.get("ends_on"))
    districts = {row.get("area") for row in values.get("districts", [])}
    application.area_code = values.get("district") or (districts.pop() if len(districts) == 1 else None)
    application.lot_id = _lot(work, application, values.get("lot"))


def _lot(work: Work, application: Application, chosen: str | None) -> int | None:
    """The lot the applicant chose; where the fund has only one, that one without asking."""
    found = work.session.execute(select(Lot.key, Lot.id).where(Lot.fund_id == application.fund_id))
    lots = {row.key: row.id for row in found}
    return next(iter(lots.values())) if len(lots) == 1 else lots.get(chosen or "")


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _window(work: Work, round_: Round) -> int | None:
    """The next assessment window of a rolling round."""
    if round_.route != "rolling":
        return None
    upcoming = select(Window.id).where(Window.round_id == round_.id, Window.closes_at >= work.now)
    found = work.session.scalar(upcoming.order_by(Window.closes_at).limit(1))
    if found is None:
        raise WrongState("This round has no more assessment windows, so it takes no applications now. Call us.")
    return found


def _mail_receipts(work: Work, application: Application) -> None:
    people = {application.submitted_by, application.signed_by} - {None}
    accounts = select(Account.email, Account.person_id).where(
        Account.person_id.in_(sorted(people)), Account.disabled_at.is_(None)
    )
    fund = text_from(application.fund.title)
    expected = application.window.decision_expected_on if application.window else None
    expected = expected or application.round.decision_expected_on
    data = {
        "reference": application.reference,
        "organisation": application.organisation.name,
        "title": application.title or "",
        "fund": fund.en if fund else "",
        "sent_at": long_moment(work.now),
        "expected": long_date(expected) if expected else "",
    }
    for email, person_id in work.session.execute(accounts).all():
        key = f"received:{application.id}:{person_id}"
        work.mail("application_received", to=email, data=data, key=key, application_id=application.id)
