"""`flask user add`: the first people of a new installation."""

import pytest
from sqlalchemy import select

from grants.models import Account, RoleGrant
from tests.client import Visitor, words

pytestmark = pytest.mark.feature("104")


def run(app, *arguments, expect=0):
    result = app.test_cli_runner().invoke(args=["user", "add", *arguments])
    assert result.exit_code == expect, result.output
    return result


def test_a_printed_link_sets_the_password(app, world):
    link = run(app, "pat@council.example", "Pat Lee", "--role", "officer", "--fund", world.fund.key).stdout.strip()
    visitor = Visitor(app)
    visitor.submit(link.removeprefix("http://localhost"), password="a marmalade lantern")
    assert visitor.get("/signed-in", expect=303).location == "/second-factor"
    grant = world.read(select(RoleGrant).order_by(RoleGrant.id))[-1]
    assert (grant.role, grant.fund_id) == ("officer", world.fund.id)


def test_a_role_that_pays_waits_for_an_administrator(app, world):
    result = run(app, "pat@council.example", "Pat Lee", "--role", "finance")
    assert "confirmed" in result.stderr
    person_id = world.one(select(Account.person_id).where(Account.email_folded == "pat@council.example"))
    (grant,) = world.read(select(RoleGrant).where(RoleGrant.person_id == person_id))
    assert grant.confirmed_at is None
    page = Visitor(app, world.admin).get("/admin")
    assert "You can confirm this" in words(page)


def test_only_the_first_two_administrators_need_nobody(app, world):
    waits = [
        "confirmed" in run(app, f"a{number}@council.example", f"A {number}", "--role", "admin").stderr
        for number in range(3)
    ]
    assert waits == [False, True, True]  # the world has one administrator already


def test_mistakes_are_said_plainly(app, world):
    assert "Enter an email address" in run(app, "nonsense", "A", "--role", "officer", expect=1).output
    assert "no fund" in run(app, "a@council.example", "A", "--role", "officer", "--fund", "x", expect=1).output
    run(app, "a@council.example", "A", "--role", "officer")
    assert "already" in run(app, "a@council.example", "A", "--role", "officer", expect=1).output
