"""What was dismissed stays dismissed under a later alert on the same subject, as long as the data are the same."""

import pytest

from agencies.access import looking_as
from intel.alerts.models import Alert
from intel.hits import services
from intel.hits.models import Hit
from intel.subjects.models import Subject
from tests.hits import making
from tests.screening.making import alert_on, consignment, feed, rename

REASON = "Otra empresa, mismo rubro"


def judged(by, hit, state="NOT_A_MATCH"):
    with looking_as(by):
        hit = Hit.objects.get(pk=hit.pk)
        services.judge(by=by, hit=hit, revision=hit.revision, state=state, reason=REASON)


def end(world, hit) -> Subject:
    """The alert of the hit is over; its subject."""
    with looking_as(world.bruno):
        alert = Alert.objects.select_related("subject").get(pk=hit.match.alert_id)
        Alert.objects.filter(pk=alert.pk).update(state="WITHDRAWN")
        making.making.alerts_changed.send(sender=Alert, ids=[alert.pk])
    making.screened()
    return alert.subject


def hit_of(viewer, alert) -> Hit:
    making.screened()
    with looking_as(viewer):
        return Hit.objects.get(match__alert=alert)


def test_a_later_alert_on_the_subject_finds_it_dismissed_with_the_reason(world):
    hit = making.hit(world)
    judged(world.ana, hit)
    later = hit_of(world.ana, alert_on(world.ana, end(world, hit)))
    assert (later.pk != hit.pk, later.state, later.judged_fingerprint) == (True, "NOT_A_MATCH", hit.match.fingerprint)
    page = world.client(world.ana).get(f"/hits/{later.pk}/").content.decode()
    assert "dismissed before, on the same data" in page and REASON in page
    assert f'href="/hits/{later.pk}/"' not in world.client(world.ana).get("/hits/").content.decode()


def test_who_sees_only_the_later_alert_is_not_told_the_reason(world):
    tax = world.agencies["SIN"]
    hit = making.hit(world, feed_to=(tax,))
    judged(world.ana, hit)
    later = hit_of(world.ana, alert_on(world.ana, end(world, hit), to=(tax,)))
    assert world.client(world.diego).get(f"/hits/{hit.pk}/").status_code == 404
    page = world.client(world.diego).get(f"/hits/{later.pk}/")
    assert page.status_code == 200 and REASON not in page.content.decode()


@pytest.mark.parametrize("state", ["CONFIRMED_HIT", "UNCERTAIN"])
def test_only_a_dismissal_is_remembered(world, state):
    hit = making.hit(world)
    judged(world.ana, hit, state)
    assert hit_of(world.ana, alert_on(world.ana, end(world, hit))).state == "CANDIDATE"


def test_the_latest_judgement_of_the_pair_counts(world):
    hit = making.hit(world)
    judged(world.ana, hit)
    subject = end(world, hit)
    later = hit_of(world.ana, alert_on(world.ana, subject))
    with looking_as(world.ana):
        services.reopen(by=world.ana, hit=later, reason="Nueva prueba", revision=later.revision)
    judged(world.ana, later, "CONFIRMED_HIT")
    end(world, later)
    assert hit_of(world.ana, alert_on(world.ana, subject)).state == "CANDIDATE"


def test_other_data_are_for_people_to_look_at(world):
    hit = making.hit(world)
    judged(world.ana, hit)
    subject = end(world, hit)
    rename(world.ana, subject, f"{making.SUBJECT} SRL")
    assert hit_of(world.ana, alert_on(world.ana, subject)).state == "CANDIDATE"


def test_a_dismissed_container_stays_dismissed_on_the_next_consignment_of_the_feed(world):
    making.making.alert(world.ana, "Contenedor", kind="CONTAINER", identifiers=(("container", "CSQU3054383", ""),))
    into = feed(world.ana)
    consignment(world.ana, into, units=(("container", "CSQU3054383"),))
    making.screened()
    with looking_as(world.ana):
        hit = Hit.objects.get()
    judged(world.ana, hit)
    consignment(world.ana, into, units=(("container", "CSQU 305438-3"),))
    consignment(world.ana, feed(world.ana), units=(("container", "CSQU3054383"),))
    making.screened()
    with looking_as(world.ana):
        assert sorted(Hit.objects.values_list("state", flat=True)) == ["CANDIDATE", "CANDIDATE", "NOT_A_MATCH"]
    consignment(world.ana, into, units=(("container", "CSQU3054383"),))
    making.screened()
    with looking_as(world.ana):
        assert sorted(Hit.objects.values_list("state", flat=True)) == ["CANDIDATE", "CANDIDATE", "NOT_A_MATCH", "NOT_A_MATCH"]
