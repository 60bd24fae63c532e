"""Register and set a new password, each by a link sent by e-mail.

Opening a link changes nothing: mail scanners open links too. Only the form on its page uses it up.
"""

from typing import Any

from flask import render_template

from grants import clock
from grants.account.commands.ask_for_link import ask_for_link
from grants.account.commands.make_account import make_account
from grants.account.commands.reset_password import reset_password
from grants.account.queries import live_link
from grants.account.rules import SHORTEST_APPLICANT, SHORTEST_STAFF, as_typed
from grants.blueprints.account.browser import attempt, device_token, signed_in_on, this_device
from grants.blueprints.account.door import door
from grants.blueprints.account.forms import EmailForm, NewAccountForm, NewPasswordForm
from grants.crypto import hash_password, token_hash
from grants.models import Account, EmailLink, Membership
from grants.web.access import access
from grants.web.request import db, end_reading, shown_on, working


@door.get("/register")
@access("public")
def register() -> Any:
    """Ask for an address."""
    return render_template("account/register.html", form=EmailForm())


@door.post("/register")
@access("public")
def send_register() -> Any:
    """Send the link, or the mail that says there is an account already. The page is the same."""
    return asked("register")


@door.get("/reset")
@access("public")
def reset() -> Any:
    """Ask for the account's address."""
    return render_template("account/reset.html", form=EmailForm())


@door.post("/reset")
@access("public")
def send_reset() -> Any:
    """Send the link, or the mail that says there is no account. The page is the same."""
    return asked("reset")


def asked(purpose: str) -> Any:
    """Send what was asked for, but not again and again: the page is the same whether or not anything was sent."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template(f"account/{purpose}.html", form=form), 422
    email = str(form.email.data)
    if not attempt("link", email).wait:
        with working() as work:
            ask_for_link(work, purpose=purpose, email=email)
    return render_template("account/check_email.html", email=email, purpose=purpose)


@door.get("/register/<token>")
@access("public")
def register_link(token: str) -> Any:
    """The page a registration link opens."""
    link = link_behind(token, "register")
    return account_page(NewAccountForm(), link) if link else dead_link()


@door.post("/register/<token>")
@access("public")
def use_register_link(token: str) -> Any:
    """Make the account."""
    link = link_behind(token, "register")
    return new_account(token, link) if link else dead_link()


@door.get("/reset/<token>")
@access("public")
def reset_link(token: str) -> Any:
    """The page that a link to set a password opens."""
    link = link_behind(token, "reset", "staff")
    return password_page(NewPasswordForm(), link) if link else dead_link()


@door.post("/reset/<token>")
@access("public")
def use_reset_link(token: str) -> Any:
    """Set the password."""
    link = link_behind(token, "reset", "staff")
    if link is None:
        return dead_link()
    form = NewPasswordForm()
    if form.validate_on_submit():
        password = as_typed(str(form.password.data))
        hashed = hash_password(password)
        with shown_on(form), working() as work:
            return signed_in_on(
                reset_password(
                    work,
                    token,
                    password=password,
                    password_hash=hashed,
                    device=this_device(),
                    device_token=device_token(),
                )
            )
    return password_page(form, link)


def link_behind(token: str, *purposes: str) -> EmailLink | None:
    """The link, while it may be used for one of the purposes."""
    found = [live_link(db(), token_hash=token_hash(token), purpose=each, now=clock.now()) for each in purposes]
    return next((link for link in found if link is not None), None)


def new_account(token: str, link: EmailLink, membership: Membership | None = None) -> Any:
    """Make an account from a link's page, or show the page again with what is wrong."""
    form = NewAccountForm()
    if form.validate_on_submit():
        password = as_typed(str(form.password.data))
        hashed = hash_password(password)
        with shown_on(form), working() as work:
            return signed_in_on(
                make_account(
                    work,
                    token,
                    purpose=link.purpose,
                    name=str(form.name.data),
                    password=password,
                    password_hash=hashed,
                    device=this_device(),
                    device_token=device_token(),
                )
            )
    return account_page(form, link, membership)


def account_page(form: NewAccountForm, link: EmailLink, membership: Membership | None = None) -> Any:
    body = render_template(
        "account/new_account.html", form=form, link=link, membership=membership, shortest=SHORTEST_APPLICANT
    )
    return body, 422 if form.errors else 200


def password_page(form: NewPasswordForm, link: EmailLink) -> Any:
    account = db().get(Account, link.account_id)
    staff = account is not None and account.is_staff
    end_reading()
    body = render_template(
        "account/new_password.html",
        form=form,
        email=link.email,
        shortest=SHORTEST_STAFF if staff else SHORTEST_APPLICANT,
    )
    return body, 422 if form.errors else 200


def dead_link() -> Any:
    """A link that was used, has run out, was replaced by a newer one, or never was: one answer for all."""
    return render_template("account/dead_link.html"), 404
