"""The hub in a browser: what only a browser can show, in Chromium."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import ConsoleMessage, Page, expect, sync_playwright

from tests.world import PASSWORD, World, as_operator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium. On a machine without one the tests are left out, but never where CI is set."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        said = "No Chromium on this machine (Debian: apt install chromium)."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, live_server: Any) -> Iterator[Page]:
    """A page in a fresh browser; the test fails when it writes an error to the console, a refused script for instance."""
    context = chromium.new_context(base_url=live_server.url, locale="en", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: _note(said, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def _note(said: ConsoleMessage, complaints: list[str]) -> None:
    if said.type == "error":
        complaints.append(said.text)


@pytest.fixture
def ana(world: World) -> World:
    """The world, in which Ana has a password."""
    user = world.users["ana"]
    user.password = make_password(PASSWORD)
    with as_operator():
        user.save(update_fields=["password"])
    return world


def test_an_officer_signs_in_works_in_two_languages_and_leaves(page: Page, ana: World) -> None:
    page.goto("/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
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
