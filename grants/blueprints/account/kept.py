"""What somebody sent when their session had ended is kept, and given back once they have signed in again."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from grants import clock
from grants.account.commands.discard_kept_post import discard_kept_post
from grants.account.commands.keep_post import keep_post
from grants.account.queries import kept_post
from grants.account.rules import local_path
from grants.blueprints.account.browser import landing
from grants.blueprints.account.door import door
from grants.crypto import Unreadable, token_hash
from grants.domain.errors import DomainError, NotFound
from grants.domain.text import clean
from grants.web.access import access
from grants.web.request import actor, db, house, working
from grants.web.session import recognise

NEVER_KEPT = ("csrf_token", "code", "sealed")
NOT_SHOWN = re.compile(r"key|version.*|seen(-.*)?|go|later|row|files|next|send|submit")


@door.record_once
def register(state: BlueprintSetupState) -> None:
    """Tell the gate and the error pages who keeps things."""
    state.app.extensions["grants_keep_post"] = keep_for_sign_in
    state.app.extensions["grants_keep_untokened"] = keep_untokened


def keep_for_sign_in() -> Response:
    """The session ended while the page was open: keep what was sent, then ask the person to sign in."""
    token = keep(g.past_account_id) if g.past_account_id and comes_from_our_page() else ""
    to = url_for("account.kept", token=token) if token else readable_path()
    return redirect(url_for("account.sign_in", next=to or None), 303)  # type: ignore[return-value]


def keep_untokened() -> Response | None:
    """The page's token is of an earlier session of this browser. None where it may be forged: then it is refused."""
    if "actor" not in g:
        recognise()
    if request.endpoint == "account.send_sign_in" and comes_from_our_page():
        flash(_("The page had been open for a long time. Sign in again."), "info")
        return redirect(url_for("account.sign_in", next=local_path(request.form.get("next", "")) or None), 303)  # type: ignore[return-value]
    account_id = actor().account_id or g.past_account_id
    if account_id is None or is_public() or not (comes_from_our_page() and has_our_token()):
        return None
    token = keep(account_id)
    if not token:
        return None
    to = url_for("account.kept", token=token)
    return redirect(to if actor().signed_in else url_for("account.sign_in", next=to), 303)  # type: ignore[return-value]


def keep(account_id: int) -> str:
    """Keep this request's form for an account; the token that asks for it.

    Autosave is not kept: its page still has the words.
    """
    if request.form.get("autosave"):
        return ""
    fields = [
        [name, clean(value)]
        for name, values in request.form.lists()
        if name not in NEVER_KEPT and "password" not in name
        for value in values
    ]
    if not any(value.strip() for name, value in fields if not NOT_SHOWN.fullmatch(name)):
        return ""
    path = request.full_path.rstrip("?")
    with working() as work:
        return keep_post(work, account_id, path=path, fields=fields, files=len(request.files))


def is_public() -> bool:
    """Whether anyone may send this: then nothing of a session was needed, and nothing is kept."""
    declared = current_app.extensions["grants_access"].get(request.endpoint, ("public",))
    return "public" in declared


def comes_from_our_page() -> bool:
    """Whether the browser says that the form was on one of our own pages. Only then is it kept."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def has_our_token() -> bool:
    """Whether the form carries a token that we signed, for whichever session."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        signer.loads(request.form.get("csrf_token", ""))
    except BadData:
        return False
    return True


def readable_path() -> str:
    """The request's own path where it can be opened as a page, or nothing."""
    try:
        adapter = current_app.create_url_adapter(request)
        if adapter is not None and adapter.test(request.path, "GET"):
            return local_path(request.path)
    except HTTPException:
        pass
    return ""


@door.get("/kept/<token>")
@access("signed_in")
def kept(token: str) -> Any:
    """What was typed, unsaved, with a button that sends it now."""
    found = kept_post(db(), token_hash=token_hash(token), account_id=actor().account_id, now=clock.now())
    if found is None:
        raise NotFound
    try:
        content = json.loads(house().keys.unseal(found.sealed, binding=f"kept post {found.token_hash}"))
    except Unreadable as gone:
        raise NotFound from gone
    shown = [{"key": key, "value": value} for key, value in shown_words(found.path, content["fields"])]
    return render_template(
        "account/kept.html", path=found.path, fields=content["fields"], files=content["files"], shown=shown, token=token
    )


def shown_words(path: str, fields: list[list[str]]) -> list[tuple[str, str]]:
    """What was typed as its own page would say it, where that page tells; else by the names of its boxes."""
    try:
        endpoint, values = current_app.url_map.bind(request.host).match(urlsplit(path).path, method="POST")
        say = current_app.extensions.get("grants_kept_words", {}).get(endpoint)
        if say is not None:
            raw: dict[str, list[str]] = {}
            for name, value in fields:
                raw.setdefault(name, []).append(value)
            told: list[tuple[str, str]] = say(raw, **values)
            return told
    except (HTTPException, DomainError):
        pass  # the page is no longer there, or no longer theirs: its words still are
    typed = ((name, value) for name, value in fields if not NOT_SHOWN.fullmatch(name) and value.strip())
    return [(in_words(name), value) for name, value in typed]


def in_words(name: str) -> str:
    """A field's name as a person may read it."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


@door.post("/kept/<token>")
@access("signed_in")
def discard(token: str) -> Any:
    """Throw it away."""
    with working() as work:
        discard_kept_post(work, token)
    flash(_("What was kept is deleted."), "success")
    return redirect(landing(), 303)
