"""docs/permissions.md: every address of the application and who may come to it."""

from flask import Flask
from werkzeug.routing import Rule

from grants.cli.describing.markdown import code, page, table

INTRODUCTION = (
    "`public`: anybody. `signed_in`: anybody with an account. `applicant`: an account outside the council.",
    "`staff`: an account of the council. Any other word is a role, held for the fund the thing belongs to or for all.",
    "Who may come is only the first question: the thing itself must be in the person's scope (otherwise it is not",
    "found), and the policy of its room must allow the step now.",
    "",
)
NOT_SENT = {"HEAD", "OPTIONS"}


def permissions_page(app: Flask) -> str:
    """The whole document."""
    rooms: dict[str, list[Rule]] = {}
    for rule in app.url_map.iter_rules():
        rooms.setdefault(rule.endpoint.partition(".")[0], []).append(rule)
    body = list(INTRODUCTION)
    for room in sorted(rooms):
        rules = sorted(rooms[room], key=lambda each: (each.rule, sorted(each.methods or ())))
        body += [f"## {room}", "", *table(("Address", "Sent by", "Who may come", "View"), _rows(app, rules)), ""]
    return page("Permissions", "python -m grants.cli.describe", body)


def _rows(app: Flask, rules: list[Rule]) -> list[tuple[str, str, str, str]]:
    declared = app.extensions["grants_access"]
    return [
        (
            code(rule.rule),
            ", ".join(sorted((rule.methods or set()) - NOT_SENT)),
            ", ".join(declared[rule.endpoint]),
            code(rule.endpoint),
        )
        for rule in rules
    ]
