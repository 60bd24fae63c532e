"""Parts of pages that are made once: nobody gets another person's."""

import re

from tests.client import words


def test_everybody_gets_the_links_they_may_follow_however_pages_are_asked_for_in_turn(world, visitor):
    people = {"Approvals": world.approver, "My scoring": world.assessor1, "Payments": world.finance1}
    for _turn in range(2):
        for entry, person in people.items():
            shown = words(visitor.as_(person).get("/home"))
            assert [each for each in people if each in shown] == [entry]
        assert "Sign out" not in words(visitor.get("/funds"))


def test_every_session_signs_out_with_a_token_of_its_own(world, visitor):
    tokens = [
        re.findall(
            r'name="csrf_token" value="([^"]+)"', visitor.as_(world.officer).get("/casework").get_data(as_text=True)
        )
        for _session in range(2)
    ]
    assert tokens[0] and tokens[1]
    assert not set(tokens[0]) & set(tokens[1])
    assert "TOKEN" not in "".join(tokens[0] + tokens[1])


def test_the_page_one_is_on_is_marked_and_no_other(world, visitor):
    browser = visitor.as_(world.officer)
    for path, entry in (("/casework", "Applications"), ("/rounds", "Rounds"), ("/casework", "Applications")):
        page = browser.get(path).get_data(as_text=True)
        marked = re.findall(
            r'(?s)<a class="govuk-service-navigation__link"[^>]*aria-current="page"[^>]*>(.*?)</a>', page
        )
        assert [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in marked] == [entry]
