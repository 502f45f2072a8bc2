"""Copies are signed: whoever has one finds out whether it is what was handed out; and they tell nothing besides."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from agencies.access import looking_as
from agencies.audit.models import Event
from hub.kit.signatures import check_json, check_pdf, signer
from intel.releases.checking import checked
from intel.releases.copies import take_copy
from intel.releases.models import Copy, Release
from tests.releases import making
from tests.releases.test_copies import saved_again


@pytest.fixture
def release(world: Any) -> Release:
    """Of customs to the tax body; what rests on the police was left out."""
    request = making.sent(world)
    making.declined(world, request)
    return making.released(world, request, 1)


def taken(world: Any, release: Release, format: str) -> bytes:
    with looking_as(world.diego):
        return take_copy(by=world.diego, release=Release.objects.get(pk=release.pk), format=format)[1]


@pytest.mark.parametrize(("format", "check"), [("pdf", check_pdf), ("json", check_json)])
def test_a_copy_bears_the_signature_of_this_hub(world: Any, release: Release, format: str, check: Any) -> None:
    assert check(taken(world, release, format)) == signer().fingerprint


@pytest.mark.parametrize("format", ["pdf", "json"])
def test_it_is_told_whether_it_is_what_was_handed_out(world: Any, release: Release, format: str, tmp_path: Path,
                                                      capsys: Any) -> None:
    content, file = taken(world, release, format), tmp_path / "copy"
    file.write_bytes(content)
    call_command("check_copy", str(file), "--as", "bruno")
    said = capsys.readouterr().out
    assert "as it was handed out" in said and "Diego" in said and signer().fingerprint in said
    call_command("check_copy", str(file), "--as", "celia")
    said = capsys.readouterr().out
    assert "the signature alone was checked" in said and "Diego" not in said
    for altered in (content[:-1], content[:200] + bytes([content[200] ^ 1]) + content[201:], b"x"):
        file.write_bytes(altered)
        with pytest.raises(CommandError, match="Refused"):
            call_command("check_copy", str(file), "--as", "bruno")


def test_one_byte_altered_anywhere_is_refused(world: Any, release: Release) -> None:
    for format, step in (("json", 41), ("pdf", 499)):
        content = taken(world, release, format)
        with looking_as(world.bruno):
            assert checked(content).holds
            for place in range(0, len(content), step):
                altered = bytearray(content)
                altered[place] ^= 1
                assert not checked(bytes(altered)).holds, (format, place)


def test_what_somebody_saved_again_is_refused_but_says_whose_it_is(world: Any, release: Release) -> None:
    content = taken(world, release, "pdf")
    with looking_as(world.bruno):
        found = checked(saved_again(content))
        assert not found.holds and found.copy is not None and found.copy.written_by_id == world.diego.user_id


def test_the_signature_of_one_copy_does_not_make_another_one(world: Any, release: Release) -> None:
    one, other = (json.loads(taken(world, release, "json")) for _time in range(2))
    other["signature"] = one["signature"]
    with looking_as(world.bruno):
        assert not checked(json.dumps(other).encode()).holds


def test_that_somebody_checked_is_noted(world: Any, release: Release, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(taken(world, release, "json"))
    call_command("check_copy", str(tmp_path / "x"), "--as", "bruno")
    with looking_as(world.fabio):
        event = Event.objects.get(action="release.copy_checked")
    with looking_as(world.bruno):
        assert event.detail == {"copy": Copy.objects.get().code, "holds": True}


@pytest.mark.parametrize("who", ["diego", "carla", "fabio"])
def test_everybody_takes_the_certificate(world: Any, who: str) -> None:
    page = world.client(world.viewers[who]).get("/releases/certificate/")
    assert page.status_code == 200 and page.content.decode() == signer().pem and ".pem" in page["Content-Disposition"]
    told = world.api(world.viewers[who]).get("/api/v1/release-certificate/")
    assert told.json() == {"certificate": signer().pem, "fingerprint": signer().fingerprint}


def test_nobody_is_told_without_signing_in(world: Any) -> None:
    assert world.client(None).get("/releases/certificate/").status_code == 302
    assert world.api(None).get("/api/v1/release-certificate/").status_code in (401, 403)


def test_the_page_offers_the_certificate_with_its_fingerprint(world: Any, release: Release) -> None:
    page = world.client(world.diego).get(f"/releases/{release.pk}/").content.decode()
    assert "/releases/certificate/" in page and signer().fingerprint in page


def test_the_file_tells_nothing_but_what_is_on_its_pages(world: Any, release: Release) -> None:
    content = taken(world, release, "pdf")
    paper = PdfReader(io.BytesIO(content))
    assert paper.metadata is not None
    assert set(paper.metadata) <= {"/Title", "/Creator", "/CreationDate", "/ModDate", "/Producer"}
    hidden = ("PB", "Polic", "ana", "celia", str(release.pk), str(release.request_id), "/work", "/tmp", "localhost", "hub_")
    texts = [str(paper.metadata), str(paper.xmp_metadata and paper.xmp_metadata.stream.get_data())]
    texts += [str(entry) for entry in paper.trailer["/Root"].values()]
    for text in texts:
        assert not [word for word in hidden if word in text], text
    assert signer().certificates[0].subject.rfc4514_string() == "CN=Intelligence-sharing hub"


def test_each_page_bears_the_marks_and_whose_copy_it_is(world: Any) -> None:
    reference = making.out(world.ana, making.writing.draft(
        world, handling_codes=("H1",), tlp="AMBER", paragraphs=(making.ParagraphEntry("Palabra " * 1500),))).reference
    release = making.released(world, making.sent(world, making.drafted(world, reference, rests_on_others=False)), 1)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(taken(world, release, "pdf"))).pages]
    with looking_as(world.bruno):
        copy = str(Copy.objects.select_related("release").get())
    assert len(pages) > 2
    for page in pages:
        assert page.count("TLP:AMBER · H1 · SIN") == 2 and page.count(copy) >= 2 and "SIN · " in page
