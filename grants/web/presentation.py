"""Sets up how pages are made: templates, filters, languages and what every page is told."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, current_app, g, has_app_context, has_request_context, session, url_for
from flask.templating import Environment
from flask_babel import Babel, get_locale, get_translations
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from grants.domain.calendar import long_date, long_moment
from grants.domain.identifiers import phone_shown
from grants.domain.money import amount, pounds
from grants.web.headers import csp_nonce
from grants.web.once import Once
from grants.web.static_files import init_static_files
from grants.web.undefined import LoudUndefined

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
COMPONENT_PACKAGES = ("govuk_frontend_jinja", "govuk_frontend_wtf")
PLAIN_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_COLOUR = "#0b5a4a"  # white words on it stand out 8 to 1
FOOTER_ENDPOINTS = ("public.accessibility", "public.privacy", "public.cookies", "public.contact")


class PresentationSettings(Protocol):
    """The part of the settings that pages need."""

    @property
    def council_name(self) -> str: ...
    @property
    def demo(self) -> bool: ...
    @property
    def testing(self) -> bool: ...


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the bar under the council's name."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Council:
    """Whose pages these are."""

    name: str
    colour: str
    logo: str | None


class PageEnvironment(Environment):
    """Templates that share the app's own dict of globals: to compare layered ones at every import is dear."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def council_of(settings: PresentationSettings) -> Council:
    """Name, colour and logo; a colour that is not `#rrggbb` is refused, as it goes into a style."""
    colour = getattr(settings, "council_colour", None) or DEFAULT_COLOUR
    if not PLAIN_COLOUR.fullmatch(colour):
        raise ValueError(f"The council's colour must look like {DEFAULT_COLOUR}, not {colour!r}.")
    return Council(name=settings.council_name, colour=colour, logo=getattr(settings, "council_logo", None) or None)


def init_presentation(app: Flask, settings: PresentationSettings) -> None:
    """Give the app its templates, filters, languages, static files and the facts on every page."""
    init_templates(app, loud=settings.testing or settings.demo)
    init_languages(app, settings)
    init_static_files(app)
    WTFormsHelpers(app)
    app.jinja_env.filters.update(money=pounds, amount=amount, date=long_date, moment=long_moment, phone=phone_shown)
    app.jinja_env.globals.update(has_endpoint=lambda name: name in app.view_functions, once=Once())
    app.extensions["grants_council"] = council_of(settings)
    app.extensions["grants_demo"] = settings.demo
    app.context_processor(page_facts)


def init_templates(app: Flask, *, loud: bool) -> None:
    """Find our templates and the components, and say what an unknown name does."""
    packages = {name: PackageLoader(name) for name in COMPONENT_PACKAGES}
    app.jinja_loader = ChoiceLoader([FileSystemLoader(TEMPLATES), PrefixLoader(packages)])
    app.jinja_env.undefined = LoudUndefined if loud else ChainableUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def init_languages(app: Flask, settings: PresentationSettings) -> None:
    """English unless the person has chosen another language that the council offers."""
    offered = tuple(getattr(settings, "languages", None) or ("en",))

    def chosen_language() -> str:
        chosen = session.get("language") if has_request_context() else None
        return str(chosen) if chosen in offered else str(offered[0])

    Babel(app, default_locale="en", default_timezone="Europe/London", locale_selector=chosen_language)
    install = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]  # of Jinja's i18n extension
    install(translated, translated_number, newstyle=True)


def words_now() -> Any:
    """The translations this page is made in, looked for once: a long table asks for thousands of words."""
    if not has_app_context():
        return get_translations()
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def translated(text: str) -> str:
    """A template's words in the language of the page."""
    return str(words_now().ugettext(text))


def translated_number(one: str, many: str, number: int) -> str:
    """A template's words for one or for several."""
    return str(words_now().ungettext(one, many, number))


def set_navigation(app: Flask, build: Callable[[], Sequence[NavigationItem]]) -> None:
    """Say who makes the list of links for the person now signed in."""
    app.extensions["grants_navigation"] = build


def page_facts() -> dict[str, Any]:
    """What every template may use unasked; worked out once a request, as each field is a template too."""
    if "page_facts" not in g:
        g.page_facts = steady_facts() | (personal_facts() if has_request_context() else {})
    return dict(g.page_facts)


def steady_facts() -> dict[str, Any]:
    """What is the same for everybody, and needs no database."""
    return {
        "cspNonce": csp_nonce(),
        "council": current_app.extensions["grants_council"],
        "demo": current_app.extensions["grants_demo"],
        "language": str(get_locale() or "en"),
    }


def personal_facts() -> dict[str, Any]:
    """The links this person may follow from every page."""
    build_navigation = current_app.extensions.get("grants_navigation", list)
    present = [name for name in FOOTER_ENDPOINTS if name in current_app.view_functions]
    return {
        "navigation": tuple(build_navigation()),
        "footer_links": tuple((name, url_for(name)) for name in present),
    }


def render_alone(template: str, **values: Any) -> str:
    """A page made without asking who the person is: for when the database, or our own code, has failed."""
    return current_app.jinja_env.get_template(template).render(**steady_facts(), **values)
