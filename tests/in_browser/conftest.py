"""Chromium, with a context of its own for each person, in which a complaint of the browser fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from tests.world import PASSWORD, World, as_operator


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The system's Chromium. On a machine without one the tests are left out, but never where CI is set.

    Started for each file anew: while it lives its event loop runs in this thread, where signing a PDF runs one of its own, and
    Django has other connections than without: those are closed, for their database is thrown away meanwhile.
    """
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        said = "No Chromium on this machine (Debian: apt install chromium)."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def pages(chromium: Any, live_server: Any) -> Iterator[Callable[[], Page]]:
    """Makes pages, each in a fresh browser; the test fails when one writes an error to the console, a refused script for one."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(_page(chromium, live_server.url))


@pytest.fixture
def page(pages: Callable[[], Page]) -> Page:
    """One of them."""
    return pages()


@pytest.fixture
def passwords(world: World) -> World:
    """The world, in which everybody has a password."""
    password = make_password(PASSWORD)
    with as_operator():
        for user in world.users.values():
            user.password = password
            user.save(update_fields=["password"])
    return world


def sign_in(page: Page, username: str) -> Page:
    """Sign somebody in."""
    page.goto("/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator(".shell-agency").wait_for()
    return page


@contextmanager
def _page(chromium: Any, address: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=address, locale="en", viewport={"width": 1280, "height": 800})
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
