"""Who received what was recalled signs what became of the copies, once; the holder reads it, and waits for it until then."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.notices.inbox import Tab, read
from hub.kit.errors import Conflict, Invalid, NotAllowed, WrongState
from intel.releases import services
from intel.releases.models import Release
from tests.enquiries.test_told import told
from tests.keeping.days import later
from tests.releases import making
from tests.releases.test_watching import later as passed


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


WORDS = "Dos impresiones, destruidas por la Unidad Jurídica."


@pytest.fixture
def recalled(world: Any) -> Release:
    release = making.released(world, making.sent(world), 1)
    with looking_as(world.bruno):
        return services.recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)


def signed(by: Any, release: Release, receipt: str = "PURGED", words: str = WORDS, held_until: date | None = None) -> Release:
    with looking_as(by):
        row = Release.objects.get(pk=release.pk)
        return services.sign_receipt(by=by, release=row, receipt=receipt, words=words, held_until=held_until,
                                     revision=row.revision)


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
    ("diego", {"words": "a\u202eb"}, Invalid), ("diego", {"receipt": "HELD"}, Invalid),
    ("diego", {"receipt": "HELD", "held_until": in_days(0)}, Invalid), ("diego", {"held_until": in_days(9)}, Invalid)])
def test_by_whom_and_how_it_is_not_signed(world: Any, recalled: Release, who: str, given: dict[str, str], error: Any) -> None:
    with pytest.raises(error):
        signed(world.viewers[who], recalled, **given)


def test_what_holds_is_not_signed_for(world: Any) -> None:
    release = making.released(world, making.sent(world), 1)
    with pytest.raises(WrongState):
        signed(world.diego, release)


@pytest.mark.parametrize(("who", "statement"), [
    ("diego", "update releases_release set receipt_words = 'x'"), ("diego", "update releases_release set receipt = ''"),
    ("bruno", "update releases_release set receipt_words = 'x'")])
@pytest.mark.parametrize("receipt", ["PURGED", "HELD"])
def test_what_was_signed_stays(world: Any, recalled: Release, who: str, statement: str, receipt: str) -> None:
    signed(world.diego, recalled, receipt, held_until=in_days(30) if receipt == "HELD" else None)
    with looking_as(world.viewers[who]), pytest.raises(Error), transaction.atomic():
        connection.cursor().execute(statement)


def test_it_is_signed_on_the_page_and_by_program(world: Any, recalled: Release) -> None:
    given = {"revision": recalled.revision, "receipt": "HELD", "words": "Juicio 12/2026.", "held_until": f"{in_days(30)}"}
    assert world.client(world.diego).post(f"/releases/{recalled.pk}/receipt/", given | {"held_until": "x"}).status_code == 400
    assert world.client(world.diego).post(f"/releases/{recalled.pk}/receipt/", given).status_code == 302
    assert world.api(world.diego).get(f"/api/v1/releases/{recalled.pk}/").json()["receipt"] == "HELD"
    other = making.released(world, making.sent(world, making.drafted(world, making.report(world).reference)), 1)
    with looking_as(world.bruno):
        other = services.recall(by=world.bruno, release=other, reason="Error.", revision=other.revision)
    told = world.api(world.diego).post(f"/api/v1/releases/{other.pk}/receipts/", given | {"revision": other.revision})
    assert (told.status_code, told.json()["receipt_words"]) == (200, "Juicio 12/2026.")


def read_by(by: Any, release: Release) -> list[str]:
    with looking_as(by):
        return [one.text for one in release.portions.all()]


def test_what_a_hold_keeps_nobody_reads_until_it_ends(world: Any, recalled: Release) -> None:
    assert read_by(world.bruno, recalled) == [making.OWN]
    signed(world.diego, recalled, "HELD", held_until=in_days(30))
    for days, found in ((0, []), (30, []), (31, [making.OWN])):
        with later(days):
            assert read_by(world.bruno, recalled) == found and read_by(world.diego, recalled) == []


def test_when_the_hold_ends_it_is_signed_for_anew_and_each_statement_stands(world: Any, recalled: Release) -> None:
    signed(world.diego, recalled, "HELD", "Juicio 12/2026.", in_days(30))
    assert waiting(world.diego, Tab.MINE) == []
    row = signed(world.diego, recalled, "PURGED", "Sentencia ejecutoriada.")
    assert (row.receipt, row.held_until) == ("PURGED", None) and read_by(world.bruno, recalled) == [making.OWN]
    with looking_as(world.bruno):
        assert [one.words for one in row.statements.all()] == ["Sentencia ejecutoriada.", "Juicio 12/2026."]


def test_who_signed_a_hold_is_told_when_it_is_over(world: Any, recalled: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(world.diego, recalled, "HELD", held_until=in_days(30))
    assert "release.hold_over" not in told(world)["diego"]
    passed(days=32)
    then = in_days(32)
    monkeypatch.setattr("intel.releases.chasing.timezone.localdate", lambda: then)
    assert "release.hold_over" in told(world)["diego"]
