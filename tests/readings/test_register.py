"""The outgoing register: a line for each release, kept by the database, for those of the holder who answer for what left."""

from typing import Any

import pytest
from django.db import Error, connection, transaction

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from intel.readings.models import Entry
from intel.releases.models import Release
from intel.releases.services import recall, sign_receipt
from tests.readings.making import released, used
from tests.releases import making
from tests.world import engaged

AT = "/releases/register/"


def test_it_says_what_left_to_whom_why_and_what_became_of_it(world: Any) -> None:
    release = released(world)
    [line] = world.api(world.bruno).get("/api/v1/release-register/").json()["results"]
    assert (line["number"], line["recipient"], line["purpose"], line["legal_basis"], line["portions"], line["state"]) == (
        release.reference, "SIN", "TAX_CONTROL", "Ley 2492, art. 71", 2, "RELEASED")
    assert (line["person"], line["released_by"], line["digest"]) == (None, "bruno", release.digest)
    used(world, release)
    with looking_as(world.bruno):
        recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
    with looking_as(world.diego):
        row = Release.objects.get(pk=release.pk)
        sign_receipt(by=world.diego, release=row, receipt="PURGED", words="No hubo copias.", revision=row.revision)
    [line] = world.api(world.bruno).get("/api/v1/release-register/").json()["results"]
    assert (line["person"], line["state"], line["receipt"]) == ("diego", "RECALLED", "PURGED") and line["ended_at"]
    page = world.client(world.bruno).get(AT).content.decode()
    for word in (release.reference, "SIN", "Diego", "Ley 2492, art. 71", "2 portions", "Recalled"):
        assert word in page, word


@pytest.mark.parametrize(("role", "agency", "may"), [
    (Role.AUDITOR, "AN", True), (Role.DATA_PROTECTION, "AN", True), (Role.RELEASE_AUTHORITY, "AN", True),
    (Role.SUPERVISOR, "AN", True), (Role.OFFICER, "AN", False), (Role.AGENCY_ADMINISTRATOR, "AN", False)])
def test_who_answers_for_what_left_reads_it(world: Any, role: Role, agency: str, may: bool) -> None:
    release = released(world)
    viewer = engaged(world.agencies[agency], "otra", role)
    page = world.client(viewer).get(AT)
    assert (page.status_code, release.reference in page.content.decode()) == ((200, True) if may else (403, False))
    assert world.client(viewer).get(f"{AT}table/").status_code == page.status_code
    assert world.api(viewer).get("/api/v1/release-register/").status_code == page.status_code


@pytest.mark.parametrize("agency", ["SIN", "PB"])
def test_no_other_agency_reads_a_line_of_it(world: Any, agency: str) -> None:
    released(world)
    viewer = engaged(world.agencies[agency], "otra", Role.AUDITOR)
    assert world.api(viewer).get("/api/v1/release-register/").json()["results"] == []
    with looking_as(viewer):
        assert not Entry.objects.exists()


def test_what_was_left_out_is_not_counted_and_what_was_refused_is_not_entered(world: Any) -> None:
    released(world, 1)
    making.sent(world)
    with looking_as(world.bruno):
        assert Entry.objects.get().portions == 1


def test_nobody_writes_it(world: Any) -> None:
    released(world)
    for statement in ("update readings_entry set purpose = 'x'", "delete from readings_entry",
                      "update readings_entry set state = 'RECALLED'", "insert into readings_entry select * from readings_entry"):
        with looking_as(world.bruno), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(("query", "there"), [
    ({"number": "an-r-"}, True), ({"number": "PB"}, False), ({"agency": "SIN"}, True), ({"agency": "PB"}, False),
    ({"state": "RECALLED"}, False), ({"since": "2020-01-01"}, True), ({"until": "2020-01-01"}, False)])
def test_it_is_narrowed_and_taken_as_a_table(world: Any, query: dict[str, str], there: bool) -> None:
    release = released(world)
    for answer in (world.client(world.bruno).get(AT, query), world.client(world.bruno).get(f"{AT}table/", query),
                   world.api(world.bruno).get("/api/v1/release-register/", query)):
        assert answer.status_code == 200 and (release.reference in answer.content.decode()) == there
    with looking_as(world.fabio):
        assert Event.objects.get(action="register.exported").detail == {"rows": int(there), "filters": query}


@pytest.mark.parametrize("query", [{"since": "²"}, {"state": "EATEN"}, {"agency": "XX"}])
def test_a_filter_that_cannot_be_used_is_said(world: Any, query: dict[str, str]) -> None:
    assert world.client(world.bruno).get(f"{AT}table/", query).status_code == 400
    assert world.api(world.bruno).get("/api/v1/release-register/", query).status_code == 400


def test_the_menu_stands_at_it_alone(world: Any) -> None:
    page = world.client(world.bruno).get("/releases/register/").content.decode()
    assert page.count('aria-current="page"') == 1 and '<a href="/releases/register/" aria-current="page"' in page


@pytest.mark.parametrize("address", ["/releases/register/", "/reading-room/"])
def test_the_table_follows_the_filters_without_a_new_page(world: Any, address: str) -> None:
    part = world.client(world.bruno).get(address, {"since": "2026-01-02"}, headers={"HX-Request": "true"}).content.decode()
    assert f'href="{address}table/?since=2026-01-02' in part and "<html" not in part
