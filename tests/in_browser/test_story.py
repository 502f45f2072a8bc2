"""Carla asks for a name that customs alone holds, and gets an answer; Diego sees nothing of it at any step."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as changed
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from agencies.work import running
from agencies.work.kinds import NOTICES, QUERIES, QUERY_FILES
from intel.queries import index
from tests.alerts import writing as alerts
from tests.in_browser.conftest import sign_in
from tests.queries.asking import NAME, disclosed
from tests.world import PASSWORD, World, engaged

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CASE, QUESTION = "LP-118/2026", "¿Cruzó la frontera en octubre?"
ANSWER = "Dos veces, por Tambo Quemado. Quién lo acompañaba no puede decirse."
#: All that would tell Diego of it: names, case, question, answer, and the numbers of whoever takes part.
TRACES = (NAME, CASE, QUESTION, ANSWER, "AN-", "PB-")
LOOKED_AT = ("/", "/inbox/", "/inbox/?tab=others", "/inbox/?tab=overdue", "/notices/", "/requests/", "/requests/received/",
             "/queries/", "/alerts/", "/subjects/")


@dataclass
class Story:
    """The people with their browsers; Diego looks after each step."""

    at: dict[str, Page]

    def then(self, text: str) -> None:
        """The workers do what is due, and Diego finds no trace."""
        running.run_due(QUERIES)
        running.run_due(QUERY_FILES)
        running.run_due(NOTICES)
        assert "No new notice" in self.read("diego", "/notices/bell/"), text
        for address in LOOKED_AT:
            found = self.read("diego", address)
            assert [trace for trace in TRACES if trace in found] == [], f"{text}: {address}"
        audit = self.read("aurora", "/audit/")
        assert [trace for trace in TRACES if trace in audit] == [], text

    def read(self, name: str, address: str) -> str:
        response = self.at[name].request.get(address)
        assert response.status == 200, f"{name}: {address}: {response.status}"
        return response.text()


@pytest.fixture
def story(pages: Callable[[], Page], passwords: World) -> Any:
    """Customs has a person under alert, discloses that it has something, and shares nothing."""
    world = passwords
    engaged(world.agencies["SIN"], "aurora", "AUDITOR", password=PASSWORD)
    alert = alerts.issued(world, new_subject=changed(alerts.PERSON, label=NAME), legal_basis="Ley 1990",
                          suspicion_basis="Facturas")
    disclosed(world.ana, "HIT_CONTACT_OWNER", subject=alert.subject)
    index.forget()
    yield Story({name: sign_in(pages(), name) for name in ("carla", "celia", "ana", "bruno", "diego", "aurora")})
    index.forget()


def test_a_question_and_its_answer_cross_two_agencies_and_a_third_sees_nothing(story: Story) -> None:
    carla, celia, ana, bruno = (story.at[name] for name in ("carla", "celia", "ana", "bruno"))
    reference = asks(carla, story)
    carla.get_by_role("link", name="Ask AN").click()
    expect(carla.get_by_label("Hit reference")).to_have_value(reference)
    carla.get_by_label("Question").fill(QUESTION)
    says_why(carla)
    carla.get_by_role("button", name="Save the draft").click()
    request = carla.url
    confirms(carla, "Submit")
    story.then("the request waits for Celia")

    celia.goto("/inbox/")
    celia.get_by_role("link", name=QUESTION).click()
    assert celia.url == request
    confirms(celia, "Send")
    story.then("it was sent")

    ana.goto("/notices/")
    ana.get_by_role("link", name="PB asks for information").click()
    expect(ana.get_by_text(QUESTION)).to_be_visible()
    assert CASE not in ana.content() and NAME not in ana.content(), "what carla asks for, and in which case, is hers"
    enquiry = ana.url
    ana.get_by_role("button", name="Acknowledge").click()
    ana.get_by_role("link", name="Answer", exact=True).click()
    ana.get_by_label("Outcome").select_option("PARTLY_ANSWERED")
    ana.get_by_label("Answer", exact=True).fill(ANSWER)
    ana.get_by_role("button", name="Propose the answer").click()
    story.then("an answer was proposed")
    carla.goto(enquiry)
    assert ANSWER not in carla.content(), "what is proposed is not given"

    bruno.goto("/inbox/")
    bruno.get_by_role("link", name="Answered in part").first.click()
    assert bruno.url == enquiry
    confirms(bruno, "Give the answer")
    story.then("the answer was given")

    carla.goto("/notices/")
    carla.get_by_role("link", name="AN answered your request").click()
    expect(carla.get_by_text(ANSWER)).to_be_visible()
    carla.get_by_role("button", name="Close").click()
    story.then("it was closed")
    assert all(trace in story.read("carla", "/requests/") for trace in (QUESTION, "PB-")), "there is much to see"


def asks(carla: Page, story: Story) -> str:
    """By the page Query; gives the hit reference."""
    carla.goto("/queries/new/")
    says_why(carla)
    carla.get_by_label("Names").fill(NAME)
    carla.get_by_role("button", name="Ask", exact=True).click()
    expect(carla.get_by_text("Pending").first).to_be_visible()
    story.then("it was asked")
    expect(carla.get_by_role("heading", name="Hit: contact the owner")).to_be_visible()
    return carla.locator("td code").inner_text()


def says_why(carla: Page) -> None:
    carla.get_by_label("Purpose").select_option("CRIMINAL_INVESTIGATION")
    carla.get_by_label("Legal basis").fill("Ley 1970, art. 277")
    carla.get_by_label("Case").fill(CASE)


def confirms(page: Page, what: str) -> None:
    """Press a button, and that of the dialog which it opens."""
    page.get_by_role("button", name=what).first.click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name=what).click()
