"""What a program read, as it says it: by `revision` or by `If-Match`; and who was first, to whom may know."""

from typing import Any

import pytest

from agencies.access import looking_as
from intel.releases import services
from intel.releases.models import Consent, Release, ReleaseRequest
from tests.releases import making
from tests.world import engaged

REQUESTS, CONSENTS, RELEASES = "/api/v1/release-requests/", "/api/v1/release-consents/", "/api/v1/releases/"


def signed(world: Any, who: Any) -> Any:
    return world.api(who, signed_in=True)


def tag(world: Any, who: Any, at: str) -> str:
    answer = world.api(who).get(at)
    assert answer["ETag"] == f'"{answer.json()["revision"]}"'
    return answer["ETag"]


def acts(world: Any) -> dict[str, tuple[Any, str, dict[str, Any]]]:
    """Each decision: who takes it, where, with what besides the revision."""
    request = making.sent(world)
    consent = making.consent_of(world, request)
    released = making.released(world, making.sent(world, making.drafted(world)), 1)
    at = f"{REQUESTS}{request.pk}/"
    return {
        "decide": (world.bruno, f"{at}decide/", {"included": [1]}),
        "refuse": (world.bruno, f"{at}refuse/", {"refusal": "OTHER", "reason": "No."}),
        "withdraw": (world.bruno, f"{at}withdraw/", {"reason": "Ya no."}),
        "consent": (world.celia, f"{CONSENTS}{consent.pk}/agree/", {"agreed": [1]}),
        "decline": (world.celia, f"{CONSENTS}{consent.pk}/decline/", {"refusal": "OTHER", "reason": "No."}),
        "recall": (world.bruno, f"{RELEASES}{released.pk}/recall/", {"reason": "Error."}),
        "end": (world.bruno, f"{RELEASES}{released.pk}/end/", {"reason": "Ya no."}),
    }


@pytest.mark.parametrize("act", ["decide", "refuse", "withdraw", "consent", "decline", "recall", "end"])
def test_it_is_decided_on_what_was_read(world: Any, act: str) -> None:
    who, at, said = acts(world)[act]
    api, read = signed(world, who), tag(world, who, at.rsplit("/", 2)[0] + "/")
    missing = api.post(at, said, format="json")
    assert missing.status_code == 400 and missing.json()["errors"][0]["field"] == "revision"
    for header, status, field in (('"99"', 412, None), (f"W/{read}", 412, None), ("²", 400, "If-Match"), ("3", 400, "If-Match"),
                                  ("*", 400, "revision")):
        answer = api.post(at, said, format="json", headers={"If-Match": header})
        assert answer.status_code == status, (header, answer.content)
        assert (answer.json()["type"].endswith("precondition-failed")) == (status == 412)
        assert answer.json().get("errors", [{"field": None}])[0]["field"] == field
    other = api.post(at, {**said, "revision": 98}, format="json", headers={"If-Match": read})
    assert other.status_code == 400 and other.json()["errors"][0]["field"] == "revision"
    done = api.post(at, said, format="json", headers={"If-Match": f'"99", {read}'})
    assert done.status_code in (200, 201), done.content
    assert done["ETag"] == f'"{done.json()["revision"]}"'


def test_who_was_first_is_told_to_their_own(world: Any) -> None:
    nora, omar = (engaged(world.agencies["AN"], name, "RELEASE_AUTHORITY") for name in ("nora", "omar"))
    request = making.sent(world)
    with looking_as(nora):
        revision = ReleaseRequest.objects.get(pk=request.pk).revision
    at, said = f"{REQUESTS}{request.pk}/refuse/", {"revision": revision, "refusal": "OTHER", "reason": "Un motivo secreto."}
    assert signed(world, nora).post(at, said, format="json").status_code == 200
    late = signed(world, omar).post(at, said, format="json")
    assert late.status_code == 409 and late.json()["type"].endswith("conflict")
    detail = late.json()["detail"]
    assert "nora" in detail.lower() and "Refused" in detail and "secreto" not in detail
    del said["revision"]
    stale = signed(world, omar).post(at, said, format="json", headers={"If-Match": f'"{revision}"'})
    assert stale.status_code == 412 and stale.json()["detail"] == detail


def test_of_a_consent_both_sides_are_told(world: Any) -> None:
    request = making.sent(world)
    consent = making.consent_of(world, request)
    making.declined(world, request)
    petra = engaged(world.agencies["PB"], "petra", "RELEASE_AUTHORITY")
    said = {"revision": consent.revision, "agreed": [1]}
    late = signed(world, petra).post(f"{CONSENTS}{consent.pk}/agree/", said, format="json")
    assert late.status_code == 409 and "PB" in late.json()["detail"] and "Declined" in late.json()["detail"]
    with looking_as(world.celia):
        assert Consent.objects.get(pk=consent.pk).state == "DECLINED"


def test_of_a_release_its_recipient_is_told_which_agency_was_first(world: Any) -> None:
    release = making.released(world, making.sent(world), 1)
    with looking_as(world.bruno):
        row = Release.objects.get(pk=release.pk)
        services.recall(by=world.bruno, release=row, reason="Error.", revision=row.revision)
    late = world.api(world.diego).post(f"{RELEASES}{release.pk}/acknowledge/", {"revision": row.revision}, format="json")
    assert late.status_code == 409 and "Recalled" in late.json()["detail"] and "AN" in late.json()["detail"]


def test_a_request_of_others_is_absent_whatever_one_has_read(world: Any) -> None:
    request = making.sent(world)
    answer = world.api(world.elena).post(f"{REQUESTS}{request.pk}/withdraw/", {"reason": "x"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 404 and "ETag" not in answer.headers
