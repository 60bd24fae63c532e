"""Column types and naming that hide the differences between the two engines."""

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any, cast

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column

from grants.domain.canonical import canonical_text

Id = BigInteger().with_variant(Integer, "sqlite")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # all but line ends and tabs
MOST_PENCE = 100_000_000_000  # one thousand million pounds: anything larger is a slip of the finger


class Moment(TypeDecorator[datetime]):
    """An aware moment, UTC on both engines. SQLite keeps ISO text of fixed width so that it sorts as time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        kind = Text() if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC) if value is not None else None


class PenceType(TypeDecorator[int]):
    """Integer pence. Refuses what is not a whole number of pence or is beyond a thousand million pounds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"money is whole pence, not {value!r}")
        if abs(value) > MOST_PENCE:
            raise ValueError("money beyond a thousand million pounds")
        return value


class Words(TypeDecorator[str]):
    """Text in Unicode NFC. Control characters are refused: one engine would store them and the other would fail."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        text = unicodedata.normalize("NFC", value)
        if _CONTROLS.search(text):
            raise ValueError("text with control characters")
        return text


class CanonicalJson(TypeDecorator[Any]):
    """Any JSON value, kept as its canonical text so that its hash can be taken again years later."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


# Whose data a text column holds decides what logs, exports and erasure may do with it.
def _text(personal: str) -> Any:
    return mapped_column(Words, info={"personal": personal})


Key = Annotated[int, mapped_column(Id, primary_key=True)]
Plain = Annotated[str, _text("none")]
Contact = Annotated[str, _text("contact")]
Bank = Annotated[str, _text("bank")]
Special = Annotated[str, _text("special")]
Free = Annotated[str, _text("free")]
At = Annotated[datetime, mapped_column(Moment)]
On = Annotated[date, mapped_column(Date)]
Pence = Annotated[int, mapped_column(PenceType)]
Json = Annotated[Any, mapped_column(CanonicalJson, info={"personal": "none"})]
FreeJson = Annotated[Any, mapped_column(CanonicalJson, info={"personal": "free"})]


class Base(DeclarativeBase):
    """What every table shares."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: Id}


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for rows written many at a time without an object each."""
    return cast(Table, model.__table__)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A CHECK that a column holds one of the given words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def check(name: str, rule: str) -> CheckConstraint:
    """A named CHECK; the name is what the error says."""
    return CheckConstraint(rule, name=name)
