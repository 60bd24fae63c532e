"""Send the link a person asked for, or the mail that tells them why there is none."""

from grants.account.queries import by_email, folded
from grants.account.steps import send_link
from grants.crypto import new_key_name
from grants.work import Work


def ask_for_link(work: Work, *, purpose: str, email: str) -> None:
    """Anyone. Every answer goes to the address itself, so that the page tells nothing about who has an account.

    register: a new address gets a link to make an account, a known one is told to sign in instead.
    reset: a known address gets a link to set a password, an unknown one is told that there is no account.
    """
    account = work.session.scalars(by_email(email)).one_or_none()
    usable = account is not None and account.disabled_at is None and account.confirmed_at is not None
    if purpose == "register" and account is None:
        send_link(work, purpose="register", email=email)
    elif purpose == "reset" and account is not None and usable:
        send_link(work, purpose="reset", email=account.email, account=account)
    else:
        path = "/sign-in" if usable else ("/register" if account is None else "")
        template = f"account_{purpose}_instead"
        work.mail(template, to=folded(email), data={"path": path}, key=f"{template}:{new_key_name()}")
