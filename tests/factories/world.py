"""A small council for tests: one fund with one open round, an organisation, and a person in every role.

Rows are written straight to the tables, so a test of one room does not wait for the rooms before it.
Journeys and invariants go through the doors instead.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from grants import clock
from grants.actor import Actor, load_actor
from grants.crypto import hash_password
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.domain.references import make_reference
from grants.domain.text import sort_key
from grants.models import (
    Account,
    Allocation,
    Application,
    Area,
    Authority,
    Criterion,
    DelegationStep,
    FormVersion,
    Fund,
    FundOwner,
    LetterTemplate,
    Membership,
    Organisation,
    Person,
    Response,
    RoleGrant,
    Round,
    Source,
    Submission,
)
from grants.models.answering import Answer
from grants.models.base import Base
from grants.work import House
from tests.factories import forms

Row = TypeVar("Row", bound=Base)
PASSWORD = "correct horse battery"
PASSWORD_HASH = hash_password(PASSWORD)
STAFF = {
    "officer": "officer",
    "assessor1": "assessor",
    "assessor2": "assessor",
    "manager": "manager",
    "approver": "head_of_service",
    "approver2": "director",
    "member": "cabinet_member",
    "finance1": "finance",
    "finance2": "finance",
    "auditor": "auditor",
    "admin": "admin",
}


class World:
    """Everything by name: `world.officer`, `world.fund`, `world.round`, `world.organisation`, `world.lead` …"""

    def __init__(self, house: House) -> None:
        self.house = house
        self._last = 0
        with house.database.writing() as session:
            self.session = session
            self._council()
            self._fund()
            self._people()
            self.organisation = self.an_organisation("Malvern Friends")
            self.lead = self.a_member(self.organisation, "lead")
            self.signatory = self.a_member(self.organisation, "signatory")
            session.commit()
            session.expunge_all()
        del self.session

    def write(self, *rows: Base) -> None:
        """Write rows and let them go, ready to be read by anyone."""
        with self.house.database.writing() as session:
            session.add_all(rows)
            session.commit()
            session.expunge_all()

    def read(self, statement: Any) -> list[Any]:
        """Rows of a SELECT, detached."""
        with self.house.database.reading() as session:
            rows = list(session.scalars(statement).unique())
            session.expunge_all()
            return rows

    def one(self, statement: Any) -> Any:
        (row,) = self.read(statement)
        return row

    def actor(self, person: Person) -> Actor:
        """The person as an actor, with what they hold now."""
        with self.house.database.reading() as session:
            account = session.scalars(select(Account).where(Account.person_id == person.id)).one()
            return load_actor(session, account, today=clock.now().date(), request_id="test")

    # The rows below are added to `self.session` while the world is made, and to their own transaction later.

    def _add(self, row: Row) -> Row:
        if hasattr(self, "session"):
            self.session.add(row)
            self.session.flush()
        else:
            self.write(row)
        return row

    def a_person(self, name: str, *, staff: bool) -> Person:
        self._last += 1
        person = self._add(Person(name=name, kind="human", created_at=clock.now()))
        email = f"{name.lower().replace(' ', '.')}.{self._last}@{'council' if staff else 'group'}.example"
        self._add(
            Account(
                person_id=person.id,
                email=email,
                email_folded=email,
                password_hash=PASSWORD_HASH,
                is_staff=staff,
                confirmed_at=clock.now(),
                created_at=clock.now(),
            )
        )
        return person

    def a_role(self, person: Person, role: str, fund_id: int | None = None) -> RoleGrant:
        return self._add(
            RoleGrant(
                person_id=person.id,
                role=role,
                fund_id=fund_id,
                starts_on=date(2016, 4, 1),
                granted_at=clock.now(),
                confirmed_at=clock.now(),
            )
        )

    def a_staff_member(self, name: str, role: str, fund_id: int | None = None) -> Person:
        person = self.a_person(name, staff=True)
        self.a_role(person, role, fund_id)
        return person

    def an_organisation(self, name: str, **facts: Any) -> Organisation:
        self._last += 1
        return self._add(
            Organisation(
                **{
                    "reference": make_reference("ORG", 2026, self._last),
                    "name": name,
                    "sort_name": sort_key(name),
                    "legal_form": "cio",
                    "charity_number": f"{1100000 + self._last}",
                    "address": {"line_1": "1 High Street", "town": "Malvern", "postcode": "WR14 1AA"},
                    "postcode": "WR14 1AA",
                    "created_at": clock.now(),
                    **facts,
                }
            )
        )

    def a_member(self, organisation: Organisation, role: str, name: str = "") -> Person:
        person = self.a_person(name or f"{role.title()} Person", staff=False)
        self._add(
            Membership(
                organisation_id=organisation.id,
                person_id=person.id,
                role=role,
                joined_at=clock.now(),
                created_at=clock.now(),
            )
        )
        return person

    def an_application(self, status: str = "checking", **facts: Any) -> Application:
        """An application in any state. From `checking` on it has been submitted, with answers and a submission."""
        self._last += 1
        organisation = facts.pop("organisation", self.organisation)
        answers = {**forms.ANSWERS, **facts.pop("answers", {})}
        round_ = facts.pop("round", self.round)
        response = self._add(Response(form_version_id=round_.application_form_id, created_at=clock.now()))
        for key, value in answers.items():
            self._add(
                Answer(
                    response_id=response.id,
                    question=key,
                    value=value,
                    answered_by=self.lead.id,
                    answered_at=clock.now(),
                )
            )
        draft = status == "draft"
        submitted = {} if draft else {"submitted_at": clock.now() - timedelta(days=1), "submitted_by": self.lead.id}
        bound = {"title": "Warm rooms", "summary": "A warm room", "requested": 1_000_000, "starts_on": date(2027, 1, 4)}
        shown = {"awarded": "awarded", "declined": "declined", "withdrawn": "withdrawn", "ineligible": "ineligible"}
        application = self._add(
            Application(
                **{
                    "reference": make_reference("TF", 2026, self._last),
                    "fund_id": round_.fund_id,
                    "round_id": round_.id,
                    "organisation_id": organisation.id,
                    "response_id": response.id,
                    "status": status,
                    "shown_status": "draft" if draft else shown.get(status, "received"),
                    "one_live": False,
                    "created_by": self.lead.id,
                    "created_at": clock.now(),
                    "status_at": clock.now(),
                    **({} if draft else {**bound, "ends_on": date(2027, 12, 31), "area_code": "E07000235"}),
                    **submitted,
                    **facts,
                }
            )
        )
        if not draft:
            self._add(
                Submission(
                    response_id=response.id,
                    application_id=application.id,
                    number=1,
                    content=answers,
                    digest=sha256_hex(canonical_bytes(answers)),
                    submitted_by=self.lead.id,
                    submitted_at=application.submitted_at,
                )
            )
        return application

    def _council(self) -> None:
        self.authority = self._add(
            Authority(
                key="council", name="Severnshire County Council", address="County Hall", starts_on=date(1974, 4, 1)
            )
        )
        for code, name in (("E07000235", "Malvern Hills"), ("E07000237", "Worcester")):
            self._add(
                Area(authority_id=self.authority.id, kind="district", code=code, name=name, starts_on=date(1974, 4, 1))
            )

    def _fund(self) -> None:
        self.fund = self._add(
            Fund(
                authority_id=self.authority.id,
                key="test-fund",
                prefix="TF",
                title={"en": "Test fund"},
                summary={"en": "Helps groups keep people warm."},
                purpose={"en": "Warm rooms and good company."},
                who_can_apply=["charity", "cio", "cic", "unincorporated"],
                department="Communities",
                legal_power="Localism Act 2011, section 1",
                grant_not_contract="The council buys nothing with it.",
                terms={},
                created_at=clock.now(),
            )
        )
        self._add(FundOwner(fund_id=self.fund.id, title="Head of Communities", starts_on=date(2020, 4, 1)))
        self.source = self._add(
            Source(
                authority_id=self.authority.id,
                key="base",
                title="Communities base budget",
                kind="base",
                funder="Severnshire County Council",
                recovered_may_be_reused=True,
                terms={},
            )
        )
        self.allocation = self._add(
            Allocation(
                source_id=self.source.id,
                fund_id=self.fund.id,
                financial_year="2026/27",
                cost_code="CC100",
                amount=10_000_000,
                available=10_000_000,
                assumed=False,
            )
        )
        self.round = self.a_round()

    def a_form(self, kind: str, definition: dict[str, Any], number: int = 1) -> FormVersion:
        return self._add(
            FormVersion(
                fund_id=self.fund.id,
                key=definition["key"],
                kind=kind,
                number=number,
                definition=definition,
                digest=sha256_hex(canonical_bytes(definition)),
                created_at=clock.now(),
                published_at=clock.now(),
            )
        )

    def a_letter_template(self, kind: str, definition: dict[str, Any], number: int = 1) -> LetterTemplate:
        return self._add(
            LetterTemplate(
                fund_id=self.fund.id,
                kind=kind,
                number=number,
                definition=definition,
                digest=sha256_hex(canonical_bytes(definition)),
                created_at=clock.now(),
                published_at=clock.now(),
            )
        )

    def a_round(self, key: str = "2026", **facts: Any) -> Round:
        """An open competitive round: check, assess, moderate, recommend, approve, release, accept."""
        if not hasattr(self, "application_form"):
            self.application_form = self.a_form("application", forms.APPLICATION)
            self.eligibility_form = self.a_form("eligibility", forms.ELIGIBILITY)
            self.return_form = self.a_form("return", forms.RETURN)
            self.award_letter = self.a_letter_template("award", forms.AWARD_LETTER)
            self.decline_letter = self.a_letter_template("decline", forms.DECLINE_LETTER)
        round_ = self._add(
            Round(
                **{
                    "fund_id": self.fund.id,
                    "key": key,
                    "title": {"en": "Autumn 2026"},
                    "route": "competitive",
                    "stages": ["check", "assess", "moderate", "recommend", "approve", "release", "accept"],
                    "opens_at": datetime(2026, 10, 1, 8, tzinfo=UTC),
                    "closes_at": datetime(2026, 11, 30, 17, tzinfo=UTC),
                    "decision_expected_on": date(2026, 12, 18),
                    "award_starts_on": date(2027, 1, 4),
                    "award_ends_on": date(2027, 12, 31),
                    "financial_year": "2026/27",
                    "min_award": 300_000,
                    "max_award": 5_000_000,
                    "one_live_application": True,
                    "eligibility_form_id": self.eligibility_form.id,
                    "application_form_id": self.application_form.id,
                    "award_letter_id": self.award_letter.id,
                    "decline_letter_id": self.decline_letter.id,
                    "plan": forms.plan(self.return_form),
                    "scheme_digest": "test",
                    **facts,
                    "status": "draft",
                    "published_at": None,
                }
            )
        )
        bands = [{"en": words} for words in ("No evidence", "Poor", "Partial", "Satisfactory", "Good", "Strong")]
        for position, (criterion, title, weight) in enumerate(
            (("need", "Need", 50), ("outcomes", "Outcomes", 30), ("value", "Value for money", 20)), start=1
        ):
            self._add(
                Criterion(
                    round_id=round_.id,
                    key=criterion,
                    position=position,
                    title={"en": title},
                    guidance={"en": f"Look for {title.lower()}."},
                    weight=weight,
                    bands=bands,
                )
            )
        for position, (up_to, roles) in enumerate(
            ((1_000_000, ["head_of_service"]), (10_000_000, ["director"]), (None, ["director", "cabinet_member"])),
            start=1,
        ):
            self._add(
                DelegationStep(
                    round_id=round_.id,
                    position=position,
                    up_to=up_to,
                    roles=roles,
                    consult=[],
                    source="Scheme of delegation, table 4",
                )
            )
        # Last, as in life: what belongs to a round freezes when it is published.
        round_.status = facts.get("status", "published")
        round_.published_at = facts.get("published_at", clock.now())
        return self._add(round_)

    def _people(self) -> None:
        for name, role in STAFF.items():
            setattr(self, name, self.a_staff_member(name.title(), role))
