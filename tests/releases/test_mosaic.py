"""What the recipient has already, of the same things or on the same subjects, is shown to who decides, and to nobody else."""

from typing import Any

from django.db import connection

from agencies.access import looking_as
from intel.releases.models import ReleaseRequest
from intel.releases.mosaic import consented_before, released_before
from intel.reports.models import Paragraph, ReportSubject
from intel.subjects.models import Subject
from tests.releases import making, telling
from tests.releases.telling import told
from tests.reports.test_citing import citation


def on_the_same(world: Any, first: Any, second: Any, subject: Subject) -> tuple[str, str]:
    """Two items, whose reports are both about a subject; their references."""
    references = []
    for item in (first, second):
        _kind, pk, reference = telling.written(world, item)
        with looking_as(world.ana):
            report = Paragraph.objects.get(pk=pk).report
            ReportSubject.objects.create(report=report, subject=subject, role="SUSPECT")
        references.append(reference)
    return references[0], references[1]


def asked(world: Any, reference: str, others: bool) -> ReleaseRequest:
    return making.sent(world, making.drafted(world, reference, rests_on_others=others))


def test_on_the_same_subject_it_is_shown_to_who_decides_on_page_and_by_program(world: Any) -> None:
    subject = telling.subject(world, "AN")
    first, second = on_the_same(world, told("AN"), told("AN"), subject)
    before = making.released(world, asked(world, first, False), 1)
    request = asked(world, second, False)
    with looking_as(world.bruno):
        assert list(released_before(request)) == [before]
    at = f"/api/v1/release-requests/{request.pk}/"
    assert [one["reference"] for one in world.api(world.bruno).get(at).json()["earlier"]] == [before.reference]
    page = world.client(world.bruno).get(f"/releases/requests/{request.pk}/").content.decode()
    assert "has parts of this already" in page and before.reference in page


def test_what_went_to_others_or_is_about_something_else_is_not(world: Any) -> None:
    subject, other = telling.subject(world, "AN"), telling.subject(world, "AN")
    first, second = on_the_same(world, told("AN"), told("AN"), subject)
    third, fourth = on_the_same(world, told("AN"), told("AN"), other)
    making.released(world, asked(world, third, False), 1)
    making.released(world, making.sent(world, making.drafted(world, first, recipient="ZZ", rests_on_others=False)), 1)
    request = asked(world, second, False)
    with looking_as(world.bruno):
        assert list(released_before(request)) == []
        assert len(released_before(asked(world, fourth, False))) == 1


def test_an_originator_is_shown_to_what_it_consented_before_for_the_same_recipient(world: Any) -> None:
    _kind, _id, reference = telling.written(world, told("PB"))
    cites = citation(world.ana, reference)
    requests = [making.sent(world, making.drafted(world, making.report(world, cites).reference)) for _turn in range(2)]
    making.consented(world, requests[0])
    consent, before = making.consent_of(world, requests[1]), making.consent_of(world, requests[0])
    with looking_as(world.celia):
        assert list(consented_before(consent)) == [before]
    at = f"/api/v1/release-consents/{consent.pk}/"
    assert [one["id"] for one in world.api(world.celia).get(at).json()["earlier"]] == [before.pk]
    assert world.api(world.bruno).get(at).json()["earlier"] == []
    assert "consented for the same recipient before" in world.client(world.celia).get(
        f"/releases/consents/{consent.pk}/").content.decode()
    with looking_as(world.celia):
        keys = [key for portion in before.portions.all() for key in portion.rests_on]
    for who, read in ((world.celia, {before.pk, consent.pk}), (world.diego, set()), (world.elena, set())):
        with looking_as(who), connection.cursor() as cursor:
            cursor.execute("select releases_consented_on(%s)", [keys])
            assert {pk for [pk] in cursor.fetchall()} == read
