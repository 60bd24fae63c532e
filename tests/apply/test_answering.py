"""Answers are saved, come back, never overwrite a colleague's unseen words, and follow their conditions."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from grants import clock
from grants.apply.commands.save_answers import save_answers
from grants.domain.errors import DomainError, NotFound, NotPermitted, WrongState
from grants.models import Answer, Application, Event
from grants.work import work_for
from tests.apply.saving import autosave, changed, project
from tests.client import words
from tests.factories.apply import another_organisation, draft_for, stored
from tests.factories.forms import APPLICATION
from tests.statements import statements

__all__ = ["statements"]


@pytest.fixture
def draft(world) -> Application:
    return world.an_application("draft")


def save(world, draft, values, *, by=None, seen=None):
    with work_for(world.house, world.actor(by or world.lead)) as work:
        return save_answers(work, draft.reference, values, seen=seen if seen is not None else dict.fromkeys(values, 1))


def answers(world, draft):
    return draft_for(world, world.lead, draft.reference).answers


@pytest.mark.feature("18")
def test_the_task_list_says_how_far_each_section_is_and_who_saved_last(world, visitor):
    draft = world.an_application("draft", answers={"need": None, "amount": None, "budget": None})
    page = words(visitor.as_(world.lead).get(f"/applications/{draft.reference}"))
    assert "Your project In progress Money Not started" in page
    assert "9 days left" in page
    assert "Last saved by Lead Person, 21 November 2026 at 10am." in page
    visitor.as_(world.lead).submit(project(draft), need="Cold homes")
    assert "Your project Complete" in words(visitor.as_(world.lead).get(f"/applications/{draft.reference}"))


@pytest.mark.feature("18")
def test_drafts_are_there_for_the_whole_organisation_and_come_back_as_they_were(world, visitor, draft):
    helper = world.a_member(world.organisation, "contributor", "Con Tributor")
    visitor.as_(world.lead).submit(project(draft), title="Warm & light", later="1")
    page = visitor.as_(helper).get(project(draft))
    assert 'value="Warm &amp; light"' in page.get_data(as_text=True)
    assert draft.reference in words(visitor.as_(helper).get("/organisations"))


def test_a_section_that_is_not_asked_is_not_counted(world, visitor):
    larger = {
        "key": "larger",
        "title": {"en": "Larger grants"},
        "when": {"question": "amount", "over": 5_000_000},
        "questions": [{"key": "risks", "type": "long_text", "label": {"en": "What could go wrong?"}, "words": 50}],
    }
    form = world.a_form("application", {**APPLICATION, "sections": [*APPLICATION["sections"], larger]}, number=2)
    round_ = world.a_round("2029", application_form_id=form.id)
    small = world.an_application("draft", round=round_)
    assert "Section 1 of 2" in words(visitor.as_(world.lead).get(project(small)))
    visitor.as_(world.lead).submit(f"/applications/{small.reference}/sections/money", later="1", amount="90000")
    assert "Section 1 of 3" in words(visitor.as_(world.lead).get(project(small)))


def test_saving_goes_on_to_the_next_section_and_then_to_checking(world, visitor, draft):
    lead = visitor.as_(world.lead)
    assert lead.submit(project(draft)).location.endswith("/sections/money")
    assert lead.submit(f"/applications/{draft.reference}/sections/money").location.endswith("/check")
    assert lead.submit(project(draft), later="1").location.endswith(draft.reference)


def test_a_question_that_hangs_on_an_answer_is_asked_on_the_next_page_without_a_script(world, visitor, draft):
    lead = visitor.as_(world.lead)
    assert "How do you keep them safe?" not in words(lead.get(project(draft)))
    moved = lead.submit(project(draft), young="yes")
    assert moved.location.endswith("/sections/project#safeguarding")
    assert "How do you keep them safe?" in words(lead.get(project(draft)))
    lead.submit(project(draft), safeguarding="Two adults at all times")
    lead.submit(project(draft), young="no")
    assert "safeguarding" in answers(world, draft), "an answer a condition hides is kept"
    assert "keep them safe" not in words(lead.get(f"/applications/{draft.reference}/check"))


@pytest.mark.feature("28")
@pytest.mark.parametrize(("count", "status"), [(50, 303), (51, 422)])
def test_the_word_limit_is_the_same_on_the_page_and_on_the_server(world, visitor, draft, count, status):
    text = " ".join(["word"] * count)
    page = visitor.as_(world.lead).submit(project(draft), need=text, expect=status)
    if status == 422:
        assert "must be 50 words or fewer" in words(page)
        assert text in page.get_data(as_text=True), "nothing typed is lost"
        assert answers(world, draft)["need"] != text, "and nothing is stored"
    shown = visitor.as_(world.lead).get(project(draft)).get_data(as_text=True)
    assert 'data-maxwords="50"' in shown


def test_a_long_answer_can_be_kept_for_later_and_is_told_before_sending(world, visitor, draft):
    text = " ".join(["word"] * 60)
    visitor.as_(world.lead).submit(project(draft), need=text, later="1")
    assert answers(world, draft)["need"] == text
    assert "1 answer is missing or needs a change" in words(
        visitor.as_(world.lead).get(f"/applications/{draft.reference}/check")
    )


MONEY = {"amount": "1000", "budget-0-category": "staff", "budget-0-description": "Host", "budget-0-amount": "600"}


@pytest.mark.feature("25")
def test_a_budget_has_rows_added_and_removed_without_a_script_and_adds_up_on_the_server(world, visitor):
    draft = world.an_application("draft", answers={"amount": None, "budget": None})
    lead, path = visitor.as_(world.lead), f"/applications/{draft.reference}/sections/money"
    page = lead.submit(path, expect=200, **MONEY, row="add:budget").get_data(as_text=True)
    assert 'name="budget-1-category"' in page
    assert "data-total>600.00<" in page
    assert "data-left>400.00<" in page
    assert answers(world, draft).get("budget") is None, "adding a row stores nothing"
    wrong = lead.submit(path, expect=422, **MONEY)
    assert "must add up to" in words(wrong)
    assert "it adds up to £600" in words(wrong)
    second = {"budget-1-category": "overheads", "budget-1-description": "Rent", "budget-1-amount": "400"}
    lead.post(path, {**seen(lead, path), **MONEY, **second})
    assert [row["amount"] for row in answers(world, draft)["budget"]] == [60_000, 40_000]
    fewer = lead.post(path, {**seen(lead, path), **MONEY, **second, "row": "remove:budget:0"}, expect=200)
    assert "budget-0-" not in fewer.get_data(as_text=True)


def seen(browser, path) -> dict[str, str]:
    page = browser.get(path).get_data(as_text=True)
    return dict(re.findall(r'name="(seen-[a-z_]+)" value="(\d+)"', page))


def test_the_line_of_the_budget_that_is_wrong_carries_the_error(world, visitor, draft):
    path = f"/applications/{draft.reference}/sections/money"
    page = visitor.as_(world.lead).submit(path, expect=422, **{"budget-1-amount": "lots"})
    html = page.get_data(as_text=True)
    assert 'href="#budget-1-amount"' in html
    assert 'id="budget-1-amount-error"' in html
    assert 'value="lots"' in html


@pytest.mark.feature("19")
def test_autosave_keeps_what_changed_and_says_when(world, visitor, draft):
    with clock.at(datetime(2026, 11, 21, 10, 32, tzinfo=UTC)):
        reply = autosave(visitor.as_(world.lead), draft, **{"seen-title": "1", "title": "Warmer rooms"})
    assert reply.status_code == 200
    assert reply.json == {"saved_at": "10:32am", "hidden": {"seen-title": "2"}}
    kept = answers(world, draft)
    assert kept["title"] == "Warmer rooms"
    assert kept["need"].startswith("Many people"), "what was not sent is as it was"
    assert world.read(select(Event)) == [], "drafts record nothing"


@pytest.mark.feature("19")
def test_autosave_asks_the_database_six_things_at_most(world, visitor, draft, statements):
    lead = visitor.as_(world.lead)
    fields = {"csrf_token": lead.token(), "autosave": "1", "seen-title": "1", "title": "Once"}
    url = f"/applications/{draft.reference}/autosave/project"
    lead.client.post(url, data=fields)
    with statements() as sent:
        reply = lead.client.post(url, data={**fields, "seen-title": "2", "title": "Twice"})
    assert reply.status_code == 200
    assert len(sent) <= 6, sent


def test_autosave_of_what_cannot_be_read_says_why_and_keeps_what_was_stored(world, visitor, draft):
    reply = autosave(visitor.as_(world.lead), draft, section="money", **{"seen-amount": "1", "amount": "ten"})
    assert reply.status_code == 422
    assert "using numbers only" in reply.json["message"]
    assert answers(world, draft)["amount"] == 1_000_000


def test_what_one_saved_oneself_in_another_window_is_said_to_be_ones_own(world, visitor, draft):
    save(world, draft, {"title": "In the other window"}, by=world.lead)
    page = visitor.as_(world.lead).post(project(draft), {"seen-title": "1", "title": "Here"}, expect=409)
    assert "You saved this on 21 November 2026 at 10am: In the other window" in words(page)


@pytest.mark.feature("19")
def test_a_stale_autosave_is_refused_with_both_texts(world, visitor, draft):
    """Invariant 20: an acknowledged save is never lost."""
    save(world, draft, {"title": "By the other"}, by=world.a_member(world.organisation, "contributor", "Con Tributor"))
    reply = autosave(visitor.as_(world.lead), draft, **{"seen-title": "1", "title": "By me"})
    assert reply.status_code == 409
    assert "By the other" in reply.json["message"]
    assert answers(world, draft)["title"] == "By the other"
    page = visitor.as_(world.lead).post(project(draft), {"seen-title": "1", "title": "By me"}, expect=409)
    assert "Con Tributor saved this on 21 November 2026 at 10am: By the other" in words(page)
    assert "was changed after you opened the page" in words(page)
    html = page.get_data(as_text=True)
    assert 'value="By me"' in html
    assert 'name="seen-title" value="2"' in html, "a second press stores mine, knowingly"
    visitor.as_(world.lead).post(project(draft), {"seen-title": "2", "title": "By me"})
    assert answers(world, draft)["title"] == "By me"


def test_colleagues_on_different_questions_never_collide(world, draft):
    helper = world.a_member(world.organisation, "contributor", "Con Tributor")
    save(world, draft, {"title": "Mine"})
    save(world, draft, {"need": "Theirs"}, by=helper)
    assert (answers(world, draft)["title"], answers(world, draft)["need"]) == ("Mine", "Theirs")


def test_the_same_words_again_are_no_new_version(world, draft):
    save(world, draft, {"title": "Warm rooms"}, seen={"title": 7})
    assert world.one(select(Answer).where(Answer.question == "title")).version == 1


@pytest.mark.parametrize("role", ["viewer", "signatory"])
def test_people_who_only_read_or_sign_cannot_change_answers(world, visitor, draft, role):
    person = world.a_member(world.organisation, role, f"Only {role}")
    with pytest.raises(NotPermitted):
        save(world, draft, {"title": "Mine"}, by=person)
    visitor.as_(person).get(project(draft), expect=403)
    assert autosave(visitor.as_(person), draft, **{"seen-title": "1", "title": "x"}).status_code == 409
    assert answers(world, draft)["title"] == "Warm rooms"
    page = visitor.as_(person).get(f"/applications/{draft.reference}/check")
    assert "Warm rooms" in words(page)
    assert "Change" not in words(page)


def test_another_organisation_finds_nothing(world, visitor, draft):
    _, stranger = another_organisation(world)
    for path in ("", "/check", "/sections/project", "/receipt", "/timeline", "/withdraw", "/sign", "/copy.pdf"):
        visitor.as_(stranger).get(f"/applications/{draft.reference}{path}", expect=404)
    with pytest.raises(NotFound):
        save(world, draft, {"title": "Theirs"}, by=stranger)


def test_nothing_is_saved_after_closing_or_once_sent(world, draft):
    with clock.at(changed(world.round.closes_at, seconds=1)), pytest.raises(WrongState, match="has closed"):
        save(world, draft, {"title": "Late"})
    sent = world.an_application("checking")
    with pytest.raises(WrongState, match="was sent"):
        save(world, sent, {"title": "Late"})
    with pytest.raises(DomainError):
        save(world, stored(world, sent), {"title": "Late"}, by=world.officer)
