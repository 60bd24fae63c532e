"""A page that says no leads on, and gives back what somebody typed."""

from tests.client import words

REASON = "We lost our hall in the flood, and cannot promise the work before the summer after next."


def test_a_page_that_is_out_of_date_gives_back_the_words_and_leads_to_how_things_stand(world, visitor):
    sent = world.an_application("checking")
    path = f"/applications/{sent.reference}/withdraw"
    refused = visitor.as_(world.lead).submit(path, expect=409, version="0", reason=REASON)
    assert f"What you typed It was not saved. Copy it now if you need it again. {REASON}" in words(refused)
    assert f'href="{path}">See how things stand now' in refused.get_data(as_text=True)


def test_a_page_that_is_over_leads_to_the_page_above_it(world, visitor):
    sent = world.an_application("checking")
    refused = visitor.as_(world.lead).get(f"/applications/{sent.reference}/sections/project", expect=409)
    assert f'href="/applications/{sent.reference}">See how things stand now' in refused.get_data(as_text=True)
    assert "What you typed" not in words(refused)


def test_words_of_a_form_that_may_not_be_ours_are_not_shown(world, visitor):
    sent = world.an_application("checking")
    lead = visitor.as_(world.lead)
    refused = lead.post(
        f"/applications/{sent.reference}/withdraw", {"csrf_token": "forged", "reason": REASON}, expect=400
    )
    assert REASON not in words(refused)
