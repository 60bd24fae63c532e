"""A case with a past: events, money, a letter and payments, written through Work; and a hand that tampers with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select, text

from grants import clock
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.integrations.files import FileStore
from grants.models import (
    Allocation,
    Application,
    Approval,
    Award,
    AwardLine,
    AwardVersion,
    ChainHead,
    Decision,
    Event,
    Instalment,
    Letter,
    Recommendation,
    StoredFile,
)
from grants.models.guards import install_guards, remove_guards
from grants.work import Work, work_for
from tests.factories.world import World

LETTER = b"%PDF-1.7 the letter as it was issued"


def a_decided_case(world: World, *, pence: int = 1_000_000) -> Application:
    """Recommended by the manager, approved by the head of service: three events, two movements."""
    application = world.an_application("recommending")
    with clock.at(datetime(2026, 11, 21, 10, 1, tzinfo=UTC)), _by(world, world.officer) as work:
        found = work.load(Application, application.id)
        work.record("bring_in", found, to="recommending", detail={"reason": "The checks are done."})
    with clock.at(datetime(2026, 11, 21, 10, 2, tzinfo=UTC)), _by(world, world.manager) as work:
        _recommend(work, work.load(Application, application.id), world, pence)
    with clock.at(datetime(2026, 11, 21, 10, 3, tzinfo=UTC)), _by(world, world.approver) as work:
        _approve(work, work.load(Application, application.id), world, pence)
    return world.one(select(Application).where(Application.id == application.id))


def _by(world: World, person: Any) -> Any:
    return work_for(world.house, world.actor(person))


def step(work: Work, thing: Any, event: str, to: str, **facts: Any) -> Any:
    """What a room's command does when it moves a thing."""
    before, thing.status = thing.status, to
    thing.version, thing.status_at, thing.status_by = thing.version + 1, work.now, work.actor.person_id
    return work.record(event, thing, **{"from": before, "to": to, **facts})


def _recommend(work: Work, application: Application, world: World, pence: int) -> None:
    event = step(work, application, "recommend", "approving", amount=pence)
    event.detail = {"reason": "Strong on need."}
    work.add(
        Recommendation(
            application_id=application.id,
            outcome="award",
            amount=pence,
            split={str(world.allocation.id): pence},
            reason="Strong on need.",
            feedback={},
            recommended_by=work.actor.person_id,
            recommended_at=work.now,
        )
    )
    work.transfer(
        world.allocation.id,
        "available",
        "reserved",
        pence,
        operation_key=f"reserve:{application.id}",
        what_for="Recommended",
        event=event,
    )


def _approve(work: Work, application: Application, world: World, pence: int) -> None:
    recommended = work.session.scalars(
        select(Recommendation).where(Recommendation.application_id == application.id)
    ).one()
    event = step(work, application, "approve", "decided", amount=pence)
    now, person = work.now, work.actor.person_id
    work.add(
        Approval(
            recommendation_id=recommended.id,
            recommended_by=recommended.recommended_by,
            application_id=application.id,
            step=1,
            role="head_of_service",
            outcome="approve",
            note="Agreed.",
            approved_by=person,
            approved_at=now,
        )
    )
    work.add(
        Decision(
            application_id=application.id,
            recommendation_id=recommended.id,
            outcome="award",
            amount=pence,
            decided_by=person,
            decided_at=now,
        )
    )
    work.transfer(
        world.allocation.id,
        "reserved",
        "committed",
        pence,
        operation_key=f"commit:{application.id}",
        what_for="Decided",
        event=event,
    )


def an_offered_award(world: World, files: FileStore | None = None, *, pence: int = 1_000_000) -> Award:
    """A decided case, released: the award with its line, its two instalments and its issued letter."""
    application = a_decided_case(world, pence=pence)
    with clock.at(datetime(2026, 11, 21, 10, 4, tzinfo=UTC)), _by(world, world.manager) as work:
        found = work.load(Application, application.id)
        award = work.add(_award(work, found, world, pence))
        found.status, found.shown_status = "awarded", "awarded"
        work.record("release", found, to="awarded")
        work.record("award_offered", award, to="offered", amount=pence)
        _terms(work, award, world, pence)
        if files is not None:
            _letter(work, award, world, files)
    return world.one(select(Award).where(Award.id == award.id))


def _award(work: Work, application: Application, world: World, pence: int) -> Award:
    return Award(
        reference=application.reference,
        authority_id=world.authority.id,
        fund_id=application.fund_id,
        application_id=application.id,
        organisation_id=application.organisation_id,
        amount=pence,
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 12, 31),
        accept_by=date(2026, 12, 19),
        approved_by=world.approver.id,
        decided_at=work.now - timedelta(minutes=1),
        offered_at=work.now,
        status_at=work.now,
        check_code="ABCD2345",
    )


def _terms(work: Work, award: Award, world: World, pence: int) -> None:
    dates = {"starts_on": award.starts_on, "ends_on": award.ends_on}
    made = {"made_by": work.actor.person_id, "made_at": work.now}
    work.add(AwardVersion(award_id=award.id, number=1, amount=pence, reason="offer", **dates, **made))
    work.add(
        AwardLine(
            award_id=award.id,
            award_version=1,
            position=1,
            allocation_id=world.allocation.id,
            cost_code="CC100",
            category="staff",
            purpose="A host for the warm room",
            pence=pence,
            **dates,
        )
    )
    for number, part in ((1, pence // 2), (2, pence - pence // 2)):
        work.add(
            Instalment(
                award_id=award.id,
                number=number,
                due_on=date(2027, 1 + 6 * (number - 1), 4),
                pence=part,
                gates=["signed", "bank"],
            )
        )


def _letter(work: Work, award: Award, world: World, files: FileStore) -> None:
    key = f"letter-{award.id}"
    files.put(key, LETTER)
    digest = sha256(LETTER).hexdigest()
    file = work.add(
        StoredFile(
            object_key=key,
            sha256=digest,
            size=len(LETTER),
            media_type="application/pdf",
            state="clean",
            created_at=work.now,
        )
    )
    data = {"amount": award.amount}
    letter = work.add(
        Letter(
            kind="award",
            reference=f"{award.reference}/L1",
            number=1,
            fund_id=award.fund_id,
            organisation_id=award.organisation_id,
            application_id=award.application_id,
            award_id=award.id,
            template_id=world.award_letter.id,
            data=data,
            data_digest=sha256_hex(canonical_bytes(data)),
            check_code=award.check_code,
            file_id=file.id,
            sha256=digest,
            made_at=work.now,
            issued_by=work.actor.person_id,
            issued_at=work.now,
        )
    )
    work.record("letter_issued", letter, sha256=digest)


@contextmanager
def an_owner(world: World) -> Iterator[Connection]:
    """Somebody who owns the database: no guard and no foreign key stands in the way, and none shows afterwards."""
    with world.house.database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.driver_connection
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        with connection.begin():
            remove_guards(connection)
            if not sqlite:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
            install_guards(connection)
        if sqlite:
            raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def tamper(world: World, *statements: str, **values: Any) -> None:
    """Run SQL that the database would refuse from anybody else."""
    with an_owner(world) as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def chain_of(world: World, application: Application) -> ChainHead:
    return world.one(select(ChainHead).where(ChainHead.kind == "application", ChainHead.subject_id == application.id))


def events_of(world: World, head: ChainHead) -> list[Event]:
    return world.read(select(Event).where(Event.chain_id == head.id).order_by(Event.sequence))


def allocation_of(world: World) -> Allocation:
    return world.one(select(Allocation).where(Allocation.id == world.allocation.id))


Tamperer = Callable[[World, ChainHead], None]
