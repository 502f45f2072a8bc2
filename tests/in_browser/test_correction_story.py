"""Customs corrects what it released, Diego signs and answers for his report, and who told it reads what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from agencies.work import running
from agencies.work.kinds import NOTICES
from intel.releases.models import Release
from intel.reports.models import Report
from tests.in_browser.conftest import sign_in
from tests.in_browser.test_story import confirms
from tests.releases import onward
from tests.releases.correcting import RIGHT, WHY
from tests.releases.making import OWN, RESTING
from tests.world import PASSWORD, World, engaged

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESTROYED, STANDS = "La copia impresa.", "Se sostiene por la inspección."
ASKS, ANSWERS = "¿Para qué caso se leyó?", "Para la fiscalización de 2025."


@dataclass
class Told:
    """The people with their browsers, what Diego received, and his report that cites it."""

    at: dict[str, Page]
    release: Release
    report: Report
    workers: Callable[[], None]


@pytest.fixture
def told(pages: Callable[[], Page], passwords: World) -> Told:
    """Diego received a paragraph of customs, and one that rests on what the police told; a report of the tax body cites both."""
    world = passwords
    engaged(world.agencies["SIN"], "paola", "SUPERVISOR", password=PASSWORD)
    release = onward.received(world)
    report = onward.citing(world, release)
    running.run_due(NOTICES)
    return Told({name: sign_in(pages(), name) for name in ("ana", "bruno", "celia", "diego", "paola")}, release, report,
                lambda: running.run_due(NOTICES) and None)


def test_a_correction_reaches_who_received_it_and_the_reading_room_shows_what_they_did(told: Told) -> None:
    page = f"/releases/{told.release.pk}/"
    diego = told.at["diego"]
    diego.goto(page)
    expect(diego.get_by_text(OWN)).to_be_visible()
    with diego.expect_download():
        diego.get_by_role("button", name="Copy as PDF").click()
    corrected = customs_corrects(told, page)
    diego_signs_and_answers(told, corrected)
    customs_reads_what_became_of_it(told, page)
    police_ask_why_it_was_read(told)


def customs_corrects(told: Told, page: str) -> str:
    """Ana writes it right, Bruno sends and decides, Celia consents; the address of what took its place."""
    ana, bruno, celia = (told.at[name] for name in ("ana", "bruno", "celia"))
    ana.goto(page)
    ana.get_by_role("link", name="Correct").click()
    ana.locator("[name=items-0-text]").fill(RIGHT)
    ana.get_by_label("Does it rest on anything").select_option("yes")
    ana.get_by_label("Reason").fill(WHY)
    ana.get_by_role("button", name="Save the drafts").click()
    request = ana.url
    confirms(ana, "Submit")
    bruno.goto(request)
    confirms(bruno, "Send")
    told.workers()
    celia.goto("/notices/")
    celia.get_by_role("link", name="asks for your consent").first.click()
    celia.get_by_role("checkbox").first.check()
    with celia.expect_navigation():
        celia.get_by_role("button", name="Consent").first.click()
    bruno.goto(request)
    for box in bruno.locator("[name=included]").all():
        box.check()
    bruno.get_by_role("button", name="Release what is chosen").click()
    told.workers()
    return bruno.url


def diego_signs_and_answers(told: Told, corrected: str) -> None:
    """He reads why and no word of what was wrong, says what became of the copy and of his report, and reads what is right."""
    diego = told.at["diego"]
    diego.goto("/notices/")
    diego.get_by_role("link", name="corrected").first.click()
    expect(diego.get_by_text(WHY).first).to_be_visible()
    assert OWN not in diego.content() and RESTING not in diego.content()
    diego.get_by_role("button", name="Sign for it").click()
    diego.locator("[name=receipt]").select_option("PURGED")
    diego.locator("[name=words]").fill(DESTROYED)
    with diego.expect_navigation():
        diego.get_by_role("dialog").get_by_role("button", name="Sign").click()
    diego.get_by_role("button", name="Answer", exact=True).click()
    diego.get_by_role("dialog").locator("[name=state]").select_option("STANDS")
    diego.get_by_role("dialog").get_by_label("Reason").fill(STANDS)
    with diego.expect_navigation():
        diego.get_by_role("dialog").get_by_role("button", name="Answer").click()
    diego.goto(corrected)
    expect(diego.get_by_text(RIGHT)).to_be_visible()


def customs_reads_what_became_of_it(told: Told, page: str) -> None:
    """That it was answered for, and not for which report; who read it and took a copy."""
    bruno = told.at["bruno"]
    bruno.goto(page)
    expect(bruno.get_by_text("SIN: 0 open, 1 answered.")).to_be_visible()
    expect(bruno.get_by_text(DESTROYED)).to_be_visible()
    for hidden in (told.report.reference, STANDS):
        assert hidden not in bruno.content(), "it is a report of the tax body's alone"
    bruno.goto("/reading-room/?person=diego")
    for act in ("Read", "Took a copy"):
        expect(bruno.locator("tbody tr", has_text=act).first).to_be_visible()


def police_ask_why_it_was_read(told: Told) -> None:
    """Celia asks, a colleague of Diego's answers."""
    celia, paola = told.at["celia"], told.at["paola"]
    celia.goto("/reading-room/?act=READ")
    celia.locator("tbody tr a").first.click()
    celia.get_by_role("button", name="Ask why").click()
    celia.get_by_role("dialog").get_by_label("Question").fill(ASKS)
    with celia.expect_navigation():
        celia.get_by_role("dialog").get_by_role("button", name="Ask").click()
    told.workers()
    paola.goto("/reading-room/questions/")
    paola.locator("tbody tr a").first.click()
    paola.locator("[data-dialog-open=answer]").click()  # hers is in Spanish
    paola.locator("dialog [name=answer]").fill(ANSWERS)
    with paola.expect_navigation():
        paola.locator("dialog[open] [type=submit]").click()
    celia.goto("/reading-room/questions/")
    celia.locator("tbody tr a").first.click()
    expect(celia.get_by_text(ANSWERS)).to_be_visible()
