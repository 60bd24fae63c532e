"""docs/data-model.md: every table with its columns, whose data they hold, what is frozen and what is checked."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint

from grants.cli.describing.markdown import code, page, table
from grants.models import Base

INTRODUCTION = (
    "*Whose data* is the class of personal data a text column holds: none, contact, bank, special or free",
    "(whatever somebody typed). Money is whole pence, moments are UTC. *Frozen* columns refuse to change from the step",
    "that makes them count, and their rows refuse to go, in the database itself.",
    "",
)
KINDS = {"Words": "text", "CanonicalJson": "JSON", "PenceType": "pence", "Moment": "moment", "BigInteger": "integer"}


def data_model_page() -> str:
    """The whole document."""
    body = list(INTRODUCTION)
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.class_.__tablename__):
        body += _model(mapper.class_)
    return page("Data model", "python -m grants.cli.describe", body)


def _model(model: Any) -> list[str]:
    rows = model.__table__
    return [
        f"## {rows.name}",
        "",
        " ".join((model.__doc__ or "").split()),
        "",
        *table(("Column", "Kind", "May be empty", "Points to", "Whose data", "Frozen"), _columns(model, rows)),
        "",
        *_frozen(model),
        *(f"- Checked: {code(str(each.sqltext))} ({each.name})" for each in _checks(rows)),
        *(f"- Only once: {', '.join(code(c.name) for c in each.columns)}" for each in _uniques(rows)),
        *(f"- Only once where {code(str(rule))}: {', '.join(names)}" for names, rule in _partial(rows)),
        "",
    ]


def _columns(model: Any, rows: Table) -> list[tuple[str, ...]]:
    return [
        (
            code(column.name),
            _kind(column),
            "yes" if column.nullable else "",
            ", ".join(sorted(code(key.target_fullname) for key in column.foreign_keys)),
            column.info.get("personal", ""),
            _when_frozen(model, column.name),
        )
        for column in rows.columns
    ]


def _kind(column: Column[Any]) -> str:
    name = type(column.type).__name__
    return KINDS.get(name, name.lower())


def _when_frozen(model: Any, name: str) -> str:
    if getattr(model, "frozen", False) or name in getattr(model, "always_frozen_columns", ()):
        return "always"
    if name in getattr(model, "frozen_columns", ()):
        after = getattr(model, "frozen_after", None)
        return f"once {code(str(after))}" if after else "always"
    return ""


def _frozen(model: Any) -> list[str]:
    if getattr(model, "frozen", False):
        return ["- A row never changes and never goes."]
    if not any(getattr(model, name, None) for name in ("frozen_columns", "always_frozen_columns")):
        return []
    after = getattr(model, "frozen_after", None)
    loose = after and not getattr(model, "always_frozen_columns", ())
    return [f"- A row never goes once {code(str(after))} is filled." if loose else "- A row never goes."]


def _checks(rows: Table) -> list[CheckConstraint]:
    return sorted((c for c in rows.constraints if isinstance(c, CheckConstraint)), key=lambda each: str(each.name))


def _uniques(rows: Table) -> list[UniqueConstraint]:
    found = [c for c in rows.constraints if isinstance(c, UniqueConstraint)]
    return sorted(found, key=lambda each: [c.name for c in each.columns])


def _partial(rows: Table) -> list[tuple[list[str], Any]]:
    return [
        ([code(c.name) for c in each.columns], _where(each))
        for each in sorted(rows.indexes, key=lambda found: str(found.name))
        if each.unique and _where(each) is not None
    ]


def _where(index: Index) -> Any:
    return index.dialect_options["sqlite"]["where"]
