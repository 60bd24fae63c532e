"""A session that ends while a page is open: the person is told, and no unsent word is lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.story import Story
from tests.browser.window import Window

pytestmark = [pytest.mark.feature("103"), pytest.mark.slow, pytest.mark.real_time]
ADMIN = "admin@demo.example"


def open_form(story: Story) -> Window:
    """An administrator begins to add somebody, on a page whose clock can be moved."""
    window = story.window("admin")
    window.page.clock.install()
    window.go("/admin/people/new")
    return window


def test_a_page_with_nothing_typed_gives_way_to_the_sign_in_page(story: Story) -> None:
    window = open_form(story)
    window.page.clock.fast_forward("29:00")
    warning = window.page.get_by_role("dialog", name="You are about to be signed out")
    expect(warning.get_by_role("button")).to_have_text(["Stay signed in"])
    with window.page.expect_navigation():
        window.page.clock.fast_forward("02:00")


def test_unsent_words_stay_and_are_given_back_after_sign_in(story: Story) -> None:
    window = open_form(story)
    window.page.get_by_label("Name").first.fill("Nia Rees")
    window.page.clock.fast_forward("31:00")
    dialog = window.page.get_by_role("dialog", name="You have been signed out")
    expect(dialog).to_contain_text("What you typed is still on the page")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_hidden()
    story.site.moment += timedelta(minutes=31)
    dialog.get_by_role("button", name="Back to the page").click()
    with window.page.expect_navigation():
        window.page.locator("main button[type=submit], main button.govuk-button").first.click()
    window.fill("Email address", ADMIN)
    window.fill("Password", "demo-password-only")
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(window.page.locator("main")).to_contain_text("Nia Rees")
