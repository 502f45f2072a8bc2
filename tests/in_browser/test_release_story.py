"""Diego asks, Ana proposes two paragraphs, the police keep one back, Bruno releases the other in other words, and recalls it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from agencies.access import looking_as
from agencies.work import running
from agencies.work.kinds import NOTICES
from intel.enquiries import services as enquiries
from intel.enquiries.entries import RequestEntry
from intel.reports.models import Report
from tests.enquiries.making import ASKED
from tests.in_browser.conftest import sign_in
from tests.in_browser.test_story import confirms
from tests.releases import making
from tests.releases.making import OWN, RESTING
from tests.world import PASSWORD, World, engaged

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SANITISED, CONDITION = "La empresa declara repuestos por debajo de su valor.", "Solo para la fiscalización de 2025."
WHY = "El valor de comparación era de otra mercancía."
#: All that would tell Diego that there was more, or who was asked about it.
TRACES = (OWN, RESTING, "PB-", "Policía", "Celia", "AN-RL-", "Partly", "in part")


@dataclass
class Told:
    """The people with their browsers, and the report of which it is."""

    at: dict[str, Page]
    report: Report
    workers: Callable[[], None]

    def diego_finds_no_trace(self, *addresses: str) -> None:
        """Of what he was not given, on these pages."""
        for address in ("/", "/inbox/", "/notices/", "/releases/", "/releases/requests/", "/releases/consents/", *addresses):
            response = self.at["diego"].request.get(address)
            assert response.status == 200, address
            assert [trace for trace in TRACES if trace in response.text()] == [], address


@pytest.fixture
def told(pages: Callable[[], Page], passwords: World) -> Told:
    """The tax body asked customs, which has a report that rests on what the police told it."""
    world = passwords
    paola = engaged(world.agencies["SIN"], "paola", "SUPERVISOR", password=PASSWORD)
    report = making.report(world)
    with looking_as(world.diego):
        request = enquiries.draft_request(by=world.diego, addressees=[world.agencies["AN"].pk], entry=RequestEntry(
            **ASKED | {"purpose": "TAX_CONTROL", "question": "¿Qué se sabe de la importadora?"}))
        request = enquiries.submit(by=world.diego, request=request, revision=request.revision)
    with looking_as(paola):
        enquiries.send(by=paola, request=request, revision=request.revision)
    return Told({name: sign_in(pages(), name) for name in ("ana", "bruno", "celia", "diego")}, report,
                lambda: running.run_due(NOTICES) and None)


def test_what_one_originator_keeps_back_the_recipient_never_learns_of(told: Told) -> Any:
    ana, bruno, celia, diego = (told.at[name] for name in ("ana", "bruno", "celia", "diego"))
    ana.goto("/requests/received/")
    ana.get_by_role("link", name="-RI-").first.click()
    ana.get_by_role("link", name="Release", exact=True).click()
    expect(ana.locator("[name=recipient]")).to_have_value("SIN")
    ana.locator("[name=items-0-reference]").fill(f"{told.report.reference}/1")
    ana.locator("[name=items-0-text]").fill(SANITISED)
    ana.get_by_role("button", name="Add an item").click()
    ana.locator("[name=items-1-reference]").fill(f"{told.report.reference}/2")
    ana.get_by_label("Does it rest on anything").select_option("yes")
    ana.get_by_role("button", name="Save the draft").click()
    expect(ana.get_by_text("Not without the consent of PB")).to_be_visible()
    request = ana.url
    confirms(ana, "Submit")
    told.workers()
    told.diego_finds_no_trace()

    bruno.goto("/inbox/")
    bruno.get_by_role("link", name="Asked for by request").first.click()
    assert bruno.url == request
    confirms(bruno, "Send")
    told.workers()
    told.diego_finds_no_trace()

    celia.goto("/notices/")
    celia.get_by_role("link", name="asks for your consent").click()
    expect(celia.get_by_text(RESTING)).to_be_visible()
    assert OWN not in celia.content() and SANITISED not in celia.content(), "the police read what is theirs alone"
    celia.get_by_role("button", name="Decline").click()
    celia.get_by_label("Reason for refusing").select_option("SOURCE_PROTECTION")
    celia.get_by_role("dialog").get_by_label("Reason", exact=False).last.fill("Se reconocería a quien lo contó.")
    with celia.expect_navigation():
        celia.get_by_role("dialog").get_by_role("button", name="Decline").click()
    told.workers()
    told.diego_finds_no_trace()

    bruno.goto("/inbox/")
    bruno.get_by_role("link", name="Asked for by request").first.click()
    expect(bruno.locator("[name=included][value='2']")).to_be_disabled()
    bruno.get_by_label("Further conditions").fill(CONDITION)
    bruno.get_by_role("button", name="Release what is chosen").click()
    release = bruno.url
    told.workers()

    diego.goto("/notices/")
    diego.get_by_role("link", name="released something to you").click()
    assert diego.url == release
    expect(diego.get_by_text(SANITISED)).to_be_visible()
    expect(diego.get_by_text(CONDITION)).to_be_visible()
    told.diego_finds_no_trace(release)

    bruno.get_by_role("button", name="Recall").first.click()
    bruno.get_by_role("dialog").get_by_label("Reason").fill(WHY)
    with bruno.expect_navigation():
        bruno.get_by_role("dialog").get_by_role("button", name="Recall").click()
    told.workers()
    diego.goto(release)
    expect(diego.get_by_text(WHY).first).to_be_visible()
    assert SANITISED not in diego.content()
    told.diego_finds_no_trace(release)
