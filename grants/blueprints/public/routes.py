"""The funds, one fund, its questions, the check before an account, and the pages every website owes its readers."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import get_locale

from grants import clock
from grants.apply.funds import FundOnShow, RoundOnShow, fund_on_show, funds_on_show, round_with_forms
from grants.apply.queries import form_of
from grants.blueprints.public.question_paper import question_paper
from grants.documents.blocks import Document
from grants.documents.pdf import render_pdf
from grants.domain.errors import NotFound
from grants.models import FormVersion, Round
from grants.questions.answers import check, visible
from grants.questions.eligibility import Stopped, stopped
from grants.questions.form import Form as AskedForm
from grants.questions.reading import Raw
from grants.web.access import access
from grants.web.downloads import as_download
from grants.web.eligibility_pass import pass_for, remember_pass
from grants.web.forms import Form
from grants.web.questions import ask, posted, read_section
from grants.web.request import actor, db, settings

door = Blueprint("public", __name__)


@door.get("/")
@access("public")
def front() -> Any:
    """Staff and applicants go to their own page; everyone else to the funds."""
    wanted = "home.staff" if actor().is_staff else "apply.home" if actor().signed_in else ""
    if wanted in current_app.view_functions:
        return redirect(url_for(wanted), 303)
    return funds()


@door.get("/funds")
@access("public")
def funds() -> Any:
    shown = funds_on_show(db(), actor(), now=clock.now(), language=language())
    return render_template("public/funds.html", funds=shown, settings=settings())


@door.get("/funds/<key>")
@access("public")
def fund(key: str) -> Any:
    shown = fund_on_show(db(), actor(), key, now=clock.now(), language=language())
    passed = {each.id: passed_check(each.id, shown.key, each.key) for each in shown.rounds if each.has_check}
    return render_template("public/fund.html", fund=shown, passed=passed, settings=settings())


@door.get("/funds/<key>/questions")
@access("public")
def questions(key: str) -> Any:
    shown, round_, paper = _paper(key)
    return render_template("public/questions.html", fund=shown, round=round_, paper=paper)


@door.get("/funds/<key>/questions.pdf")
@access("public")
def questions_pdf(key: str) -> Any:
    shown, round_, paper = _paper(key)
    return as_download(render_pdf(paper), name=f"questions-{shown.key}-{round_.key}.pdf", media_type="application/pdf")


def _paper(key: str) -> tuple[FundOnShow, RoundOnShow, Document]:
    shown = fund_on_show(db(), actor(), key, now=clock.now(), language=language())
    round_ = round_with_forms(db(), actor(), key, request.args.get("round"), now=clock.now())
    form = form_of(round_.application_form)
    on_show = next(each for each in shown.rounds if each.id == round_.id)
    return shown, on_show, question_paper(shown, on_show, form, language=language())


@door.route("/funds/<key>/eligibility", methods=["GET", "POST"])
@access("public")
def eligibility(key: str) -> Any:
    round_, version = _with_check(key)
    asked_form = form_of(version)
    form = Form()
    raw = posted(request.form) if request.method == "POST" else None
    answers, problems = _answered(asked_form, raw or {})
    if raw is None or not form.validate_on_submit():
        return _check_page(key, round_, asked_form, raw, answers, [], form)
    reasons = stopped(asked_form, answers)
    if reasons:
        return _stop_page(key, reasons)
    problems += [(each.field, each.message) for each in check(asked_form, answers)] if not problems else []
    if problems:
        return _check_page(key, round_, asked_form, raw, answers, problems, form), 422
    response = redirect(url_for("public.eligible", key=key, round=round_.key), 303)
    remember_pass(response, round_id=round_.id, answers=answers, form_digest=version.digest)  # type: ignore[arg-type]
    return response


def _with_check(key: str) -> tuple[Round, FormVersion]:
    round_ = round_with_forms(db(), actor(), key, request.args.get("round"), now=clock.now())
    if round_.eligibility_form is None:
        raise NotFound("check")
    return round_, round_.eligibility_form


def _answered(asked_form: AskedForm, raw: Raw) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    answers: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for section in asked_form.sections:
        found = read_section(section, raw)
        answers |= {name: value for name, value in found.values.items() if value is not None}
        problems += found.problems
    return answers, problems


def _check_page(
    key: str,
    round_: Round,
    asked_form: AskedForm,
    raw: Raw | None,
    answers: dict[str, Any],
    problems: list[tuple[str, str]],
    form: Form,
) -> str:
    shown = fund_on_show(db(), actor(), key, now=clock.now(), language=language())
    seen = visible(asked_form, answers)
    asked = [
        each
        for section in asked_form.sections
        for each in ask(section, visible=seen, answers=answers, raw=raw or None, problems=problems, language=language())
    ]
    title = asked_form.title.in_language(language())
    return render_template(
        "public/eligibility.html",
        fund=shown,
        round_key=round_.key,
        asked=asked,
        problems=problems,
        form_=form,
        name=title,
    )


def _stop_page(key: str, reasons: list[Stopped]) -> str:
    everything = funds_on_show(db(), actor(), now=clock.now(), language=language())
    shown = fund_on_show(db(), actor(), key, now=clock.now(), language=language())
    return render_template(
        "public/not_eligible.html",
        fund=shown,
        reasons=[each.reason.in_language(language()) for each in reasons],
        others=[each for each in everything if each.key != key and each.state == "open"],
        settings=settings(),
    )


@door.get("/funds/<key>/eligible")
@access("public")
def eligible(key: str) -> Any:
    round_, _version = _with_check(key)
    if not passed_check(round_.id, key, round_.key):
        return redirect(url_for("public.eligibility", key=key, round=round_.key), 303)
    shown = fund_on_show(db(), actor(), key, now=clock.now(), language=language())
    on_show = next(each for each in shown.rounds if each.id == round_.id)
    return render_template("public/eligible.html", fund=shown, round=on_show)


def passed_check(round_id: int, fund_key: str, round_key: str) -> bool:
    """Whether this visitor has passed the check of a round, as it is now."""
    round_ = round_with_forms(db(), actor(), fund_key, round_key, now=clock.now())
    version = round_.eligibility_form
    return version is not None and pass_for(round_id, version.digest) is not None


@door.get("/accessibility")
@access("public")
def accessibility() -> Any:
    return render_template("public/accessibility.html", settings=settings())


@door.get("/privacy")
@access("public")
def privacy() -> Any:
    return render_template("public/privacy.html", settings=settings())


@door.get("/cookies")
@access("public")
def cookies() -> Any:
    return render_template("public/cookies.html", settings=settings(), secure=settings().secure)


@door.get("/contact")
@access("public")
def contact() -> Any:
    return render_template("public/contact.html", settings=settings())


def language() -> str:
    """The language this reader has chosen."""
    return str(get_locale() or "en")
