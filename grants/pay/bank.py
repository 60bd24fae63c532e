"""Bank details to be checked: the list, one of them beside the account before it, and numbers already held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor
from grants.award.bank_details import BankDetails, open_details
from grants.crypto import KeyRing
from grants.domain.errors import NotFound
from grants.models import BankAccount, ChainHead, Event, EventDetail, Organisation, StoredFile
from grants.pay.people import names
from grants.pay.policy import can_verify
from grants.scope import scoped

MOST_SHOWN = 50
NUMBER_KNOWN_FOR = timedelta(days=30)  # before bank details were given, for a number to count as held


@dataclass(frozen=True)
class AccountRow:
    id: int
    organisation: str
    reference: str
    is_change: bool
    proposed_by: str
    proposed_at: datetime
    modulus: str
    shared: int  # other organisations with the same account


@dataclass(frozen=True)
class HeldRow:
    """A changed account whose payments still wait."""

    organisation: str
    last_two: str
    hold_until: datetime


@dataclass(frozen=True)
class AccountPage:
    """A proposed account beside the one that is current. `new` and `old` are filled only when they are revealed."""

    account: BankAccount
    organisation: Organisation
    before: BankAccount | None
    people: dict[int, str]
    evidence: StoredFile | None
    shared_with: tuple[str, ...]
    numbers: tuple[str, ...]
    may_verify: bool
    refusal: str
    new: BankDetails | None = None
    old: BankDetails | None = None


def to_check(session: Session, actor: Actor, *, after: int = 0) -> list[AccountRow]:
    """Accounts nobody has checked yet, those that have waited longest first; a page of them."""
    accounts = session.scalars(
        scoped(actor, BankAccount)
        .where(BankAccount.status == "proposed", BankAccount.id > after)
        .options(joinedload(BankAccount.organisation))
        .order_by(BankAccount.id)
        .limit(MOST_SHOWN)
    ).all()
    people = names(session, [each.proposed_by for each in accounts])
    shared = _shared(session, accounts)
    return [
        AccountRow(
            id=each.id,
            organisation=each.organisation.name,
            reference=each.organisation.reference,
            is_change=each.number > 1,
            proposed_by=people[each.proposed_by],
            proposed_at=each.proposed_at,
            modulus=each.modulus,
            shared=len(shared.get(each.id, ())),
        )
        for each in accounts
    ]


def on_hold(session: Session, actor: Actor, now: datetime) -> list[HeldRow]:
    """Changed accounts that were checked and whose hold has not ended."""
    rows = session.scalars(
        scoped(actor, BankAccount)
        .where(BankAccount.status == "verified", BankAccount.hold_until > now)
        .options(joinedload(BankAccount.organisation))
        .order_by(BankAccount.hold_until, BankAccount.id)
        .limit(MOST_SHOWN)
    )
    return [
        HeldRow(organisation=row.organisation.name, last_two=row.last_two, hold_until=row.hold_until)
        for row in rows
        if row.hold_until is not None
    ]


def account_page(session: Session, actor: Actor, account_id: int, now: datetime) -> AccountPage:
    """One proposed or decided account; NotFound where the person may not know of it."""
    account = session.scalars(
        scoped(actor, BankAccount).where(BankAccount.id == account_id).options(joinedload(BankAccount.organisation))
    ).one_or_none()
    if account is None:
        raise NotFound("bank account")
    before = session.scalars(
        select(BankAccount)
        .where(BankAccount.organisation_id == account.organisation_id, BankAccount.number < account.number)
        .where(BankAccount.verified_at.is_not(None))
        .order_by(BankAccount.number.desc())
        .limit(1)
    ).one_or_none()
    verdict = can_verify(actor, account, now)
    return AccountPage(
        account=account,
        organisation=account.organisation,
        before=before,
        people=names(
            session, [account.proposed_by, account.verified_by, *((before.verified_by,) if before is not None else ())]
        ),
        evidence=session.get(StoredFile, account.evidence_file_id) if account.evidence_file_id else None,
        shared_with=_shared(session, [account]).get(account.id, ()),
        numbers=tuple(held_numbers(session, account)),
        may_verify=bool(verdict) and account.status == "proposed",
        refusal=getattr(verdict, "reason", ""),
    )


def revealed(keys: KeyRing, page: AccountPage) -> tuple[BankDetails, BankDetails | None]:
    """The full details of the account and of the one before it; the caller has written down who sees them."""
    return open_details(keys, page.account), open_details(keys, page.before) if page.before else None


def held_numbers(session: Session, account: BankAccount) -> list[str]:
    """The organisation's own number as it stood well before the request, and those called for its earlier accounts."""
    own = _own_number(session, account)
    called = session.scalars(
        select(BankAccount.call_back_number)
        .where(BankAccount.organisation_id == account.organisation_id, BankAccount.number < account.number)
        .where(BankAccount.call_back_number.is_not(None))
        .order_by(BankAccount.number.desc())
    )
    return list(dict.fromkeys(number for number in (own, *called) if number))


def _own_number(session: Session, account: BankAccount) -> str | None:
    """Whoever asks for other bank details may have changed the number first: a late change does not count."""
    changes = session.execute(
        select(Event.body, EventDetail.content)
        .join(ChainHead, ChainHead.id == Event.chain_id)
        .outerjoin(EventDetail, EventDetail.event_id == Event.id)
        .where(ChainHead.kind == "organisation", ChainHead.subject_id == account.organisation_id)
        .where(Event.kind == "update_organisation", Event.at > account.proposed_at - NUMBER_KNOWN_FOR)
        .order_by(Event.id)
    )
    for body, detail in changes:
        if "phone" in body["changed"]:
            before: str | None = (detail or {}).get("before", {}).get("phone")
            return before
    return session.scalar(select(Organisation.phone).where(Organisation.id == account.organisation_id))


def _shared(session: Session, accounts: Sequence[BankAccount]) -> dict[int, tuple[str, ...]]:
    """Other organisations that gave the same account: a thing to ask about, not a proof of anything."""
    wanted = {each.digest for each in accounts}
    rows = session.execute(
        select(BankAccount.digest, BankAccount.organisation_id, Organisation.name)
        .join(Organisation, Organisation.id == BankAccount.organisation_id)
        .where(BankAccount.digest.in_(wanted), BankAccount.status.in_(("proposed", "verified")))
        .distinct()
        .order_by(Organisation.name)
    ).all()
    found: dict[int, tuple[str, ...]] = {}
    for account in accounts:
        found[account.id] = tuple(
            name
            for digest, organisation_id, name in rows
            if digest == account.digest and organisation_id != account.organisation_id
        )
    return found
