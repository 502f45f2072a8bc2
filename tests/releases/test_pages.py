"""The pages of releases: the whole way in a browser, and who gets to see which page."""

import re
from typing import Any

import pytest

from agencies.access import looking_as
from intel.releases.models import Release, ReleaseRequest
from tests.releases import making
from tests.releases.making import OWN, RESTING

FILLED = {"recipient": "SIN", "purpose": "TAX_CONTROL", "legal_basis": "Ley 2492", "need_to_know": "Fiscaliza.",
          "urgency": "ROUTINE", "rests_on_others": "yes", "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0",
          "items-0-reference": "AN-2026-1", "items-0-text": "Otras palabras."}


def text_of(world: Any, viewer: Any, address: str, status: int = 200) -> str:
    """The page without its tokens against forgery, in whose random letters any two can be found."""
    page = world.client(viewer).get(address)
    assert page.status_code == status, address
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", page.content.decode())


@pytest.mark.parametrize("address", ["/releases/", "/releases/requests/", "/releases/consents/", "/releases/requests/new/"])
def test_the_lists_are_there_while_they_are_empty(world: Any, address: str) -> None:
    assert text_of(world, world.ana, address)


def test_each_page_is_for_whom_it_concerns(world: Any) -> None:
    request = making.sent(world)
    consent = making.consented(world, request, conditions="No se cita.")
    release = making.released(world, request, 1, 2)
    pages = {f"/releases/requests/{request.pk}/": ("ana", "bruno", "hugo"),
             f"/releases/consents/{consent.pk}/": ("ana", "bruno", "hugo", "celia", "carla"),
             f"/releases/{release.pk}/": ("ana", "bruno", "hugo", "diego")}
    for address, readers in pages.items():
        for who in ("ana", "bruno", "hugo", "celia", "carla", "diego", "elena"):
            text_of(world, world.viewers[who], address, 200 if who in readers else 404)


def test_the_recipient_reads_what_it_got_and_no_trace_of_the_rest(world: Any) -> None:
    request = making.sent(world)
    making.declined(world, request)
    release = making.released(world, request, 1)
    page = text_of(world, world.diego, f"/releases/{release.pk}/")
    assert OWN in page
    for hidden in (RESTING, request.reference, "Policía", "PB", "SOURCE_PROTECTION", "Expone la fuente", "PARTLY"):
        assert hidden not in page, hidden
    assert release.reference in text_of(world, world.diego, "/releases/")


def test_it_is_written_from_the_page_of_a_report(world: Any) -> None:
    report = making.report(world)
    address = f"/releases/requests/new/?item={report.reference}"
    assert address in text_of(world, world.ana, f"/reports/{report.pk}/")
    assert f'value="{report.reference}"' in text_of(world, world.ana, address)
    given = FILLED | {"items-0-reference": report.reference, "items-0-text": ""}
    answer = world.client(world.ana).post("/releases/requests/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    with looking_as(world.ana):
        assert ReleaseRequest.objects.get().portions.count() == 2


@pytest.mark.parametrize(("changed", "words"), [
    ({"items-0-reference": "AN-2026-0"}, "You see nothing with the reference"), ({"recipient": ""}, "This field is required"),
    ({"rests_on_others": ""}, "This field is required"), ({"items-0-reference": ""}, "Name at least one item")])
def test_a_wrong_form_says_where(world: Any, changed: dict[str, str], words: str) -> None:
    page = world.client(world.ana).post("/releases/requests/new/", FILLED | changed).content.decode()
    assert words in page and "Otras palabras." in page


def test_the_whole_way_in_a_browser(world: Any) -> None:
    request = making.drafted(world)
    at = f"/releases/requests/{request.pk}/"
    assert world.client(world.ana).post(f"{at}submit/", {"revision": request.revision}).status_code == 302
    assert world.client(world.bruno).post(f"{at}send/", {"revision": request.revision + 1}).status_code == 302
    consent = making.consent_of(world, request)
    address = f"/releases/consents/{consent.pk}/"
    assert RESTING in text_of(world, world.celia, address) and OWN not in text_of(world, world.celia, address)
    given = {"revision": consent.revision, "conditions": "No se cita en actas."}
    assert "Choose the portions" in world.client(world.celia).post(f"{address}agree/", given).content.decode()
    assert world.client(world.celia).post(f"{address}agree/", given | {"agreed": "1"}).status_code == 302
    page = text_of(world, world.bruno, at)
    assert "No se cita en actas." in page and RESTING in page
    answer = world.client(world.bruno).post(f"{at}release/", {"revision": request.revision + 2, "included": ["1", "2"]})
    assert answer.status_code == 302, answer.content.decode()
    with looking_as(world.diego):
        release = Release.objects.get()
    assert "No se cita en actas." in text_of(world, world.diego, f"/releases/{release.pk}/")


def test_a_decision_that_cannot_be_keeps_what_was_typed(world: Any) -> None:
    request = making.sent(world)
    at = f"/releases/requests/{request.pk}/release/"
    answer = world.client(world.bruno).post(at, {"revision": request.revision, "included": ["2"], "conditions": "Devolver."})
    page = answer.content.decode()
    assert answer.status_code == 400 and "not released without the consent of PB" in page and "Devolver." in page
