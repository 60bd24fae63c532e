"""After a yes in the made-up county: acceptance, bank details, payments, returns, closure."""

from sqlalchemy import select

from grants.award.bank_details import BankDetails
from grants.award.commands.accept_offer import accept_offer
from grants.award.commands.meet_condition import meet_condition
from grants.award.commands.propose_bank_account import propose_bank_account
from grants.demo.applying import Applicant
from grants.demo.casework import OFFICER
from grants.demo.people import email
from grants.demo.teller import Teller
from grants.models import Award, BankAccount, Condition, Organisation
from grants.pay.commands.verify_account import AccountCheck, verify_account

FINANCE1, FINANCE2 = email("finance1"), email("finance2")


def accept(teller: Teller, reference: str, body: Applicant) -> None:
    """The lead and the signatory accept the offer, each by themselves."""
    for who in (body.lead, body.signatory):
        with teller.work(who) as work:
            award = work.load(Award, reference)
            accept_offer(work, reference, award.version, name=work.actor.name, declared=True)


def meet_conditions(teller: Teller, reference: str) -> None:
    """The officer sees the evidence for each condition."""
    with teller.work(OFFICER) as work:
        award = work.load(Award, reference)
        wanted = select(Condition.position).where(Condition.award_id == award.id, Condition.met_at.is_(None))
        for position in work.session.scalars(wanted.order_by(Condition.position)).all():
            meet_condition(work, reference, position, evidence="Seen and kept with the case.")


def give_bank_details(teller: Teller, body: Applicant) -> None:
    """The lead gives bank details, once; finance calls the number it already held and verifies them."""
    with teller.reading() as session:
        organisation = session.scalars(select(Organisation).where(Organisation.reference == body.reference)).one()
        if session.scalars(select(BankAccount.id).where(BankAccount.organisation_id == organisation.id)).first():
            return
    details = BankDetails(
        account_name=organisation.name[:60],
        sort_code="089999",
        account_number=f"{60_000_000 + organisation.id * 9_173:08d}",
    )
    account = teller.does(body.lead, propose_bank_account, body.reference, details, modulus="not_checked")
    check = AccountCheck(
        call_back_number=organisation.phone or "",
        from_register=False,
        call_back_person="The treasurer",
        call_back_at=teller.moment,
        name_check="match",
        statement_seen=True,
        supplier_number=f"S{organisation.id:05d}",
    )
    teller.does(FINANCE1, verify_account, account.id, account.version, check)
