"""Who received what was recalled signs what became of the copies, once; the holder reads it, and waits for it until then."""

from typing import Any

import pytest
from django.db import Error, connection, transaction

from agencies.access import looking_as
from agencies.notices.inbox import Tab, read
from hub.kit.errors import Conflict, Invalid, NotAllowed, WrongState
from intel.releases import services
from intel.releases.models import Release
from tests.releases import making

WORDS = "Dos impresiones, destruidas por la Unidad Jurídica."


@pytest.fixture
def recalled(world: Any) -> Release:
    release = making.released(world, making.sent(world), 1)
    with looking_as(world.bruno):
        return services.recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)


def signed(by: Any, release: Release, receipt: str = "PURGED", words: str = WORDS) -> Release:
    with looking_as(by):
        row = Release.objects.get(pk=release.pk)
        return services.sign_receipt(by=by, release=row, receipt=receipt, words=words, revision=row.revision)


def waiting(by: Any, tab: Tab) -> list[str]:
    with looking_as(by):
        return [row.line.reference for row in read(by, tab).rows if row.heading == "Recalls to sign for"]


def test_it_waits_for_the_recipient_until_it_is_signed(world: Any, recalled: Release) -> None:
    assert waiting(world.diego, Tab.MINE) == [recalled.reference] == waiting(world.ana, Tab.OTHERS)
    assert signed(world.diego, recalled).receipt == "PURGED"
    assert waiting(world.diego, Tab.MINE) == [] == waiting(world.ana, Tab.OTHERS)
    assert WORDS in world.client(world.bruno).get(f"/releases/{recalled.pk}/").content.decode()
    with pytest.raises(Conflict):
        signed(world.diego, recalled, "HELD")


@pytest.mark.parametrize(("who", "given", "error"), [
    ("bruno", {}, NotAllowed), ("diego", {"receipt": "X"}, Invalid), ("diego", {"words": " "}, Invalid),
    ("diego", {"words": "a\u202eb"}, Invalid)])
def test_by_whom_and_how_it_is_not_signed(world: Any, recalled: Release, who: str, given: dict[str, str], error: Any) -> None:
    with pytest.raises(error):
        signed(world.viewers[who], recalled, **given)


def test_what_holds_is_not_signed_for(world: Any) -> None:
    release = making.released(world, making.sent(world), 1)
    with pytest.raises(WrongState):
        signed(world.diego, release)


@pytest.mark.parametrize(("who", "statement"), [
    ("diego", "update releases_release set receipt_words = 'x'"), ("diego", "update releases_release set receipt = 'HELD'"),
    ("bruno", "update releases_release set receipt_words = 'x'")])
def test_what_was_signed_stays(world: Any, recalled: Release, who: str, statement: str) -> None:
    signed(world.diego, recalled)
    with looking_as(world.viewers[who]), pytest.raises(Error), transaction.atomic():
        connection.cursor().execute(statement)


def test_it_is_signed_on_the_page_and_by_program(world: Any, recalled: Release) -> None:
    given = {"revision": recalled.revision, "receipt": "HELD", "words": "Juicio 12/2026."}
    assert world.client(world.diego).post(f"/releases/{recalled.pk}/receipt/", given).status_code == 302
    assert world.api(world.diego).get(f"/api/v1/releases/{recalled.pk}/").json()["receipt"] == "HELD"
    other = making.released(world, making.sent(world, making.drafted(world, making.report(world).reference)), 1)
    with looking_as(world.bruno):
        other = services.recall(by=world.bruno, release=other, reason="Error.", revision=other.revision)
    told = world.api(world.diego).post(f"/api/v1/releases/{other.pk}/receipts/", given | {"revision": other.revision})
    assert (told.status_code, told.json()["receipt_words"]) == (200, "Juicio 12/2026.")
