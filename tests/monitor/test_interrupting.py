"""An award is suspended and goes on, or ends early by notice of one person and the decision of another."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grants.audit.invariants import broken_invariants
from grants.domain.errors import NotPermitted, RulesBroken, WrongState
from grants.jobs.mail import write
from grants.models import (
    Award,
    AwardVersion,
    Event,
    EventDetail,
    Instalment,
    Message,
    MonitoringReturn,
    Notice,
    Suspension,
)
from grants.monitor.commands.agree_recovery import agree_recovery
from grants.monitor.commands.end_award import end_award
from grants.monitor.commands.give_notice import give_notice
from grants.monitor.commands.resume_award import resume_award
from grants.monitor.commands.suspend_award import suspend_award
from grants.monitor.commands.withdraw_notice import withdraw_notice
from grants.pay.commands.cancel_run import cancel_run
from grants.pay.commands.import_status import import_status
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.pay.rules import StatusFact
from grants.work import work_for
from tests.client import words
from tests.factories.monitoring import a_return, filled, sent
from tests.factories.paying import PAY_ON, a_bank_account, an_award, buckets, instalments_of, payments_of

TODAY = date(2026, 11, 21)
WHY = "Your charity number was removed. Send us the new one."
pytestmark = pytest.mark.feature("88")


def by(world, person):
    return work_for(world.house, world.actor(person))


def now(world, award) -> Award:
    return world.one(select(Award).where(Award.id == award.id))


def suspended(world, award, *, person=None) -> None:
    with by(world, person or world.manager) as work:
        suspend_award(work, award.reference, None, reason=WHY)


def resumed(world, award) -> None:
    with by(world, world.manager) as work:
        resume_award(work, award.reference, None, reason="The new number is on the register.")


def noticed(world, award, *, last_on=TODAY, short="The charity is being wound up.", person=None) -> None:
    with by(world, person or world.manager) as work:
        give_notice(work, award.reference, None, reason=WHY, last_on=last_on, short_why=short)


def ended(world, award, *, person=None) -> None:
    with by(world, person or world.approver) as work:
        end_award(work, award.reference, None)


def prepared(world, award, *, how_many=1):
    with by(world, world.finance1) as work:
        return prepare_run(work, instalments_of(world, award)[:how_many], pay_on=PAY_ON)


def settled(world, run, *, paid=True, file="a") -> None:
    facts = [StatusFact(p.reference, paid, TODAY, f"F{p.id}", "Closed", p.pence) for p in payments_of(world, run)]
    with by(world, world.finance1) as work:
        import_status(work, sha256=file * 64, facts=facts)


def paid(world, award):
    run = prepared(world, award)
    with by(world, world.finance2) as work:
        release_run(work, run.reference, run.version)
    settled(world, run)
    return run


def messages(world, template: str) -> list[str]:
    return sorted(m.to_email for m in world.read(select(Message).where(Message.template == template)))


def holds(world) -> None:
    with world.house.database.reading() as session:
        assert broken_invariants(session) == []


@pytest.fixture
def award(world):
    """£10,000 in two halves, the second after return 1."""
    a_bank_account(world)
    application = world.an_application("awarded", shown_status="awarded")
    return an_award(
        world,
        application=application,
        reference=application.reference,
        lines=(600_000, 400_000),
        instalments=((TODAY, 500_000, ["signed", "bank"]), (date(2027, 5, 1), 500_000, ["signed", "bank", "return:1"])),
    )


def test_no_instalment_of_a_suspended_award_is_put_into_a_run(world, award):
    suspended(world, award)
    assert now(world, award).status == "suspended"
    with pytest.raises(RulesBroken, match="instalment 1, waits for the award to go on again"):
        prepared(world, award)
    assert len(messages(world, "award_suspended")) == 2
    resumed(world, award)
    assert now(world, award).status == "accepted", "the state it came from"
    assert prepared(world, award).total == 500_000


def test_a_run_prepared_before_is_refused_and_says_which_payment(world, award):
    run = prepared(world, award)
    suspended(world, award)
    refusal = f"{award.reference}, instalment 1, waits for the award to go on again"
    with pytest.raises(RulesBroken, match=refusal), by(world, world.finance2) as work:
        release_run(work, run.reference, run.version)
    assert buckets(world)["committed"] == 1_000_000
    with by(world, world.finance1) as work:
        cancel_run(work, run.reference, run.version, reason="One award is suspended")


def test_an_award_that_was_paid_goes_on_as_active(world, award):
    paid(world, award)
    suspended(world, award)
    resumed(world, award)
    assert now(world, award).status == "active"
    (row,) = world.read(select(Suspension))
    assert (row.from_status, row.suspended_by, row.resumed_by) == ("active", world.manager.id, world.manager.id)
    suspended(world, award)
    assert len(world.read(select(Suspension))) == 2


def test_returns_of_a_suspended_award_are_still_sent(world, award):
    owed = a_return(world, award)
    suspended(world, award)
    filled(world, owed, 297_534, 198_000)
    sent(world, award, owed)
    assert world.one(select(MonitoringReturn)).status == "submitted"


def test_only_a_manager_suspends_and_never_without_a_reason(world, award):
    for person in (world.officer, world.approver, world.finance1):
        with pytest.raises(NotPermitted):
            suspended(world, award, person=person)
    with pytest.raises(RulesBroken, match="Enter a reason"), by(world, world.manager) as work:
        suspend_award(work, award.reference, None, reason="  ")
    suspended(world, award)
    with pytest.raises(WrongState):
        suspended(world, award)
    with pytest.raises(RulesBroken, match="Enter a reason"), by(world, world.manager) as work:
        resume_award(work, award.reference, None, reason="")
    assert {e.kind for e in world.read(select(Event))} >= {"suspend_award", "suspend_award_refused"}
    assert {"reason": WHY} in [d.content for d in world.read(select(EventDetail))]


def test_notice_of_less_than_three_months_needs_a_reason_of_its_own(world, award):
    with pytest.raises(RulesBroken, match="Enter why the notice is shorter"):
        noticed(world, award, last_on=date(2027, 2, 20), short="")
    noticed(world, award, last_on=date(2027, 2, 21), short="")
    assert len(messages(world, "notice_given")) == 2
    assert now(world, award).status == "accepted"
    with pytest.raises(WrongState, match="Notice was given before"):
        noticed(world, award)


@pytest.mark.parametrize(
    ("last_on", "said"),
    [(date(2026, 11, 20), "today or later"), (date(2027, 10, 31), "must be before 31 October 2027")],
)
def test_a_last_day_is_still_to_come_and_before_the_planned_end(world, award, last_on, said):
    with pytest.raises(RulesBroken, match=said):
        noticed(world, award, last_on=last_on)
    assert world.read(select(Notice)) == []


def test_an_award_ends_only_on_its_day_and_by_another_person(world, award):
    with pytest.raises(WrongState, match="Nobody has given notice yet"):
        ended(world, award)
    noticed(world, award, last_on=date(2027, 2, 21))
    with pytest.raises(WrongState, match="the last day is 21 February 2027"):
        ended(world, award)
    with by(world, world.approver) as work:
        withdraw_notice(work, award.reference, None, reason="They answered, and it is right.")
    assert len(messages(world, "notice_withdrawn")) == 2
    world.a_role(world.manager, "head_of_service")
    noticed(world, award)
    with pytest.raises(NotPermitted, match="You gave this notice"):
        ended(world, award, person=world.manager)
    with pytest.raises(NotPermitted):
        ended(world, award, person=world.officer)
    ended(world, award)
    assert now(world, award).status == "ended"


def test_the_database_too_keeps_one_person_from_giving_notice_and_ending(world, award):
    noticed(world, award)
    with world.house.database.writing() as session, pytest.raises(IntegrityError, match="ender_differs"):
        row = session.scalars(select(Notice)).one()
        row.ended_by, row.ended_at = row.given_by, row.given_at
        session.flush()


def test_what_was_never_paid_is_available_again_and_needless_returns_are_cancelled(world, award):
    paid(world, award)
    a_return(world, award)
    a_return(world, award, number=2, is_final=True, covers_from=date(2027, 5, 1), covers_until=date(2027, 10, 31))
    suspended(world, award)
    noticed(world, award)
    ended(world, award)
    assert buckets(world) == {"available": 9_500_000, "paid": 500_000}
    last = world.read(select(AwardVersion).where(AwardVersion.award_id == award.id).order_by(AwardVersion.number))[-1]
    assert (last.number, last.amount, last.reason, last.ends_on) == (2, 500_000, "ended", TODAY)
    ends = [i.ended_at is not None for i in world.read(select(Instalment).order_by(Instalment.number))]
    assert ends == [False, True]
    owed = world.read(select(MonitoringReturn).order_by(MonitoringReturn.number))
    assert [each.status for each in owed] == ["due", "cancelled"], "the first says what was spent till the end"
    assert "cancel_return" in [e.kind for e in world.read(select(Event))]
    assert len(messages(world, "award_ended")) == 2
    holds(world)


def test_unspent_money_of_an_ended_award_is_agreed_once_its_last_return_is_accepted(world, visitor, award):
    paid(world, award)
    owed = a_return(world, award)
    noticed(world, award)
    ended(world, award)
    with pytest.raises(WrongState, match="Every return must be accepted"), by(world, world.manager) as work:
        agree_recovery(work, award.reference, reason="By their return")
    filled(world, owed, 100_000, 50_000)
    sent(world, award, owed)
    visitor.as_(world.officer).submit(f"/returns/{owed.reference}")
    visitor.as_(world.manager).submit(f"/casework/{award.reference}/close", reason="By their return")
    assert "£3,500" in words(visitor.as_(world.finance1).get(f"/casework/{award.reference}/close"))
    holds(world)


def test_a_return_that_will_never_come_is_cancelled_and_then_all_that_was_paid_is_unspent(world, visitor, award):
    paid(world, award)
    owed = a_return(world, award)
    approver = visitor.as_(world.approver)
    approver.post(f"/returns/{owed.reference}/cancel", {"version": "1", "reason": "They have gone"}, expect=409)
    noticed(world, award)
    ended(world, award)
    visitor.as_(world.manager).post(f"/returns/{owed.reference}/cancel", {"reason": "They have gone"}, expect=403)
    approver.submit(f"/returns/{owed.reference}", expect=422, reason=" ")
    approver.submit(f"/returns/{owed.reference}", reason="They have gone")
    assert world.one(select(MonitoringReturn)).status == "cancelled"
    assert len(messages(world, "return_cancelled")) == 2
    assert "You need not send this return" in words(visitor.as_(world.lead).get(f"/awards/{award.reference}/returns/1"))
    with by(world, world.manager) as work:
        assert agree_recovery(work, award.reference, reason="Nothing was accounted for").pence == 500_000
    holds(world)


def test_an_approver_is_told_on_the_last_day_and_not_before(world, visitor, award):
    noticed(world, award, last_on=date(2027, 2, 21))
    assert "End an award" not in words(visitor.as_(world.approver).get("/home"))
    with by(world, world.manager) as work:
        withdraw_notice(work, award.reference, None, reason="It is sooner")
    noticed(world, award)
    told = words(visitor.as_(world.approver).get("/home"))
    assert "End an award" in told and award.reference in told
    assert "End an award" not in words(visitor.as_(world.manager).get("/home"))
    ended(world, award)
    assert "End an award" not in words(visitor.as_(world.approver).get("/home"))
    assert "Award ended early" in words(visitor.as_(world.officer).get(f"/casework/{award.reference}"))


def test_an_award_with_a_payment_in_a_run_does_not_end(world, award):
    run = prepared(world, award)
    noticed(world, award)
    with pytest.raises(WrongState, match=f"is in run {run.reference}"):
        ended(world, award)
    with by(world, world.finance2) as work:
        release_run(work, run.reference, run.version)
    with pytest.raises(WrongState, match="cancels or settles that first"):
        ended(world, award)
    settled(world, run)
    ended(world, award)
    holds(world)


def test_a_payment_that_comes_back_after_the_end_is_available_and_not_due_again(world, award):
    run = paid(world, award)
    noticed(world, award)
    ended(world, award)
    settled(world, run, paid=False, file="b")
    assert buckets(world) == {"available": 10_000_000}
    assert all(each.ended_at for each in world.read(select(Instalment)))
    holds(world)


def test_a_manager_suspends_on_the_page_and_the_grantee_reads_why(world, visitor, award):
    run = prepared(world, award)
    manager = visitor.as_(world.manager)
    page = words(manager.get(f"/casework/{award.reference}/suspend"))
    assert f"is in run {run.reference}. The run can’t be released while it holds this payment" in page
    manager.submit(f"/casework/{award.reference}/suspend", expect=422, reason=" ")
    manager.submit(f"/casework/{award.reference}/suspend", reason=WHY)
    assert WHY in words(manager.get(f"/casework/{award.reference}/award"))
    grantee = words(visitor.as_(world.lead).get(f"/awards/{award.reference}"))
    assert "Suspended" in grantee and WHY in grantee
    releaser = words(visitor.as_(world.finance2).get(f"/payments/runs/{run.reference}"))
    assert "Waits for the award to go on again" in releaser and "Release £5,000" not in releaser
    assert "A grants manager of this fund can suspend" in words(
        visitor.as_(world.officer).get(f"/casework/{award.reference}/suspend")
    )
    manager.submit(f"/casework/{award.reference}/suspend", reason="The number is on the register.")
    assert now(world, award).status == "accepted"
    assert "Suspended" not in words(visitor.as_(world.lead).get(f"/awards/{award.reference}"))


def test_notice_and_end_go_through_the_pages(world, visitor, award):
    day = "21/11/2026"
    manager, approver, lead = (visitor.as_(each) for each in (world.manager, world.approver, world.lead))
    assert "gives notice first" in words(approver.get(f"/casework/{award.reference}/end"))
    short = manager.submit(f"/casework/{award.reference}/end", expect=422, reason=WHY, last_on=day)
    assert "Enter why the notice is shorter than three months" in words(short)
    assert WHY in words(short), "nothing typed is lost"
    manager.submit(f"/casework/{award.reference}/end", reason=WHY, last_on=day, short_why="It is being wound up.")
    assert "is to end on 21 November 2026" in words(lead.get(f"/awards/{award.reference}"))
    assert "Only an approver of this fund can end an award." in words(manager.get(f"/casework/{award.reference}/end"))
    approver.submit(f"/casework/{award.reference}/end", form=1, reason="A mistake.")
    assert "Notice was given" not in words(lead.get(f"/awards/{award.reference}"))
    manager.submit(f"/casework/{award.reference}/end", reason=WHY, last_on=day, short_why="It is being wound up.")
    assert "£10,000 goes back to the fund" in words(approver.get(f"/casework/{award.reference}/end"))
    approver.submit(f"/casework/{award.reference}/end")
    assert "This award has ended" in words(manager.get(f"/casework/{award.reference}/end"))
    shown = words(lead.get(f"/awards/{award.reference}"))
    assert "Ended early. The last day was 21 November 2026" in shown and "Will not be paid" in shown


def test_what_the_grantee_is_told_has_the_reason_and_the_day(app, world, award):
    suspended(world, award)
    noticed(world, award)
    ended(world, award)
    with app.test_request_context():
        texts = {m.template: write(m) for m in world.read(select(Message))}
    assert texts["award_suspended"].subject == f"Award {award.reference} is suspended"
    assert all(WHY in texts[kind].text for kind in ("award_suspended", "notice_given", "award_ended"))
    assert texts["notice_given"].subject.endswith("is to end on 21 November 2026")
    assert "Its last day was 21 November 2026" in texts["award_ended"].text
