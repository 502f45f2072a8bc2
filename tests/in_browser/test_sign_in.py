"""The hub in a browser: what only a browser can show, in Chromium."""

import pytest
from playwright.sync_api import Page, expect

from tests.in_browser.conftest import sign_in
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_signs_in_works_in_two_languages_and_leaves(page: Page, passwords: World) -> None:
    sign_in(page, "ana")
    expect(page.locator(".shell-agency")).to_have_text("Aduana Nacional")

    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="ES", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    page.locator(".shell-person").click()
    page.locator("form[action$='/sign-out/'] button").click()
    expect(page.get_by_label("Username").or_(page.locator("#id_username"))).to_be_visible()
    page.goto("/")
    expect(page.locator("#id_username")).to_be_visible()
