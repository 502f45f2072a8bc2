"""A release stays as it was, whatever becomes of what it was taken from; three conditions close it, and each of them holds."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from agencies.access import looking_as
from intel.releases import services
from intel.releases.models import Release
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report
from intel.reports.services import edit_report, revise_report, withdraw
from tests.releases import making
from tests.releases.making import OWN, RESTING
from tests.releases.test_way import read_by
from tests.world import as_operator

TITLE = "Depósito en Villa Fátima"


def withdrawn(world: Any) -> None:
    with looking_as(world.bruno):
        report = Report.objects.get(title=TITLE)
        withdraw(by=world.bruno, report=report, reason="Error.", revision=report.revision)


def marked_up(world: Any) -> None:
    """A new version, which says other words and goes to nobody, takes its place."""
    with looking_as(world.ana):
        report = Report.objects.get(title=TITLE)
        new = revise_report(by=world.ana, report=report, revision=report.revision)
        new = edit_report(by=world.ana, report=new, revision=new.revision, tlp="RED", handling_codes=("H2",),
                          classification="CONFIDENTIAL", paragraphs=(ParagraphEntry("Otra cosa.", "CONFIDENTIAL"),))
    making.out(world.ana, new)


def source_withdrawn(world: Any) -> None:
    """What the police told customs, on which it rests."""
    with looking_as(world.celia):
        report = Report.objects.get(owner_agency=world.agencies["PB"])
        withdraw(by=world.celia, report=report, reason="Error.", revision=report.revision)


@pytest.mark.parametrize("happens", [withdrawn, marked_up, source_withdrawn])
def test_it_is_read_as_it_was(world: Any, happens: Callable[[Any], None]) -> None:
    request = making.sent(world)
    making.consented(world, request)
    release = making.released(world, request, 1, 2)
    before = world.api(world.diego).get(f"/api/v1/releases/{release.pk}/").json()
    happens(world)
    assert read_by(world.diego, release) == [(1, OWN), (2, RESTING)]
    assert world.api(world.diego).get(f"/api/v1/releases/{release.pk}/").json() == before
    assert OWN in world.client(world.diego).get(f"/releases/{release.pk}/").content.decode()


def recalled(world: Any) -> Release:
    release = making.released(world, making.sent(world), 1)
    with looking_as(world.bruno):
        return services.recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)


def ended(world: Any) -> Release:
    release = making.released(world, making.sent(world), 1)
    with looking_as(world.bruno):
        return services.end(by=world.bruno, release=release, reason="Error.", revision=release.revision)


def expired(world: Any) -> Release:
    release = making.released(world, making.sent(world), 1)
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for switch in ("disable trigger user", "no force row level security"):
            cursor.execute(f"alter table releases_release {switch}")
        cursor.execute("update releases_release set expires_at = now() - interval '1 second'")
        for switch in ("force row level security", "enable trigger user"):
            cursor.execute(f"alter table releases_release {switch}")
    return release


def not_acknowledged(world: Any) -> Release:
    reference = making.out(world.ana, making.writing.draft(
        world, handling_codes=("H3",), handling_conditions="No copiar.")).reference
    return making.released(world, making.sent(world, making.drafted(world, reference, rests_on_others=False)), 1)


#: What closes a release to its recipient, and the condition of the row policy that holds it.
CLOSED: dict[Callable[[Any], Release], str] = {
    recalled: "r.state = 'RELEASED'", ended: "r.state = 'RELEASED'",
    expired: "(r.expires_at is null or r.expires_at > statement_timestamp())",
    not_acknowledged: "(not r.must_acknowledge or r.acknowledged_at is not null)"}


def without(condition: str) -> None:
    """The row policy of what was released, with one condition taken out."""
    policies = (Path(apps.get_app_config("releases").path) / "policies.sql").read_text("utf-8")
    found = re.search(r"create policy read_while_it_holds on releases_releasedportion.*?;", policies, re.S)
    assert found and condition in found[0]
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("drop policy read_while_it_holds on releases_releasedportion")
        cursor.execute(found[0].replace(condition, "true").replace("%", "%%"))


@pytest.mark.parametrize("closed", CLOSED)
def test_closed_it_is_not_read_and_one_condition_of_the_policy_is_why(world: Any, closed: Callable[[Any], Release]) -> None:
    release = closed(world)
    assert read_by(world.diego, release) == []
    with looking_as(world.diego):
        assert Release.objects.filter(pk=release.pk).exists(), "that it was released is read still"
    for other in set(CLOSED.values()) - {CLOSED[closed]}:
        without(other)
        assert read_by(world.diego, release) == [], "another condition does not hold it"
    without(CLOSED[closed])
    assert len(read_by(world.diego, release)) == 1
