"""What was received as what a paragraph rests on: `AN-R-2026-004831/2`, a portion of a release.

Its recipient cites it while it may be read. What was recalled or has ended is still named, and nothing may rest on it any more.
"""

from collections.abc import Collection

from django.db import connection
from django.urls import reverse

from agencies.access import now_looking
from agencies.access.door import number_of
from hub.kit.citing import Cited, Kind
from intel.releases.models import Release, ReleasedPortion
from intel.releases.states import ReleaseState

KIND = "releases.portion"


def _numbered(written: str) -> int | None:
    reference, _slash, last = written.partition("/")
    received = ReleasedPortion.objects.filter(release__recipient_agency=now_looking().agency_id)
    rows = received.filter(release__reference=reference, number=number_of(last) or 0)
    return rows.values_list("pk", flat=True).first()


def _seen(ids: Collection[int]) -> dict[int, Cited]:
    with connection.cursor() as cursor:
        cursor.execute("select id, release_id, number, classification from releases_placed(%s)", [list(ids)])
        placed = cursor.fetchall()
    releases = Release.objects.in_bulk({release for _id, release, _number, _classification in placed})
    titles = dict(ReleasedPortion.objects.filter(pk__in=ids).values_list("pk", "title"))
    return {pk: _cited(pk, releases[release], number, classification, titles.get(pk, ""))
            for pk, release, number, classification in placed if release in releases}


def _cited(pk: int, release: Release, number: int, classification: str, title: str) -> Cited:
    standing = release.standing
    return Cited(KIND, pk, f"{release.reference}/{number}", title, reverse("releases:release", args=[release.pk]), 1,
                 classification, (release.holder_agency_id,),
                 ended="" if standing is ReleaseState.RELEASED else str(standing.label))


RELEASED = Kind(KIND, _numbered, _seen)
