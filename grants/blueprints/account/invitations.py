"""Accept an invitation to act for an organisation, by the link sent with it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.account.commands.join import join as join_command
from grants.account.queries import by_email, open_membership
from grants.blueprints.account.browser import landing
from grants.blueprints.account.door import door
from grants.blueprints.account.forms import NewAccountForm
from grants.blueprints.account.links import account_page, dead_link, link_behind, new_account
from grants.models import EmailLink, Membership
from grants.web.access import access
from grants.web.forms import Form
from grants.web.request import actor, db, working


@door.get("/join/<token>")
@access("public")
def join(token: str) -> Any:
    """The page an invitation opens: a button for somebody signed in, sign-in or a new account for others."""
    link = link_behind(token, "join")
    membership = invitation(link)
    if link is None or membership is None:
        return dead_link()
    if actor().signed_in:
        return join_page(link, membership)
    if db().scalars(by_email(link.email)).one_or_none() is not None:
        flash(_("Sign in to accept the invitation."), "info")
        return redirect(url_for("account.sign_in", next=url_for("account.join", token=token)), 303)
    return account_page(NewAccountForm(), link, membership)


@door.post("/join/<token>")
@access("public")
def use_join_link(token: str) -> Any:
    """Accept the invitation."""
    link = link_behind(token, "join")
    membership = invitation(link)
    if link is None or membership is None:
        return dead_link()
    if not actor().signed_in:
        return new_account(token, link, membership)
    form = Form()
    if not form.validate_on_submit():
        return join_page(link, membership), 422
    with working(form, lands=landing()) as work:
        join_command(work, token)
    flash(_("You can now act for %(name)s.", name=membership.organisation.name), "success")
    return redirect(landing(), 303)


def invitation(link: EmailLink | None) -> Membership | None:
    """The membership an invitation is to, while it stands."""
    return open_membership(db(), link.membership_id) if link is not None else None


def join_page(link: EmailLink, membership: Membership) -> Any:
    mine = actor().email == link.email and not actor().is_staff
    return render_template("account/join.html", form=Form(), link=link, membership=membership, mine=mine)
