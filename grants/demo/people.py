"""The people of the made-up county: council staff, and two or three for each body."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from grants.account.commands.make_account import make_account
from grants.account.demo_people import DEMO_DOMAIN, DEMO_PASSWORD, DEMO_PEOPLE
from grants.account.steps import send_link
from grants.apply.commands.create_organisation import create_organisation
from grants.apply.commands.invite_member import invite_member
from grants.crypto import hash_password
from grants.demo.applying import Applicant
from grants.demo.bodies import Body
from grants.demo.teller import SYSTEM, Teller
from grants.models import Account, Membership, Organisation, Person, RoleGrant
from grants.work import Work

FIRST = ("Alis", "Bogdan", "Chidi", "Deirdre", "Emeka", "Farah", "Gwen", "Hanna", "Idris", "Jaya", "Kit", "Lowri")
LAST = ("Ahmed", "Brzęczyszczykiewicz", "Clarke", "Davies", "Evans", "Ferreira", "O'Neill", "Singh", "Ŵyn", "Young")
STARTED = datetime(2016, 4, 1, 9, tzinfo=UTC)
TOWN_AREAS = {
    "Worcester": "E07000237", "Malvern": "E07000235", "Redditch": "E07000236", "Bromsgrove": "E07000234",
    "Kidderminster": "E07000239", "Evesham": "E07000238", "Droitwich": "E07000238", "Pershore": "E07000238",
    "Tenbury": "E07000235", "Stourport": "E07000239",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The one password of a demonstration, hashed once: hashing it for each of two hundred people takes seconds."""

    password_hash: str

    @classmethod
    def make(cls) -> "Known":
        return cls(hash_password(DEMO_PASSWORD))


def email(key: str) -> str:
    """The address of a demonstration account."""
    return f"{key}@{DEMO_DOMAIN}"


def hire_staff(teller: Teller, known: Known) -> None:
    """Everyone on the council's side, with the roles they hold from the first day."""
    with teller.at(STARTED), teller.work(SYSTEM) as work:
        for each in DEMO_PEOPLE:
            if each.is_staff:
                _hire(work, each.name, email(each.key), each.role, known)


def _hire(work: Work, name: str, address: str, role: str, known: Known) -> None:
    person = work.add(Person(name=name, kind="human", created_at=work.now))
    facts = {"email": address, "email_folded": address, "password_hash": known.password_hash}
    account = work.add(Account(person_id=person.id, is_staff=True, confirmed_at=work.now, created_at=work.now, **facts))
    work.record("account_made", person, account=account.id)
    grant = work.add(
        RoleGrant(person_id=person.id, role=role, starts_on=work.today, granted_at=work.now, confirmed_at=work.now)
    )
    work.record("role_granted", person, role_granted=role, grant=grant.id)


def found(teller: Teller, body: Body, *, number: int, known: Known) -> Applicant:
    """A body registers: its lead makes an account and the organisation, and a signatory joins."""
    own = number == 0
    lead = email("applicant") if own else f"lead{number}@group{number}.example"
    signatory = email("signatory") if own else f"chair{number}@group{number}.example"
    names = [each.name for each in DEMO_PEOPLE if not each.is_staff] if own else _names(number)
    _register(teller, lead, names[0], known)
    typed = {
        "name": body.name,
        "legal_form": body.form.value,
        "purpose": body.work.capitalize() + ".",
        "line_1": f"{number * 3 + 1} Church Street",
        "town": body.town,
        "postcode": body.postcode,
        "phone": "01632 960 155",
        "email": lead,
        **body.numbers(number + 1),
    }
    organisation = teller.does(lead, create_organisation, typed)
    teller.forget(lead)
    _join(teller, organisation, signatory, names[1], by=lead, known=known)
    return Applicant(
        reference=organisation.reference,
        name=body.name,
        work=body.work,
        area=TOWN_AREAS[body.town],
        lead=lead,
        signatory=signatory,
    )


def _names(number: int) -> list[str]:
    return [f"{FIRST[(number + n * 5) % len(FIRST)]} {LAST[(number * 3 + n) % len(LAST)]}" for n in (0, 1)]


def _register(teller: Teller, address: str, name: str, known: Known) -> None:
    with teller.work(SYSTEM) as work:
        token = send_link(work, purpose="register", email=address)
        _make(work, token, "register", name, known)


def _join(teller: Teller, organisation: Organisation, address: str, name: str, *, by: str, known: Known) -> None:
    teller.does(by, invite_member, organisation.reference, name=name, email=address, role="signatory")
    with teller.work(SYSTEM) as work:
        membership = work.session.scalars(
            select(Membership).where(Membership.organisation_id == organisation.id, Membership.invited_email == address)
        ).one()
        token = send_link(work, purpose="join", email=address, membership=membership)
        _make(work, token, "join", name, known)


def _make(work: Work, token: str, purpose: str, name: str, known: Known) -> None:
    make_account(
        work,
        token,
        purpose=purpose,
        name=name,
        password=DEMO_PASSWORD,
        password_hash=known.password_hash,
        device="demonstration",
        device_token=token,
    )
