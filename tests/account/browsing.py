"""What tests of signing in do again and again."""

import json
import re

import pyotp
from sqlalchemy import select

from grants import clock
from grants.models import Account, Message
from tests.client import Visitor
from tests.factories.world import PASSWORD

GOOD_PASSWORD = "marmalade lantern otter"


def account_of(world, person) -> Account:
    return world.one(select(Account).where(Account.person_id == person.id))


def email_of(world, person) -> str:
    return account_of(world, person).email


def change(world, row, **values):
    """Write new values on a row, as somebody else's request would."""
    with world.house.database.writing() as session:
        stored = session.get_one(type(row), row.id)
        for name, value in values.items():
            setattr(stored, name, value)
        session.commit()


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD, expect: int = 303, **more):
    return visitor.submit("/sign-in", expect=expect, email=email, password=password, **more)


def secret_on(page) -> str:
    """The key that the set-up page shows to those who cannot use the picture."""
    return re.sub(r"\s", "", re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page.get_data(as_text=True))[1])


def app_code(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def codes_on(page) -> list[str]:
    return re.findall(r"<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>", page.get_data(as_text=True))


def set_up(visitor: Visitor, email: str, password: str = PASSWORD) -> tuple[str, list[str]]:
    """Sign in for the first time as staff: the app's secret and the recovery codes."""
    sign_in(visitor, email, password)
    visitor.get("/second-factor", expect=303)
    page = visitor.get("/second-factor/set-up")
    secret = secret_on(page)
    done = visitor.post(
        "/second-factor/set-up", {"sealed": hidden(page, "sealed"), "code": app_code(secret)}, expect=200
    )
    return secret, codes_on(done)


def hidden(page, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.get_data(as_text=True))[1]


def mails(world):
    """(to, template, data) of every message, oldest first."""
    keys = world.house.keys
    return [
        (each.to_email, each.template, json.loads(keys.unseal(each.data_sealed, binding=f"message {each.key}")))
        for each in world.read(select(Message).order_by(Message.id))
    ]


def last_path(world) -> str:
    """The path in the newest message."""
    return mails(world)[-1][2]["path"]
