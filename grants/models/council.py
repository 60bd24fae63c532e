"""The council itself, its places and its dated rules: a successor body or a new limit is a new row."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.models.base import Base, Key, On, Plain, one_of


class Authority(Base):
    """A council that gives grants, for as long as it exists."""

    __tablename__ = "authority"
    id: Mapped[Key]
    key: Mapped[Plain] = mapped_column(unique=True)
    name: Mapped[Plain]
    address: Mapped[Plain]
    starts_on: Mapped[On]
    ends_on: Mapped[On | None]


class Area(Base):
    """A place with an official nine-character code, between two dates."""

    __tablename__ = "area"
    id: Mapped[Key]
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    kind: Mapped[Plain]
    code: Mapped[Plain]
    name: Mapped[Plain]
    starts_on: Mapped[On]
    ends_on: Mapped[On | None]
    __table_args__ = (
        UniqueConstraint("authority_id", "code", "starts_on"),
        one_of("kind", ("county", "district", "ward", "division", "own")),
    )


class RuleValue(Base):
    """A threshold or limit with its dates and where it comes from."""

    __tablename__ = "rule_value"
    id: Mapped[Key]
    name: Mapped[Plain]
    value: Mapped[int]
    starts_on: Mapped[On]
    ends_on: Mapped[On | None]
    source: Mapped[Plain]
    __table_args__ = (UniqueConstraint("name", "starts_on"),)
