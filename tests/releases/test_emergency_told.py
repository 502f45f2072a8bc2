"""An emergency on pages and by program; who is told of it, and when its review is overdue; what the hub auditor counts."""

from typing import Any

import pytest

from agencies.access import Viewer, looking_as
from agencies.roles import Role
from agencies.services import found_agency
from agencies.work import running
from agencies.work.kinds import NOTICES
from intel.releases.emergency import waiting
from intel.releases.emergency.models import Disclosure, Emergency, EmergencyCount
from intel.releases.models import Release
from tests.enquiries.test_told import waits
from tests.releases import making
from tests.releases.making import OWN, RESTING
from tests.releases.test_emergency import DANGER, REASON, declared, overdue, second
from tests.releases.test_pages import text_of
from tests.releases.test_watching import later, only
from tests.world import as_operator, engaged


@pytest.fixture
def ursula(world: Any) -> Viewer:
    """The auditor of the hub."""
    with as_operator():
        keeper = found_agency(code="CEN", name="Central", kind="HUB")
    world.viewers["ursula"] = engaged(keeper, "ursula", Role.HUB_AUDITOR, clearance="UNCLASSIFIED")
    return world.ursula


def test_it_is_told_at_once_and_again_when_its_review_is_overdue(world: Any, ursula: Viewer) -> None:
    world.viewers["saul"] = second(world)
    release = declared(world, making.submitted(world))
    at_once = ("disclosure.told", "emergency.to_review", "emergency.counted", "release.received")
    assert [only(world, kind) for kind in at_once] == [["celia"], ["saul"], ["ursula"], ["diego"]]
    assert waits(world, waiting.to_review) == {"bruno": [0, 1], "saul": [1, 0]}
    assert only(world, "emergency.overdue") == []
    overdue(release)
    later(hours=25)
    running.run_due(NOTICES)
    assert [only(world, kind) for kind in ("emergency.overdue", "disclosure.overdue", "emergency.counted_overdue")] == [
        ["bruno", "saul"], ["celia"], ["ursula"]]


def test_the_hub_auditor_counts_it_and_reads_no_word_of_it(world: Any, ursula: Viewer) -> None:
    release = declared(world, making.submitted(world))
    with looking_as(ursula):
        row = EmergencyCount.objects.get(reference=release.reference)
        assert (row.agency.code, row.recipient_agency.code, row.portions_count, row.originators_count, row.state) == (
            "AN", "SIN", 2, 1, "TO_REVIEW")
        assert not Emergency.objects.exists() and not Disclosure.objects.exists() and not Release.objects.exists()
    for page in (text_of(world, ursula, "/releases/emergency-counts/"),
                 text_of(world, ursula, f"/releases/emergency-counts/{row.pk}/"),
                 world.api(ursula).get("/api/v1/release-emergency-counts/").content.decode()):
        assert release.reference in page
        assert not any(word in page for word in (OWN, RESTING, DANGER, REASON, "bruno", "Fiscaliza", "Policía"))
    for other in (world.bruno, world.celia, world.fabio):
        with looking_as(other):
            assert not EmergencyCount.objects.exists()


def test_each_page_is_for_whom_it_concerns(world: Any) -> None:
    release = declared(world, making.submitted(world))
    with looking_as(world.bruno):
        emergency, told = Emergency.objects.get(), Disclosure.objects.get()
    pages = {f"/releases/emergencies/{emergency.pk}/": ("ana", "bruno", "hugo"),
             f"/releases/disclosures/{told.pk}/": ("ana", "bruno", "hugo", "celia", "carla"),
             f"/releases/emergency-counts/{emergency.pk}/": ()}
    for address, readers in pages.items():
        for who in ("ana", "bruno", "hugo", "celia", "carla", "diego", "elena"):
            text_of(world, world.viewers[who], address, 200 if who in readers else 404)
    page = text_of(world, world.celia, f"/releases/disclosures/{told.pk}/")
    assert RESTING in page and DANGER in page and OWN not in page
    page = text_of(world, world.diego, f"/releases/{release.pk}/")
    assert "In an emergency: danger to life" in page
    assert not any(word in page for word in (DANGER, REASON, "PB", "24 hours"))


def test_its_originator_reads_what_its_recipient_did_with_it(world: Any) -> None:
    release = declared(world, making.submitted(world))
    text_of(world, world.diego, f"/releases/{release.pk}/")
    with looking_as(world.celia):
        told = Disclosure.objects.get()
    page = text_of(world, world.celia, f"/releases/disclosures/{told.pk}/")
    assert "Read by its recipient" in page and "Nobody has opened it yet" not in page


@pytest.mark.parametrize("address", ["/releases/emergencies/", "/releases/disclosures/"])
def test_the_lists_are_there_while_they_are_empty(world: Any, address: str) -> None:
    assert text_of(world, world.ana, address)


def test_the_whole_way_in_a_browser(world: Any) -> None:
    request = making.submitted(world)
    at = f"/releases/requests/{request.pk}/"
    assert f"{at}emergency/" in text_of(world, world.bruno, at) and f"{at}emergency/" not in text_of(world, world.ana, at)
    text_of(world, world.ana, f"{at}emergency/", 403)
    assert RESTING in text_of(world, world.bruno, f"{at}emergency/")
    given = {"revision": request.revision, "included": ["1", "2"], "danger": DANGER}
    answer = world.client(world.bruno).post(f"{at}emergency/", given)
    assert answer.status_code == 400 and DANGER in answer.content.decode()
    assert world.client(world.bruno).post(f"{at}emergency/", given | {"reason": REASON}).status_code == 302
    saul = second(world)
    with looking_as(saul):
        row = Emergency.objects.get()
    here = f"/releases/emergencies/{row.pk}/"
    assert f"{here}justify/" in text_of(world, saul, here) and f"{here}justify/" not in text_of(world, world.bruno, here)
    answer = world.client(saul).post(f"{here}not-justify/", {"revision": row.revision, "reason": "Había tiempo."})
    assert answer.status_code == 302 and "Había tiempo." in text_of(world, saul, here)


def test_by_program_it_takes_more_than_a_token(world: Any) -> None:
    request = making.submitted(world)
    at, given = f"/api/v1/release-requests/{request.pk}/emergency/", {
        "revision": request.revision, "included": [1, 2], "danger": DANGER, "reason": REASON}
    assert world.api(world.bruno).post(at, given, format="json").json()["type"].endswith("step_up_required")
    answer = world.api(world.bruno, signed_in=True).post(at, given, format="json")
    assert answer.status_code == 201 and answer.json()["way"] == "EMERGENCY", answer.content
    [row] = world.api(world.bruno).get("/api/v1/release-emergencies/").json()["results"]
    [told] = world.api(world.celia).get("/api/v1/release-disclosures/").json()["results"]
    assert [one["text"] for one in told["portions"]] == [RESTING] and told["danger"] == DANGER
    at, review = f"/api/v1/release-emergencies/{row['id']}/review/", {"revision": row["revision"], "justified": False,
                                                                      "reason": "Había tiempo."}
    saul = second(world)
    assert world.api(saul).post(at, review, format="json").json()["type"].endswith("step_up_required")
    assert world.api(saul, signed_in=True).post(at, review, format="json").json()["state"] == "NOT_JUSTIFIED"
    [release] = world.api(world.diego).get("/api/v1/releases/").json()["results"]
    assert release["state"] == "RECALLED"
