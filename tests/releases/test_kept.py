"""Releases are kept no longer than needed: their words go, the rest stays; what a legal hold keeps nobody reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from agencies.access import looking_as
from agencies.keeping import holds
from agencies.keeping.models import Receipt
from agencies.keeping.purging import purge
from hub.kit.errors import WrongState
from intel.releases import services
from intel.releases.copies import take_copy
from intel.releases.models import Consent, ConsentPortion, Portion, Release, ReleasedPortion
from tests.keeping.days import later
from tests.releases import making, onward
from tests.releases.test_answers import answered, owed, recalled
from tests.sql import taken

YEARS = 1825


def went() -> dict[str, int]:
    return {one.kept.of: one.rows for one in purge() if one.rows and one.kept.of.startswith("releases.")}


def words(by: Any, model: Any) -> set[tuple[str, str]]:
    with looking_as(by):
        return set(model.objects.values_list("title", "text"))


@pytest.fixture
def release(world: Any) -> Release:
    """Released with the consent of the police."""
    request = making.sent(world)
    making.consented(world, request)
    return making.released(world, request, 1, 2)


def test_words_go_on_the_day_and_all_else_stays(world: Any, release: Release) -> None:
    before = words(world.bruno, Portion)
    with later(YEARS):
        assert went() == {}
        assert words(world.bruno, Portion) == before
    with later(YEARS + 1):
        assert went() == {"releases.release": 1, "releases.consent": 1, "releases.releaserequest": 1}
        assert went() == {}
    for by, model in ((world.bruno, Portion), (world.bruno, ReleasedPortion), (world.diego, ReleasedPortion),
                      (world.celia, ConsentPortion)):
        assert words(by, model) == {("", "")}
    for by in (world.bruno, world.diego):
        with looking_as(by):
            row = Release.objects.get(pk=release.pk)
            assert (row.digest, row.released_by_id, row.purpose, row.legal_basis) == (
                release.digest, release.released_by_id, release.purpose, release.legal_basis)
            assert row.purged_at and [one.classification for one in row.portions.all()] == ["RESTRICTED", "RESTRICTED"]
            assert Receipt.objects.get(kind="releases.release").reference == release.reference


def test_its_time_runs_anew_from_when_it_ended(world: Any, release: Release) -> None:
    with looking_as(world.diego):
        assert Release.objects.get(pk=release.pk).retain_until == timezone.localdate() + timedelta(days=YEARS)
    recalled(world, release)
    with looking_as(world.bruno):
        assert Release.objects.get(pk=release.pk).retain_until == timezone.localdate() + timedelta(days=YEARS)


def test_held_by_one_side_it_is_kept_and_read_by_nobody(world: Any, release: Release) -> None:
    with looking_as(world.bruno):
        holds.place(by=world.bruno, on=release, reason="Juicio.", legal_basis="Auto 12/2026",
                    until=timezone.localdate() + timedelta(days=YEARS))
    assert len(words(world.bruno, ReleasedPortion)) == 2, "before its day it is read as ever"
    with later(YEARS - 1):
        pass
    with connection.cursor() as cursor:  # its day is over while the hold still is in force
        cursor.execute("set role hub_owner")
        cursor.execute("update markings_code set amount = 10 where scheme = 'retention' and code = 'RELEASE'")
        cursor.execute("set role hub_application")
    with later(11):
        assert "releases.release" not in went()
        assert words(world.bruno, ReleasedPortion) == set() == words(world.diego, ReleasedPortion)
        with looking_as(world.bruno):
            assert Release.objects.filter(pk=release.pk).exists()
        with looking_as(world.diego):
            assert not Release.objects.filter(pk=release.pk).exists(), "it learns nothing of the hold"
    assert len(words(world.bruno, ReleasedPortion)) == 2


def test_what_a_hold_of_its_recipient_keeps_stays_until_that_ends(world: Any, release: Release) -> None:
    recalled(world, release)
    with looking_as(world.diego):
        row = Release.objects.get(pk=release.pk)
        services.sign_receipt(by=world.diego, release=row, receipt="HELD", words="Juicio 12/2026.", revision=row.revision,
                              held_until=timezone.localdate() + timedelta(days=30))
        assert Release.objects.get(pk=release.pk).retain_until is None
    with later(YEARS + 1):
        assert "releases.release" not in went()


def test_no_copy_is_taken_of_what_was_purged(world: Any, release: Release) -> None:
    with later(YEARS + 1):
        went()
    with looking_as(world.diego), pytest.raises(WrongState):
        take_copy(by=world.diego, release=Release.objects.get(pk=release.pk))
    page = world.client(world.diego).get(f"/releases/{release.pk}/").content.decode()
    assert "Purged on" in page and making.OWN not in page
    for who, address in (("bruno", f"/releases/requests/{release.request_id}/"), ("celia", "/releases/consents/")):
        assert world.client(world.viewers[who]).get(address).status_code == 200


def test_whose_consent_it_takes_to_go_on_stays_known(world: Any) -> None:
    first = onward.received(world)
    report = onward.citing(world, first)
    with later(YEARS + 1):
        went()
    with looking_as(world.ana):
        assert Portion.objects.filter(request=first.request_id, originators__contains=[world.agencies["PB"].pk]).exists()
    with looking_as(world.diego):
        from intel.releases.bill import withheld
        [kept] = withheld([("reports.paragraph", report.paragraphs.get().pk)], [world.agencies["ZZ"].pk])
        assert kept.originator == world.agencies["AN"].pk


def test_answers_go_as_well(world: Any) -> None:
    release = onward.received(world)
    onward.citing(world, release)
    recalled(world, release)
    [row] = owed(world.diego)
    answered(world.diego, row)
    with later(YEARS + 1):
        assert went()["releases.productanswer"] == 1
    assert owed(world.diego) == []


@pytest.mark.parametrize(("who", "statement"), [
    ("bruno", "update releases_release set purged_at = now()"), ("diego", "update releases_release set purged_at = now()"),
    ("bruno", "update releases_consent set purged_at = now()"), ("ana", "update releases_releaserequest set purged_at = now()"),
    ("bruno", "update releases_releasedportion set text = ''"), ("bruno", "update releases_portion set text = ''")])
def test_nobody_purges_by_hand(world: Any, release: Release, who: str, statement: str) -> None:
    with looking_as(world.viewers[who]):
        consents = Consent.objects.count()
        taken(statement)
        assert Consent.objects.filter(purged_at=None).count() == consents
        assert not Release.objects.exclude(purged_at=None).exists()
        assert ("", "") not in words_now(Portion) | words_now(ReleasedPortion)


def words_now(model: Any) -> set[tuple[str, str]]:
    return set(model.objects.values_list("title", "text"))
