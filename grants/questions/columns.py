"""The columns of every table question, so a budget is the same table wherever it is asked."""

from dataclasses import dataclass

from grants.questions.record import Record
from grants.questions.text import Text

COLUMN_TYPES = ("text", "money", "integer", "choice", "date", "email", "phone")


@dataclass(frozen=True)
class Option:
    key: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True)
class Column:
    key: str
    type: str
    label: Text
    required: bool = True
    total: bool = False
    words: int | None = None
    options: tuple[Option, ...] = ()

    def option(self, key: object) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


def _options(*pairs: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(key, Text(label)) for key, label in pairs)


CATEGORIES = _options(
    ("staff", "Staff"),
    ("volunteers", "Volunteer expenses"),
    ("premises", "Premises"),
    ("activities", "Activities and materials"),
    ("equipment", "Equipment"),
    ("travel", "Travel"),
    ("publicity", "Publicity and translation"),
    ("evaluation", "Monitoring and evaluation"),
    ("overheads", "Overheads: a fair share of your running costs"),
)
MATCH_KIND = _options(("cash", "Cash"), ("in_kind", "In kind"))
MATCH_STATE = _options(("pledged", "Pledged"), ("secured", "Secured"), ("evidenced", "Evidence attached"))
TABLES: dict[str, tuple[Column, ...]] = {
    "budget": (
        Column("category", "choice", Text("Type of cost"), options=CATEGORIES),
        Column("description", "text", Text("What it is for"), words=40),
        Column("amount", "money", Text("Amount you ask us for"), total=True),
        Column("match", "money", Text("Amount from elsewhere"), required=False, total=True),
    ),
    "outcomes": (
        Column("outcome", "text", Text("What will change"), words=40),
        Column("indicator", "text", Text("How you will know"), words=40),
        Column("target", "integer", Text("Target number")),
        Column("unit", "text", Text("What it is counted in"), words=6),
    ),
    "districts": (
        Column("area", "choice", Text("District")),
        Column("number", "integer", Text("Number of people"), total=True),
    ),
    "partners": (
        Column("organisation", "text", Text("Partner’s name"), words=20),
        Column("role", "text", Text("What the partner will do"), words=60),
        Column("share", "money", Text("Share of the grant"), total=True),
    ),
    "match": (
        Column("funder", "text", Text("Who the money is from"), words=20),
        Column("kind", "choice", Text("Cash or in kind"), options=MATCH_KIND),
        Column("state", "choice", Text("How certain it is"), options=MATCH_STATE),
        Column("amount", "money", Text("Amount or value"), total=True),
    ),
    "people": (
        Column("name", "text", Text("Name"), words=10),
        Column("role", "text", Text("Role"), words=10),
        Column("email", "email", Text("Email"), required=False),
        Column("phone", "phone", Text("Phone"), required=False),
    ),
}
OPTIONS_GO_TO = {"budget": "category", "districts": "area"}  # a question's own options replace this column's


def columns_from(record: Record) -> tuple[Column, ...]:
    return tuple(_column(item) for item in record.records("columns"))


def _column(record: Record) -> Column:
    column = Column(
        key=record.words("key", required=True),
        type=record.one_of("type", COLUMN_TYPES),
        label=record.must_text("label"),
        required=record.yes("required", default=True),
        total=record.yes("total"),
        words=record.number("words"),
        options=options_from(record),
    )
    if column.type == "choice" and not column.options:
        record.fault("options", "is missing: a choice needs options")
    if column.total and column.type not in ("money", "integer"):
        record.fault("total", "only money and whole numbers can be added up")
    record.done()
    return column


def options_from(record: Record) -> tuple[Option, ...]:
    options = tuple(_option(item) for item in record.records("options"))
    keys = [option.key for option in options]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        record.fault("options", f"“{key}” is there twice")
    return options


def _option(record: Record) -> Option:
    option = Option(record.words("key", required=True), record.must_text("label"), record.text("hint"))
    record.done()
    return option
