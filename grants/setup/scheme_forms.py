"""Forms as a scheme file writes them: questions borrowed from the bank, pounds and dates as people write them."""

from datetime import date
from typing import Any

from grants.questions.bank import council_bank
from grants.questions.form import Form, FormFaults
from grants.questions.record import Record, pence_from

_MONEY_LIMITS = ("minimum", "maximum")


def form_from(record: Record, key: str, *, required: bool = False) -> Form | None:
    raw = record.raw(key, required=required)
    return None if raw is None else _parsed(raw, record, key)


def forms_from(record: Record, key: str) -> tuple[Form, ...]:
    raw = record.raw(key)
    items = raw if isinstance(raw, list) else []
    read = [_parsed(item, record, f"{key}[{number}]") for number, item in enumerate(items, start=1)]
    return tuple(form for form in read if form is not None)


def _parsed(raw: object, record: Record, key: str) -> Form | None:
    if not isinstance(raw, dict):
        record.fault(key, "must be a table")
        return None
    try:
        return Form.parse(_canonical(raw, record, key))
    except FormFaults as found:
        for path, message in found.faults:
            # The file says section and question, one at a time; the stored form says sections and questions.
            written = path.replace("sections", "section").replace("questions", "question")
            record.fault(f"{key}.{written}", message)
        return None


def _canonical(raw: dict[str, Any], record: Record, key: str) -> dict[str, Any]:
    """What has not the right shape stays as it is written: the form’s own reading says what is wrong with it."""
    written = raw.get("section")
    sections = [
        _section(each, record, f"{key}.section[{number}]") for number, each in enumerate(_listed(written), start=1)
    ]
    money = {str(question.get("key")) for question in _questions(sections) if question.get("type") == "money"}
    for item in [*(section for section in sections if isinstance(section, dict)), *_questions(sections)]:
        _conditions_in_pence(item, money)
    rest = {name: value for name, value in raw.items() if name != "section"}
    return {**rest, "sections": sections if isinstance(written, list) else written}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _section(raw: object, record: Record, path: str) -> object:
    if not isinstance(raw, dict) or not isinstance(raw.get("question", []), list):
        return raw
    rest = {name: value for name, value in raw.items() if name != "question"}
    asked = enumerate(raw.get("question", []), start=1)
    return {
        **rest,
        "questions": [_question(entry, record, f"{path}.question[{place}]") for place, entry in asked],
    }


def _questions(sections: list[object]) -> list[dict[str, Any]]:
    found = [each for section in sections if isinstance(section, dict) for each in _listed(section.get("questions"))]
    return [each for each in found if isinstance(each, dict)]


def _question(entry: object, record: Record, path: str) -> object:
    if not isinstance(entry, dict):
        return entry
    question = dict(entry)
    if "bank" in question:
        try:
            question = council_bank().borrow(question)
        except ValueError as error:
            record.fault(f"{path}.bank", str(error))
    for name, value in question.items():
        if isinstance(value, date):
            question[name] = value.isoformat()
        elif question.get("type") == "money" and name in _MONEY_LIMITS:
            question[name] = _or_as_written(value)
    return question


def _or_as_written(value: object) -> object:
    pence = pence_from(value)
    return value if pence is None else pence


def _conditions_in_pence(item: dict[str, Any], money: set[str]) -> None:
    whens = item.get("when")
    if whens is None:
        return
    listed = whens if isinstance(whens, list) else [whens]
    item["when"] = [
        {name: _or_as_written(value) if name in ("over", "under") else value for name, value in when.items()}
        if isinstance(when, dict) and isinstance(when.get("question"), str) and when["question"] in money
        else when
        for when in listed
    ]
