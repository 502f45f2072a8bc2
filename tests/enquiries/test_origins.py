"""A request is born from what its author had before their eyes; that stays with them."""

from dataclasses import replace

import pytest

from agencies.access import looking_as
from agencies.notices.models import Notice
from hub.kit.errors import Invalid
from intel.enquiries.models import Enquiry, Request
from intel.enquiries.origins import begun, born_from
from intel.queries.models import Sounding
from tests.alerts import writing as alerts
from tests.enquiries import making
from tests.hits import making as hits
from tests.queries.asking import NAME, answered, asked, disclosed, opened
from tests.reports import writing as reports


def new(world, by, **given):
    """A request written on the page."""
    form = {**making.ASKED, "urgency": "ROUTINE", "classification": "RESTRICTED", "addressees": [world.agencies["AN"].pk]}
    return world.client(by).post("/requests/new/", form | given)


@pytest.fixture
def alert(world):
    return alerts.issued(world, audience=("PB",))


def test_it_begins_with_the_agencies_of_the_row_and_is_shown_there(world, alert):
    carla = world.client(world.carla)
    assert f"?from=alert%3A{alert.pk}" in carla.get(f"/alerts/{alert.pk}/").content.decode()
    begins = carla.get(f"/requests/new/?from=alert:{alert.pk}").context["form"].initial
    assert begins["addressees"] == [world.agencies["AN"].pk]
    response = new(world, world.carla, born_from=begins["born_from"])
    with looking_as(world.carla):
        request = Request.objects.get()
    assert response.url == f"/requests/{request.pk}/"
    assert f'href="/alerts/{alert.pk}/">{alert.reference}' in carla.get(response.url).content.decode()
    assert request.reference in carla.get(f"/alerts/{alert.pk}/").content.decode()


def test_who_is_asked_learns_nothing_of_it(world, alert):
    row = making.enquiry(world)
    with looking_as(world.carla):
        Request.objects.filter(pk=row.request_id).update(born_kind="alert", born_id=alert.pk)
    page = world.client(world.ana).get(f"/enquiries/{row.pk}/").content.decode()
    assert row.reference in page and alert.reference not in page
    assert row.reference not in world.client(world.ana).get(f"/alerts/{alert.pk}/").content.decode()
    answer = world.client(world.ana).get(f"/api/v1/enquiries/{row.pk}/").json()
    assert "born_from" not in answer and answer["request"] is None


@pytest.mark.parametrize("text", [
    "alert:0", "alert:²", "alert:-1", "alert:", "alert", "user:1", "alert:9999999999999999999", "x" * 90])
def test_what_cannot_be_seen_is_no_origin(world, text):
    with looking_as(world.carla), pytest.raises(Invalid) as error:
        born_from(text)
    assert error.value.field == "born_from"
    given = {**making.ASKED, "addressees": ["AN"], "born_from": text}
    api = world.api(world.carla).post("/api/v1/requests/", given, format="json")
    assert api.status_code == 400 and "born_from" in str(api.json())
    with looking_as(world.carla):
        assert begun({"from": text}, by=world.carla)["born_from"] == "" and not Request.objects.exists()


def test_of_what_is_hidden_it_is_as_of_what_is_not_there(world):
    hidden = alerts.issued(world, audience=())
    with looking_as(world.carla):
        for number in (hidden.pk, hidden.pk + 10 ** 9):
            with pytest.raises(Invalid):
                born_from(f"alert:{number}")


def test_it_is_born_from_a_report_and_from_a_hit(world):
    report = reports.disseminated(world, audience=("PB",))
    hit = hits.hit(world, alert_to=(world.agencies["PB"],))
    carla = world.client(world.carla)
    assert f"?from=report%3A{report.pk}" in carla.get(f"/reports/{report.pk}/").content.decode()
    assert f"?from=hit%3A{hit.pk}" in world.client(world.ana).get(f"/hits/{hit.pk}/").content.decode()
    api = world.api(world.carla).post(
        "/api/v1/requests/", {**making.ASKED, "addressees": ["AN"], "born_from": f"report:{report.pk}"}, format="json")
    assert api.json()["born_from"] == f"report:{report.pk}"


def test_what_is_shared_no_more_is_named_no_more(world, alert):
    new(world, world.carla, born_from=f"alert:{alert.pk}")
    with looking_as(world.carla):
        request = Request.objects.get()
        Request.objects.update(born_id=alert.pk + 10 ** 9)
    page = world.client(world.carla).get(f"/requests/{request.pk}/").content.decode()
    assert request.reference in page and "Born from" not in page
    assert world.api(world.carla).get(f"/api/v1/requests/{request.pk}/").json()["born_from"] is None


def test_a_hit_reference_says_to_its_owner_what_it_means_and_to_nobody_else(world):
    subject = alerts.issued(world, new_subject=replace(alerts.PERSON, label=NAME), legal_basis="Ley 1990",
                            suspicion_basis="Facturas").subject
    disclosed(world.ana, "HIT_CONTACT_OWNER", subject=subject)
    query = asked(world.carla)
    reference = answered(query).hits[0]["hit_reference"]
    opened(query)
    carla, ana, bruno = (world.client(viewer) for viewer in (world.carla, world.ana, world.bruno))
    page = carla.get(f"/queries/{query.pk}/").content.decode()
    assert f"hit_reference={reference}&amp;to=AN" in page
    row = making.enquiry(world, hit_reference=reference)
    assert f'href="/subjects/{subject.pk}/"' in bruno.get(f"/enquiries/{row.pk}/").content.decode()
    assert bruno.get(f"/api/v1/enquiries/{row.pk}/").json()["subject"] == subject.pk
    for other in (carla, ana):  # ana does not learn what others ask about ours: that is for the desk and for who decides
        assert other.get(f"/api/v1/enquiries/{row.pk}/").json()["subject"] is None
        assert f"/subjects/{subject.pk}/" not in other.get(f"/enquiries/{row.pk}/").content.decode()
    with looking_as(world.diego):
        assert not (Enquiry.objects.exists() or Sounding.objects.exists() or Notice.objects.exists())
