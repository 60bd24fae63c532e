"""Two of everything an address can name: one set of the people who ask, one that is none of their business."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from grants import clock
from grants.crypto import new_key_name, token_hash
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.domain.references import make_reference
from grants.integrations.files import FileStore
from grants.models import (
    Account,
    Allocation,
    Answer,
    Application,
    Assessment,
    Assignment,
    Attachment,
    Award,
    BankAccount,
    Condition,
    EmailLink,
    Fund,
    Instalment,
    Interest,
    Invitation,
    Letter,
    Membership,
    Message,
    MonitoringReturn,
    Organisation,
    Payment,
    PaymentRun,
    Person,
    Recommendation,
    Recovery,
    Response,
    RoleGrant,
    Round,
    StoredFile,
    Submission,
    WebSession,
)
from grants.models.people import ROLES
from tests.factories import forms
from tests.factories.paying import a_bank_account, a_condition, an_award
from tests.factories.world import World

EVERY_FUND = ("admin",)  # there is no administrator of one fund alone
PDF = b"%PDF-1.7 bytes that were kept"


@dataclass(frozen=True)
class Side:
    """One fund with one organisation in it, and a row of every kind that an address can name."""

    fund: Fund
    round: Round
    organisation: Organisation
    lead: Person
    membership: Membership
    application: Application
    draft: Application
    scoring: Application
    approving: Application
    award: Award
    letter: Letter
    condition: Condition
    instalment: Instalment
    bank_account: BankAccount
    run: PaymentRun
    released_run: PaymentRun
    payment: Payment
    monitoring_return: MonitoringReturn
    recovery: Recovery
    invitation: Invitation
    attachment: Attachment
    draft_attachment: Attachment
    message: Message
    web_session: WebSession
    role_grant: RoleGrant
    account: Account
    held_account: Account
    assignment: Assignment
    return_attachment: Attachment
    tokens: dict[str, str]


def other_world(world: World) -> World:
    """The same council with another fund, another organisation and nobody of the first."""
    other = copy.copy(world)
    other._last = 500
    del other.application_form
    other.fund = other._add(_fund(world))
    other.allocation = other._add(
        Allocation(
            source_id=world.source.id, fund_id=other.fund.id, financial_year="2026/27", cost_code="CC200",
            amount=10_000_000, available=10_000_000, assumed=False,
        )
    )  # fmt: skip
    other.round = other.a_round("other")
    other.organisation = other.an_organisation("Tenbury Friends")
    other.lead = other.a_member(other.organisation, "lead", "Other Lead")
    other.signatory = other.a_member(other.organisation, "signatory", "Other Signatory")
    return other


def _fund(world: World) -> Fund:
    kept = {c.name: getattr(world.fund, c.name) for c in Fund.__table__.columns if c.name != "id"}
    return Fund(**{**kept, "key": "other-fund", "prefix": "OT", "title": {"en": "Another fund"}})


def a_side(world: World, files: FileStore) -> Side:
    """Rows written straight to the tables, each in the state its pages need."""
    application, draft = world.an_application("awarded"), world.an_application("draft", round=_with_files(world))
    scoring, approving = world.an_application("assessing"), world.an_application("approving")
    award = an_award(world, application=application, organisation=world.organisation, status="accepted")
    letter_file = _file(world, files)
    bank_account = a_bank_account(world, evidence_file_id=_file(world, files).id)
    instalment = world.one(_of(Instalment, award_id=award.id))
    run, payment = _run(world, award, instalment, bank_account)
    membership = world.one(_of(Membership, organisation_id=world.organisation.id, person_id=world.lead.id))
    account = world.one(_of(Account, person_id=world.lead.id))
    _recommended(world, approving)
    monitoring_return = _return(world, award)
    holder = world.a_person("Holder", staff=True)
    return Side(
        fund=world.fund, round=world.round, organisation=world.organisation, lead=world.lead, membership=membership,
        application=application, draft=draft, scoring=scoring, approving=approving, award=award,
        letter=_letter(world, award, letter_file), condition=a_condition(world, award), instalment=instalment,
        bank_account=bank_account, run=run, payment=payment,
        released_run=_released_run(world, files, payment), monitoring_return=monitoring_return,
        recovery=_recovery(world, award), invitation=_invitation(world),
        attachment=_attachment(world, files, application), draft_attachment=_attachment(world, files, draft),
        message=_message(world, award), web_session=_web_session(world, account),
        role_grant=world.a_role(holder, "officer", world.fund.id), account=account,
        held_account=world.one(_of(Account, person_id=holder.id)), assignment=_assignment(world, application),
        return_attachment=_attachment(world, files, monitoring_return),
        tokens={purpose: _link(world, account, purpose) for purpose in ("register", "reset", "join", "staff")},
    )  # fmt: skip


def _with_files(world: World) -> Round:
    """A round whose form also asks for a file."""
    plan = {"key": "plan", "type": "file", "label": forms.text("Your plan"), "required": False}
    papers = {"key": "papers", "title": forms.text("Papers"), "questions": [plan]}
    definition = {**forms.APPLICATION, "sections": [*forms.APPLICATION["sections"], papers]}
    form = world.a_form("application", definition, number=2)
    return world.a_round("papers", application_form_id=form.id)


def _of(model: Any, **columns: Any) -> Any:
    return select(model).filter_by(**columns)


def _file(world: World, files: FileStore) -> StoredFile:
    key = f"matrix/{new_key_name()}"
    files.put(key, PDF)
    return world._add(
        StoredFile(
            object_key=key, sha256=sha256(PDF).hexdigest(), size=len(PDF), media_type="application/pdf", state="clean",
            scanned_at=clock.now(), created_at=clock.now(),
        )
    )  # fmt: skip


def _assignment(world: World, application: Application) -> Assignment:
    return world._add(
        Assignment(
            application_id=application.id, person_id=world.assessor1.id, assigned_by=world.officer.id,
            assigned_at=clock.now(),
        )
    )  # fmt: skip


def _attachment(world: World, files: FileStore, to: Application | MonitoringReturn) -> Attachment:
    attachment = world._add(
        Attachment(
            file_id=_file(world, files).id, organisation_id=world.organisation.id, response_id=to.response_id,
            question="plan", name="plan.pdf", added_by=world.lead.id, added_at=clock.now(),
        )
    )  # fmt: skip
    world._add(
        Answer(
            response_id=to.response_id, question="plan", value=[str(attachment.id)], answered_by=world.lead.id,
            answered_at=clock.now(),
        )
    )  # fmt: skip
    return attachment


def _letter(world: World, award: Award, file: StoredFile) -> Letter:
    data = _letter_words(world, award)
    return world._add(
        Letter(
            kind="award", reference=f"{award.reference}-L1", number=1, fund_id=award.fund_id,
            organisation_id=award.organisation_id, application_id=award.application_id, award_id=award.id,
            template_id=world.award_letter.id, data=data, data_digest=sha256_hex(canonical_bytes(data)),
            check_code=award.check_code, file_id=file.id, sha256=file.sha256, made_at=clock.now(),
            issued_by=world.manager.id, issued_at=clock.now(),
        )
    )  # fmt: skip


def _letter_words(world: World, award: Award) -> dict[str, Any]:
    """The frozen words of the small letter template of the tests."""
    fields = {
        "organisation": world.organisation.name, "amount": "£10,000.00", "amount_in_words": "ten thousand pounds",
        "scheme": "Test fund", "accept_by": "18 December 2026",
    }  # fmt: skip
    return {
        "letterhead": {"council": "Council", "address": ["Hall"], "date": "21 November 2026", "colour": "#1d5c4b"},
        "to": [world.organisation.name], "dear": "friends", "title": "Your grant", "fields": fields,
        "facts": [["Award reference", award.reference]], "tables": {}, "lists": {}, "points": {},
        "signed": {"name": "Head", "position": "Head of Communities", "date": "21 November 2026"},
        "check": {"code": award.check_code, "website": "https://localhost/letters/check"},
    }  # fmt: skip


def _run(world: World, award: Award, instalment: Instalment, account: BankAccount) -> tuple[PaymentRun, Payment]:
    world._last += 1
    run = world._add(
        PaymentRun(
            reference=make_reference("RUN", 2026, world._last), pay_on=date(2026, 11, 26), total=instalment.pence,
            payments_count=1, prepared_by=world.finance1.id, prepared_at=clock.now(), status_at=clock.now(),
        )
    )  # fmt: skip
    return run, _payment(world, run, award, instalment, account)


def _payment(
    world: World, run: PaymentRun, award: Award, instalment: Instalment, account: BankAccount, status: str = "prepared"
) -> Payment:
    return world._add(
        Payment(
            reference=f"{run.reference}/1", run_id=run.id, prepared_by=run.prepared_by, instalment_id=instalment.id,
            award_id=award.id, award_approved_by=award.approved_by, organisation_id=award.organisation_id,
            bank_account_id=account.id, pence=instalment.pence, status=status, status_at=clock.now(),
        )
    )  # fmt: skip


def _released_run(world: World, files: FileStore, payment: Payment) -> PaymentRun:
    """An earlier run with a payment that was cancelled: a run is known by whose payments are in it."""
    world._last += 1
    file = _file(world, files)
    run = world._add(
        PaymentRun(
            reference=make_reference("RUN", 2026, world._last), status="released", pay_on=date(2026, 11, 19), total=0,
            payments_count=0, prepared_by=world.finance1.id, prepared_at=clock.now(), released_by=world.finance2.id,
            released_at=clock.now(), file_id=file.id, file_sha256=file.sha256, status_at=clock.now(),
        )
    )  # fmt: skip
    award, instalment = world.one(_of(Award, id=payment.award_id)), world.one(_of(Instalment, id=payment.instalment_id))
    _payment(world, run, award, instalment, world.one(_of(BankAccount, id=payment.bank_account_id)), "cancelled")
    return run


def _return(world: World, award: Award) -> MonitoringReturn:
    response = world._add(Response(form_version_id=world.return_form.id, created_at=clock.now()))
    return world._add(
        MonitoringReturn(
            reference=f"{award.reference}-R1", award_id=award.id, number=1, title="Six-month return",
            covers_from=date(2026, 11, 1), covers_until=date(2027, 4, 30), due_on=date(2027, 5, 28),
            response_id=response.id, status_at=clock.now(),
        )
    )  # fmt: skip


def _recovery(world: World, award: Award) -> Recovery:
    return world._add(
        Recovery(
            award_id=award.id, kind="unspent", pence=100, reason="Left over", agreed_by=world.officer.id,
            agreed_at=clock.now(), status_at=clock.now(),
        )
    )  # fmt: skip


def _invitation(world: World) -> Invitation:
    return world._add(
        Invitation(
            round_id=world.round.id, organisation_id=world.organisation.id, reason="Asked", amount=None,
            invited_by=world.officer.id, invited_at=clock.now(),
        )
    )  # fmt: skip


def _recommended(world: World, application: Application) -> None:
    world._add(
        Recommendation(
            application_id=application.id, outcome="award", amount=1_000_000,
            split={str(world.allocation.id): 1_000_000},
            reason="Strong", feedback={}, recommended_by=world.manager.id, recommended_at=clock.now(),
        )
    )  # fmt: skip


def _message(world: World, award: Award) -> Message:
    key = new_key_name()
    sealed = world.house.keys.seal(canonical_bytes({}), binding=f"message {key}")
    return world._add(
        Message(
            key=key, template="award_offered", to_email="lead@group.example", data_sealed=sealed, award_id=award.id,
            application_id=award.application_id, message_id=f"<{key}@grants>", created_at=clock.now(),
        )
    )  # fmt: skip


def _web_session(world: World, account: Account) -> WebSession:
    return world._add(
        WebSession(
            account_id=account.id, token_hash=token_hash(new_key_name()), device="another browser",
            created_at=clock.now(), last_seen_at=clock.now(),
        )
    )  # fmt: skip


def _invited(world: World) -> Membership:
    """A colleague who was asked and has not come yet."""
    return world._add(
        Membership(
            organisation_id=world.organisation.id, role="contributor", invited_name="New Colleague",
            invited_email="new.colleague@group.example", invited_by=world.lead.id, created_at=clock.now(),
        )
    )  # fmt: skip


def _link(world: World, account: Account, purpose: str) -> str:
    token = new_key_name()
    colleague = _invited(world).id if purpose == "join" else None
    world._add(
        EmailLink(
            purpose=purpose, token_hash=token_hash(token), email=account.email, membership_id=colleague,
            account_id=None if colleague else account.id, created_at=clock.now(),
            expires_at=clock.now() + timedelta(hours=1),
        )
    )  # fmt: skip
    return token


def people(world: World, own: Side, other: Side, other_lead: Person) -> dict[str, Person]:
    """Everybody who asks. Staff hold their role for the first fund only, so the second is out of their scope."""
    asking = {
        "lead": world.lead,
        "contributor": world.a_member(own.organisation, "contributor", "Own Contributor"),
        "signatory": world.signatory,
        "viewer": world.a_member(own.organisation, "viewer", "Own Viewer"),
        "other_lead": other_lead,
    }
    for role in ROLES:
        fund_id = None if role in EVERY_FUND else own.fund.id
        asking[role] = world.a_staff_member(f"Own {role.replace('_', ' ').title()}", role, fund_id)
    asking["staff_elsewhere"] = world.a_person("Staff Elsewhere", staff=True)
    asking["with_interest"] = world.a_person("Staff Interest", staff=True)
    for role in ROLES:
        world.a_role(asking["staff_elsewhere"], role, other.fund.id)
        world.a_role(asking["with_interest"], role)
    for side in (own, other):
        _declare(world, asking["with_interest"], side)
        _assign(world, asking["assessor"], side)
    return asking


def _declare(world: World, person: Person, side: Side) -> None:
    world._add(
        Interest(
            person_id=person.id, round_id=side.round.id, organisation_id=side.organisation.id, kind="interest",
            detail="My sister runs it", declared_at=clock.now(),
        )
    )  # fmt: skip


def _assign(world: World, assessor: Person, side: Side) -> None:
    """The assessor of the first fund scores there and nowhere else, and has declared that nothing stands in the way."""
    if side.fund.id != world.fund.id:
        return
    nothing = Interest(person_id=assessor.id, round_id=side.round.id, kind="none", declared_at=clock.now())
    world._add(nothing)
    world._add(
        Assignment(
            application_id=side.scoring.id, person_id=assessor.id, assigned_by=world.officer.id,
            assigned_at=clock.now(),
        )
    )  # fmt: skip
    submission = world.one(_of(Submission, application_id=side.scoring.id))
    world._add(
        Assessment(
            application_id=side.scoring.id, person_id=assessor.id, submission_id=submission.id, started_at=clock.now()
        )
    )
