"""No assessor learns anything of another before their own scores are in; anonymous rounds hide who applied."""

import re

import pytest
from sqlalchemy import select, update

from grants import clock
from grants.models import Attachment, FormVersion, Round, StoredFile
from tests.factories import forms
from tests.factories.scoring import declare, give, score

CANARY = "Canarywords"
NAME = "Canaryname"


def crawl(browser, *starts: str, most: int = 150) -> dict[str, str]:
    """Every page reachable by links, with its headers and text; only GET."""
    seen: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(seen) < most:
        path = waiting.pop(0).split("#")[0].replace("&amp;", "&")
        if path in seen or not path.startswith("/") or path.startswith(("/static", "/sign-out")):
            continue
        response = browser.client.get(path)
        assert response.status_code < 500, path
        seen[path] = f"{response.headers}{response.get_data().decode(errors='replace')}"
        waiting += [response.location] if response.status_code == 303 else []
        waiting += re.findall(r'href="([^"]+)"', seen[path])
    return seen


def leaks(pages: dict[str, str], *secrets: str) -> list[tuple[str, str]]:
    """Where a secret stands by itself: a page's tokens are letters and figures by chance, any four among them."""
    alone = {secret: re.compile(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9])") for secret in secrets}
    return [(path, secret) for path, text in pages.items() for secret in secrets if alone[secret].search(text)]


@pytest.fixture
def other_has_scored(world):
    """assessor2, under a name of their own, has submitted; assessor1 and a person in two roles have not."""
    application = world.an_application("assessing")
    other = world.a_staff_member(NAME, "assessor")
    give(world, application, world.assessor1, other)
    score(world, application, other, (5, 4, 2), total=8231, words=CANARY)
    return application


@pytest.mark.feature("45")
@pytest.mark.parametrize("also", ["", "officer", "manager", "head_of_service", "auditor"])
def test_no_page_list_or_header_tells_of_others_before_ones_own_scores_are_in(world, visitor, other_has_scored, also):
    person = world.assessor1
    if also:
        world.a_role(person, also)
    path = f"/scoring/{other_has_scored.reference}"
    case = f"/casework/{other_has_scored.reference}"
    starts = ["/home", "/scoring", path, f"/scoring/rounds/{world.round.id}/interests"]
    if also:
        starts += ["/casework", "/casework?sort=score", f"/casework?q={NAME}", case]
        starts += [f"{case}/{part}" for part in ("scores", "assessors", "timeline", "checks", "decision")]
    pages = crawl(visitor.as_(person), *starts)
    assert path in pages
    audit = tuple(page for page in pages if page.startswith(("/audit", "/admin")))
    told = {page: text for page, text in pages.items() if page not in audit}
    assert leaks(told, CANARY, "8231", "82.31") == []
    assert [leak for leak in leaks(told, NAME) if "allocation" not in leak[0] and "?q=" not in leak[0]] == []


@pytest.mark.feature("45")
def test_an_order_by_score_leaves_out_what_one_still_has_to_score(world, visitor):
    world.a_role(world.assessor1, "officer")
    open_one = world.an_application("recommending", rank_score=9000, score=9000)
    give(world, open_one, world.assessor1)
    done = world.an_application("recommending", rank_score=5000, score=5000)
    page = visitor.as_(world.assessor1).get("/casework?sort=score").get_data(as_text=True)
    assert open_one.reference not in page
    assert done.reference in page
    assert "90.00" not in visitor.as_(world.assessor1).get("/casework").get_data(as_text=True)


@pytest.mark.feature("45")
def test_once_ones_own_scores_are_in_and_scoring_is_done_casework_sees_all(world, visitor, other_has_scored):
    world.a_role(world.assessor1, "manager")
    score(world, other_has_scored, world.assessor1, (5, 4, 2), total=8200)
    path = f"/casework/{other_has_scored.reference}/scores"
    assert CANARY not in visitor.as_(world.assessor1).get(path).get_data(as_text=True)
    with world.house.database.writing() as session:
        session.execute(update(type(other_has_scored)).values(status="recommending"))
        session.commit()
    assert CANARY in visitor.as_(world.assessor1).get(path).get_data(as_text=True)


@pytest.fixture
def anonymous(world):
    """An anonymous round whose one application tells who applied in three places."""
    definition = {
        **forms.APPLICATION,
        "key": "anonymous",
        "sections": [
            {
                "key": "who",
                "title": {"en": "Who"},
                "questions": [
                    {"key": "chair", "type": "text", "label": {"en": "Chair"}, "tags": ["identity"]},
                    {"key": "proof", "type": "file", "label": {"en": "Proof"}},
                ],
            },
            *forms.APPLICATION["sections"],
        ],
    }
    form = world.a_form("application", definition)
    round_ = world.a_round("blind", anonymous=True, application_form_id=form.id)
    organisation = world.an_organisation("Secretbody", postcode="ZE1 1AA")
    answers = {"chair": "Secretchair", "proof": ["1"]}
    application = world.an_application(
        "assessing", round=round_, organisation=organisation, answers=answers, title="Secrettitle"
    )
    stored = StoredFile(object_key="k", sha256="0" * 64, size=5, media_type="application/pdf", state="clean",
                        created_at=clock.now())  # fmt: skip
    world.write(stored)
    attachment = Attachment(
        file_id=stored.id,
        organisation_id=organisation.id,
        response_id=application.response_id,
        question="proof",
        name="Secretfile.pdf",
        added_by=world.lead.id,
        added_at=clock.now(),
    )
    world.write(attachment)
    give(world, application, world.assessor1, world.assessor2, declared=False)
    declare(world, world.assessor1, round_=round_)
    return application, attachment


SECRETS = ("Secretbody", "Secretchair", "Secretfile", "Secrettitle", "ZE1 1AA")


@pytest.mark.feature("46")
@pytest.mark.parametrize("also", ["", "officer"])
def test_an_anonymous_round_hides_who_applied_from_its_assessors(world, visitor, anonymous, also):
    application, attachment = anonymous
    if also:
        world.a_role(world.assessor1, also)
    browser = visitor.as_(world.assessor1)
    case = f"/casework/{application.reference}"
    starts = ["/home", "/scoring", f"/scoring/{application.reference}"]
    if also:
        starts += ["/casework", "/casework?q=Secretbody", case, f"{case}/timeline", f"{case}/files/{attachment.id}"]
    pages = crawl(browser, *starts)
    assert "Hidden in this round" in pages[f"/scoring/{application.reference}"]
    declaration = f"/scoring/rounds/{application.round_id}/interests"
    told = {p: t for p, t in pages.items() if not p.startswith((declaration, "/casework?q="))}
    assert leaks(told, *SECRETS) == []
    if also:
        assert application.reference not in pages["/casework?q=Secretbody"]
        browser.get(f"{case}/files/{attachment.id}", expect=404)
        browser.get(f"{case}/checks", expect=404)


@pytest.mark.feature("46")
def test_those_who_do_not_score_see_who_applied(world, visitor, anonymous):
    application, _ = anonymous
    page = visitor.as_(world.officer).get(f"/casework/{application.reference}").get_data(as_text=True)
    assert all(secret in page for secret in ("Secretbody", "Secretchair", "Secretfile"))
    assert world.read(select(FormVersion).where(FormVersion.key == "anonymous"))
    assert world.one(select(Round).where(Round.key == "blind")).anonymous
