"""A copy of a release says whose it is, on each page and at each portion; and it is found out again, or nothing is said."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pypdf import PdfReader, PdfWriter

from agencies.access import looking_as
from agencies.audit.models import Event
from hub.kit.errors import WrongState
from intel.releases.copies import copies_named, take_copy
from intel.releases.models import Copy, Release
from intel.releases.services import recall
from tests.releases import making
from tests.releases.making import OWN, RESTING


def taken(world: Any, by: Any, release: Release) -> tuple[Copy, bytes]:
    with looking_as(by):
        return take_copy(by=by, release=Release.objects.get(pk=release.pk))


@pytest.fixture
def release(world: Any) -> Release:
    request = making.sent(world)
    making.declined(world, request)
    return making.released(world, request, 1)


def test_each_copy_says_whose_it_is_and_holds_what_was_released(world: Any, release: Release) -> None:
    copy, document = taken(world, world.diego, release)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    text = "\n".join(pages)
    assert all(copy.code in page and "SIN" in page for page in pages)
    assert f"[{copy}] {OWN}" in text.replace("\n", " ") and RESTING not in text and "Polic" not in text
    other, _document = taken(world, world.diego, release)
    assert other.code != copy.code
    with looking_as(world.fabio):
        assert not Event.objects.filter(action="release.exported").exists(), "what the other side takes is its auditor's to read"


def saved_again(document: bytes) -> bytes:
    """As another program writes it."""
    writer, into = PdfWriter(clone_from=io.BytesIO(document)), io.BytesIO()
    writer.compress_identical_objects()
    writer.write(into)
    return into.getvalue()


def test_it_is_told_from_the_document_and_from_a_portion(world: Any, release: Release, tmp_path: Path, capsys: Any) -> None:
    copy, document = taken(world, world.diego, release)
    taken(world, world.diego, release)
    portion = f"Nos llegó esto: [{copy.release.reference}·{copy.code[:4]}\n{copy.code[4:]}] {OWN}"
    for content in (document, saved_again(document), portion.encode()):
        (tmp_path / "x").write_bytes(content)
        call_command("whose_copy", str(tmp_path / "x"), "--as", "bruno")
        told = capsys.readouterr().out
        assert copy.code in told and "Diego" in told and told.count("\n") == 1
    call_command("whose_copy", portion, "--as", "bruno")
    assert copy.code in capsys.readouterr().out


@pytest.mark.parametrize("what", [OWN, "", "%PDF-1.7 damaged", "[AN-R-2026-000001·ZZZZZZZZ] x", "a\x00b", "²" * 5000])
def test_where_it_cannot_be_told_no_name_is_given(world: Any, release: Release, what: str, capsys: Any) -> None:
    taken(world, world.diego, release)
    call_command("whose_copy", what, "--as", "bruno")
    told = capsys.readouterr().out
    assert "Cannot tell" in told and "Diego" not in told


def test_a_third_agency_is_told_nothing(world: Any, release: Release) -> None:
    _copy, document = taken(world, world.diego, release)
    for viewer in (world.celia, world.elena):
        with looking_as(viewer):
            assert copies_named(document) == []


def test_of_what_is_recalled_no_copy_is_taken(world: Any, release: Release) -> None:
    with looking_as(world.bruno):
        recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
    with pytest.raises(WrongState):
        taken(world, world.diego, release)


def test_it_is_taken_on_the_page_and_by_program(world: Any, release: Release) -> None:
    page = world.client(world.diego).post(f"/releases/{release.pk}/copy/")
    told = world.api(world.diego).get(f"/api/v1/releases/{release.pk}/export/")
    assert [one.content[:4] for one in (page, told)] == [b"%PDF"] * 2
    assert world.client(world.celia).post(f"/releases/{release.pk}/copy/").status_code == 404
    shown = world.client(world.bruno).get(f"/releases/{release.pk}/").content.decode()
    with looking_as(world.bruno):
        assert all(copy.code in shown for copy in Copy.objects.all()) and Copy.objects.count() == 2
