"""Links between reports, in the service and on the page."""

import pytest
from django.urls import reverse

from agencies.access import looking_as
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from intel.reports.models import ReportLink
from intel.reports.services import can_link, link_reports, unlink_reports, withdraw
from tests.reports.writing import disseminated, draft


@pytest.mark.parametrize(("person", "refusal"), [
    ("ana", None), ("hugo", None), ("bruno", None), ("carla", NotAllowed), ("elena", NotAllowed),
    ("fabio", NotAllowed)])
def test_who_links_a_report(world, person, refusal):
    one, other = disseminated(world, audience=("PB",)), disseminated(world, audience=("PB",))
    viewer = world.viewers[person]
    with looking_as(viewer):
        assert can_link(viewer, one) is (refusal is None)
        if refusal is None:
            link = link_reports(by=viewer, source=one, target=other, kind="CITES")
            unlink_reports(by=viewer, link=link)
            assert not ReportLink.objects.exists()
        else:
            with pytest.raises(refusal):
                link_reports(by=viewer, source=one, target=other, kind="CITES")


def test_a_partner_does_not_take_a_link_away(world):
    one, other = disseminated(world, audience=("PB",)), disseminated(world, audience=("PB",))
    with looking_as(world.ana):
        link = link_reports(by=world.ana, source=one, target=other, kind="CITES")
    with looking_as(world.carla):
        seen = ReportLink.objects.select_related("source").get(pk=link.pk)
        with pytest.raises(NotAllowed):
            unlink_reports(by=world.carla, link=seen)


def test_what_cannot_be_linked(world):
    one, other, hidden = draft(world), draft(world), draft(world, world.carla)
    with looking_as(world.ana):
        link_reports(by=world.ana, source=one, target=other, kind="CITES")
        with pytest.raises(Conflict):
            link_reports(by=world.ana, source=one, target=other, kind="CITES")
        with pytest.raises(Invalid):
            link_reports(by=world.ana, source=one, target=one, kind="CITES")
        with pytest.raises(Invalid):
            link_reports(by=world.ana, source=one, target=other, kind="DISLIKES")
        with pytest.raises(NotFound):
            link_reports(by=world.ana, source=one, target=hidden, kind="CITES")
        withdraw(by=world.ana, report=other, revision=other.revision, reason="Duplicado.")
        other.refresh_from_db()
        with pytest.raises(WrongState):
            link_reports(by=world.ana, source=other, target=one, kind="CITES")


def test_the_page_links_by_reference_and_says_the_same_of_hidden_and_absent(world):
    one, other, hidden = draft(world), draft(world, title="Otro"), draft(world, world.carla)
    client = world.client(world.ana)
    address = reverse("reports:link", args=[one.pk])
    answers = []
    for reference in (hidden.reference, "PB-2026-999999"):
        answer = client.post(address, {"kind": "CITES", "reference": reference})
        answers.append((answer.status_code, answer.content.decode().replace(reference, "…")))
    assert answers[0] == answers[1] and answers[0][0] == 400
    assert client.post(address, {"kind": "CITES", "reference": f" {other.reference.lower()} "}).status_code == 302
    page = client.get(reverse("reports:detail", args=[other.pk])).content.decode()
    assert "The other says: Cites" in page and one.reference in page
    with looking_as(world.ana):
        link = ReportLink.objects.get()
    assert client.post(reverse("reports:unlink", args=[other.pk, link.pk])).status_code == 404
    assert client.post(reverse("reports:unlink", args=[one.pk, link.pk])).status_code == 302
