"""A copy for programs: one canonical document with all that was given and whose copy it is, and nothing besides."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from agencies.access import looking_as
from agencies.roles import Role
from hub.kit.canonical import canonical
from intel.releases.copies import copies_named, digest_of, take_copy
from intel.releases.models import Copy, Reading, Release
from intel.releases.snapshot import SNAPSHOT
from tests.releases import making
from tests.releases.making import OWN, RESTING
from tests.world import engaged

AT = "/api/v1/releases/{}/export/"


@pytest.fixture
def release(world: Any) -> Release:
    """Of customs to the tax body; what rests on the police was left out."""
    request = making.sent(world, conditions="No se cita.")
    making.declined(world, request)
    return making.released(world, request, 1)


def exported(world: Any, release: Release, by: Any = None) -> tuple[bytes, dict[str, Any]]:
    answer = world.api(by or world.diego).get(AT.format(release.pk), {"format": "json"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json"), answer.content
    assert ".json" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    return answer.content, json.loads(answer.content)


def test_it_says_what_was_given_by_whom_and_whose_copy_it_is(world: Any, release: Release) -> None:
    content, said = exported(world, release)
    with looking_as(world.diego):
        copy = Copy.objects.select_related("release").get()
    given = said["release"]
    assert given["reference"] == release.reference and (given["holder"]["code"], given["recipient"]["code"]) == ("AN", "SIN")
    assert (given["purpose"], given["legal_basis"], given["conditions"]) == ("TAX_CONTROL", "Ley 2492, art. 71", "No se cita.")
    assert given["released_by"] == "Bruno" and given["expires_at"] is None
    [portion] = given["portions"]
    assert portion["text"] == f"[{copy}] {OWN}" and portion["number"] == 1 and portion["classification"] == "RESTRICTED"
    assert said["copy"] == {"number": str(copy), "code": copy.code, "agency": "SIN", "person": "Diego",
                            "taken_at": copy.made_at.isoformat()}
    assert RESTING not in content.decode() and '"PB"' not in content.decode() and "Polic" not in content.decode()


def test_the_same_bytes_are_its_canonical_spelling_and_are_noted(world: Any, release: Release) -> None:
    content, said = exported(world, release)
    assert content == canonical(said)
    with looking_as(world.diego):
        copy = Copy.objects.get()
        assert (copy.format, copy.digest) == ("json", digest_of(content))
        assert SNAPSHOT.same(release.digest, (copy.release, list(copy.release.portions.all())))
    other, _said = exported(world, release)
    assert other != content
    with looking_as(world.bruno):
        assert Copy.objects.filter(release=release).count() == 2


def test_whose_it_is_is_told_however_it_was_written_again(world: Any, release: Release, tmp_path: Any, capsys: Any) -> None:
    content, said = exported(world, release)
    exported(world, release)
    for again in (content, json.dumps(said).encode(), json.dumps(said["release"]["portions"], indent=2).encode()):
        (tmp_path / "x.json").write_bytes(again)
        call_command("whose_copy", str(tmp_path / "x.json"), "--as", "bruno")
        told = capsys.readouterr().out
        assert said["copy"]["number"] in told and "Diego" in told and told.count("\n") == 1
    with looking_as(world.celia):
        assert copies_named(content) == []


@pytest.mark.parametrize(("query", "status"), [
    ({}, 200), ({"format": "pdf"}, 200), ({"format": "xml"}, 400), ({"format": "²"}, 400)])
def test_a_format_that_is_not_there_is_said_with_those_that_are(world: Any, release: Release, query: dict[str, str],
                                                                status: int) -> None:
    answer = world.api(world.diego).get(AT.format(release.pk), query)
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["errors"][0]["field"] == "format" and "pdf, json" in answer.content.decode()
    assert world.client(world.diego).post(f"/releases/{release.pk}/copy/", query).status_code == status


@pytest.mark.parametrize("who", ["celia", "elena", None])
@pytest.mark.parametrize("format", ["pdf", "json", "xml"])
def test_nobody_else_takes_one(world: Any, release: Release, who: str | None, format: str) -> None:
    viewer = world.viewers[who] if who else None
    assert world.api(viewer).get(AT.format(release.pk), {"format": format}).status_code == 404
    with looking_as(world.bruno):
        assert not Copy.objects.exists()


def test_who_reads_and_writes_nothing_reads_and_takes_a_copy_too(world: Any, release: Release) -> None:
    """Data protection of the recipient answers for what it holds."""
    reader = engaged(world.agencies["SIN"], "elvira", Role.DATA_PROTECTION)
    assert world.client(reader).get(f"/releases/{release.pk}/").status_code == 200
    exported(world, release, reader)
    with looking_as(world.bruno):
        assert Reading.objects.get().written_by_id == Copy.objects.get().written_by_id == reader.user_id


def test_it_is_offered_on_the_page(world: Any, release: Release) -> None:
    page = world.client(world.diego).get(f"/releases/{release.pk}/").content.decode()
    assert 'name="format" value="json"' in page
    taken = world.client(world.diego).post(f"/releases/{release.pk}/copy/", {"format": "json"})
    assert json.loads(taken.content)["copy"]["agency"] == "SIN"
    with looking_as(world.diego):
        _copy, document = take_copy(by=world.diego, release=release, format="json")
    assert json.loads(document)["release"]["digest"] == release.digest
