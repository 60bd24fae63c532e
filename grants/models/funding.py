"""The money that can be given: where it comes from, what it is for, and the ledger of every movement."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.base import At, Base, Json, Key, On, Pence, Plain, check, one_of

SOURCE_KINDS = ("base", "additional", "transitional", "external", "pooled", "match")
BUCKETS = ("available", "held_back", "reserved", "committed", "spent_direct", "paid", "returned")
MATCH_STATES = ("pledged", "secured", "evidenced")


class Source(Base):
    """Council-level money: whose it was, under which agreement, and the rules that came with it.

    `terms` holds spend window, ring-fences, taper and pooled shares as the scheme file gave them.
    Match is recorded beside the grant and never moves in our ledger.
    """

    __tablename__ = "source"
    id: Mapped[Key]
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    key: Mapped[Plain]
    title: Mapped[Plain]
    kind: Mapped[Plain]
    funder: Mapped[Plain]
    agreement: Mapped[Plain | None]
    spend_from: Mapped[On | None]
    spend_until: Mapped[On | None]
    recovered_may_be_reused: Mapped[bool] = mapped_column(default=False)
    match_state: Mapped[Plain | None]
    match_amount: Mapped[Pence | None]
    terms: Mapped[Json]
    __table_args__ = (
        UniqueConstraint("authority_id", "key"),
        one_of("kind", SOURCE_KINDS),
        check("match_state_known", "match_state IS NULL OR match_state IN ('pledged', 'secured', 'evidenced')"),
        check("only_match_has_state", "(kind = 'match') = (match_state IS NOT NULL)"),
    )


class Fund(Base):
    """A purpose the council gives money for."""

    __tablename__ = "fund"
    id: Mapped[Key]
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    key: Mapped[Plain] = mapped_column(unique=True)
    prefix: Mapped[Plain] = mapped_column(unique=True)
    title: Mapped[Json]
    summary: Mapped[Json]
    purpose: Mapped[Json]
    who_can_apply: Mapped[Json]
    department: Mapped[Plain]
    legal_power: Mapped[Plain]
    grant_not_contract: Mapped[Plain]
    listed: Mapped[bool] = mapped_column(default=True)
    terms: Mapped[Json]
    created_at: Mapped[At]
    lots: Mapped[list["Lot"]] = relationship(order_by="Lot.position")

    @property
    def chain(self) -> tuple[str, int]:
        return ("fund", self.id)


class FundOwner(Base):
    """The named senior officer responsible for a fund, with dates."""

    __tablename__ = "fund_owner"
    id: Mapped[Key]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    title: Mapped[Plain]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[On]
    ends_on: Mapped[On | None]


class Lot(Base):
    """A theme, pillar, district or strand inside a fund, with its own target where it has one."""

    __tablename__ = "lot"
    id: Mapped[Key]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    key: Mapped[Plain]
    position: Mapped[int]
    title: Mapped[Json]
    kind: Mapped[Plain]
    area_code: Mapped[Plain | None]
    target: Mapped[int | None]
    target_unit: Mapped[Plain | None]
    reached_before: Mapped[int] = mapped_column(default=0)
    assumed: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (UniqueConstraint("fund_id", "key"),)


class Allocation(Base):
    """Money of one source for one fund (or one lot of it) in one financial year.

    The buckets are the fold of the movements and always add up to `amount`.
    """

    __tablename__ = "allocation"
    id: Mapped[Key]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    financial_year: Mapped[Plain]
    cost_code: Mapped[Plain]
    amount: Mapped[Pence]
    assumed: Mapped[bool]
    note: Mapped[Plain | None]
    available: Mapped[Pence]
    held_back: Mapped[Pence] = mapped_column(default=0)
    reserved: Mapped[Pence] = mapped_column(default=0)
    committed: Mapped[Pence] = mapped_column(default=0)
    spent_direct: Mapped[Pence] = mapped_column(default=0)
    paid: Mapped[Pence] = mapped_column(default=0)
    returned: Mapped[Pence] = mapped_column(default=0)
    source: Mapped[Source] = relationship()
    fund: Mapped[Fund] = relationship()
    lot: Mapped[Lot | None] = relationship()
    __table_args__ = (
        *(check(f"{bucket}_not_negative", f"{bucket} >= 0") for bucket in BUCKETS),
        check("buckets_add_up", f"amount = {' + '.join(BUCKETS)}"),
        Index(
            "uq_allocation_whole_fund",
            "source_id",
            "fund_id",
            "financial_year",
            unique=True,
            sqlite_where=text("lot_id IS NULL"),
            postgresql_where=text("lot_id IS NULL"),
        ),
        UniqueConstraint("source_id", "fund_id", "lot_id", "financial_year"),
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("fund", self.fund_id)


class Movement(Base):
    """One positive sum from one bucket of an allocation to another. Never changed, never removed."""

    __tablename__ = "movement"
    id: Mapped[Key]
    allocation_id: Mapped[int] = mapped_column(ForeignKey("allocation.id"), index=True)
    from_bucket: Mapped[Plain]
    to_bucket: Mapped[Plain]
    pence: Mapped[Pence]
    operation_key: Mapped[Plain]
    what_for: Mapped[Plain]
    award_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    at: Mapped[At]
    __table_args__ = (
        one_of("from_bucket", BUCKETS),
        one_of("to_bucket", BUCKETS),
        check("moves_somewhere", "from_bucket <> to_bucket"),
        check("positive", "pence > 0"),
        UniqueConstraint("operation_key", "allocation_id", "from_bucket", "to_bucket"),
    )
    frozen = True


class DirectSpend(Base):
    """A purchase that is not an award: vouchers, training, a campaign. It has evidence and an approver."""

    __tablename__ = "direct_spend"
    id: Mapped[Key]
    allocation_id: Mapped[int] = mapped_column(ForeignKey("allocation.id"), index=True)
    payee: Mapped[Plain]
    description: Mapped[Plain]
    pence: Mapped[Pence]
    spent_on: Mapped[On]
    finance_reference: Mapped[Plain]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[At]
    __table_args__ = (check("positive", "pence > 0"), check("approver_differs", "approved_by <> recorded_by"))
    frozen = True


class Period(Base):
    """A financial year as finance sees it: open, or closed to any further movement."""

    __tablename__ = "period"
    id: Mapped[Key]
    financial_year: Mapped[Plain] = mapped_column(unique=True)
    status: Mapped[Plain]
    __table_args__ = (one_of("status", ("open", "closed")),)
