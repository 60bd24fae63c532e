"""The second factor of staff: set it up, prove it, and see the recovery codes once."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from flask import Response, g, redirect, render_template, url_for

from grants.account.commands.prove_second_factor import prove_second_factor
from grants.account.commands.set_second_factor import set_second_factor as set_command
from grants.account.rules import local_path, wait_words
from grants.account.second_factor import app_address, new_secret
from grants.blueprints.account.browser import attempt, remember_device, signed_in_on, this_device, wanted_path
from grants.blueprints.account.door import door
from grants.blueprints.account.forms import CodeForm, SetUpForm
from grants.crypto import Unreadable
from grants.web.access import access
from grants.web.request import end_reading, house, shown_on, working
from grants.web.session import carry, recognise

WRONG_CODE = "The code is wrong or was used before. Enter the next one from the app"


def half_signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Only for somebody whose password was right and whose second factor is missing; anyone else is sent on."""

    @wraps(view)
    def checked(*args: Any, **values: Any) -> Any:
        if g.half_session is None:
            return redirect(url_for("account.after_sign_in", next=wanted_path() or None), 303)
        return view(*args, **values)

    return checked


@door.get("/second-factor")
@access("public")
@half_signed_in
def second_factor() -> Any:
    """Ask for a code; who has no app yet sets one up first."""
    if g.half_session.account.totp_sealed is None:
        return redirect(url_for("account.set_up", next=wanted_path() or None), 303)
    return code_page(CodeForm(next=wanted_path()))


@door.post("/second-factor")
@access("public")
@half_signed_in
def send_second_factor() -> Any:
    """Try the code."""
    form = CodeForm()
    if not form.validate_on_submit():
        return code_page(form)
    half, account = g.half_session, g.half_session.account
    trying = attempt("code", account.email)
    if trying.wait:
        form.code.errors = [f"There have been too many tries. Wait {wait_words(trying.wait)}"]
        return code_page(form)
    with working() as work:
        token = prove_second_factor(
            work,
            account.id,
            session_id=half.id,
            code=str(form.code.data),
            attempt_id=trying.id,
            device=this_device(),
        )
    if not token:
        form.code.errors = [WRONG_CODE]
        return code_page(form)
    return signed_in_on(token, local_path(form.next.data or ""))


def code_page(form: CodeForm) -> Any:
    return render_template("account/second_factor.html", form=form), 422 if form.errors else 200


@door.get("/second-factor/set-up")
@access("public")
@half_signed_in
def set_up() -> Any:
    """Show the secret as a picture for the app."""
    if g.half_session.account.totp_sealed is not None:
        return redirect(url_for("account.second_factor", next=wanted_path() or None), 303)
    sealed = house().keys.seal(new_secret().encode(), binding=set_up_binding())
    return set_up_page(SetUpForm(next=wanted_path(), sealed=sealed))


@door.post("/second-factor/set-up")
@access("public")
@half_signed_in
def send_set_up() -> Any:
    """Check that the app has the secret, and keep it."""
    form = SetUpForm()
    if opened(form) is None:
        return redirect(url_for("account.set_up", next=wanted_path() or None), 303)
    if form.validate_on_submit():
        account_id, code = g.half_session.account_id, "".join(str(form.code.data).split())
        with shown_on(form), working() as work:
            done = set_command(work, account_id, secret=opened(form) or "", code=code, device=this_device())
        if not form.errors:
            return show_codes(done.codes, token=done.token, to=local_path(form.next.data or ""))
    return set_up_page(form)


def set_up_binding() -> str:
    """A secret shown on a page can only be set up from that person's own half session."""
    return f"set-up {g.half_session.id}"


def opened(form: SetUpForm) -> str | None:
    """The secret that the page carried, if it is one of ours."""
    try:
        return house().keys.unseal(form.sealed.data or "", binding=set_up_binding()).decode()
    except Unreadable:
        return None


def set_up_page(form: SetUpForm) -> Any:
    secret = opened(form) or ""
    picture = qr_picture(app_address(secret, g.half_session.account.email))
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    body = render_template("account/set_up.html", form=form, picture=picture, secret=spaced)
    return body, 422 if form.errors else 200


def qr_picture(text: str) -> dict[str, Any]:
    """The picture as one SVG path and its size; the template draws it, so no ready-made markup is trusted."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    squares = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return {"path": "".join(squares), "size": len(rows)}


def show_codes(codes: list[str], *, token: str, to: str) -> Response:
    """Show the recovery codes, this once, in the session that begins with them."""
    carry(token)
    end_reading()
    recognise()
    page = render_template("account/recovery_codes.html", codes=codes, to=to or url_for("account.after_sign_in"))
    return remember_device(page)
