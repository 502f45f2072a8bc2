"""What people are told of, room by room: each kind of notice is made by the step that it is of."""

import pytest
from django.db import connection

from agencies.access import as_service, looking_as
from agencies.access.grants import reader_groups
from agencies.notices.models import Announcement, Preference
from hub.kit import room
from hub.kit.room import Topic
from intel.alerts import services as alert_services
from intel.alerts.models import Alert
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.services import approve, refuse, register_subject, share_subject
from tests.alerts import writing as alerts
from tests.hits import making as hits
from tests.notices.told import words, work_done
from tests.screening import making

MOVES = {"suspend": ("was suspended", "AN suspended alert"), "withdraw": ("was withdrawn", "AN withdrew alert")}


@pytest.mark.parametrize("move", MOVES)
def test_the_life_of_an_alert_is_told_to_its_author_and_its_audience(world, move):
    alert = alerts.issued(world, audience=("PB",))
    work_done()
    with looking_as(world.bruno):
        alert = Alert.objects.get(pk=alert.pk)
        getattr(alert_services, move)(by=world.bruno, alert=alert, reason="Diligencias.", revision=alert.revision)
    work_done()
    to_author, to_audience = MOVES[move]
    assert words(world.ana) == [f"Your alert {alert.reference} {to_author}.", f"Your alert {alert.reference} was issued."]
    assert words(world.carla) == [f"{to_audience} {alert.reference}.", f"AN shared alert {alert.reference} with you."]
    assert words(world.diego) == words(world.elena) == []


def test_a_draft_and_what_waits_are_told_to_nobody_outside(world):
    alerts.submitted(world, audience=("PB",))
    work_done()
    assert [words(world.viewers[who]) for who in ("carla", "celia", "diego")] == [[], [], []]


def test_expiry_is_told_by_the_calendar(world):
    alert = alerts.issued(world)
    with as_service("test"):
        Alert.objects.update(valid_from="2020-01-01", valid_until="2020-02-01")
    alert_services.expire()
    work_done()
    assert words(world.ana)[0] == f"Your alert {alert.reference} has expired."


@pytest.mark.parametrize("decide", [approve, refuse])
def test_a_proposal_is_told_without_the_name_of_its_subject(world, decide):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Rosa Condori")
        share_subject(by=world.ana, subject=subject, groups=reader_groups([world.agencies["PB"]], act="subjects.view_subject"))
        proposal = SubjectProposal.objects.get()
    work_done()
    assert words(world.bruno) == ["What a colleague proposed about a subject waits for a second person."]
    with looking_as(world.bruno):
        decide(by=world.bruno, proposal=proposal, revision=proposal.revision, **({"reason": "No."} if decide is refuse else {}))
    work_done()
    came = decide is approve
    assert words(world.ana) == [f"What you proposed about a subject was {'approved' if came else 'refused'}."]
    assert words(world.carla) == (["AN shared a subject with you."] if came else [])
    assert "Rosa" not in world.client(world.bruno).get("/notices/").content.decode()


def test_a_hit_is_told_to_who_wrote_the_alert(world):
    hit = hits.hit(world)
    work_done()
    told = f"There is a new hit of an alert that you wrote: {hit}."
    assert [who for who, viewer in world.viewers.items() if told in words(viewer)] == ["ana"]


@pytest.mark.parametrize("feed_to_tax", [True, False])
def test_a_hit_is_told_to_who_asked_and_sees_it(world, feed_to_tax):
    """An alert of the tax body, on a feed of customs that it sees, or not."""
    tax = world.agencies["SIN"]
    for viewer in (world.diego, world.ana, world.carla, world.elena):
        with looking_as(viewer):
            Preference.objects.create(person_id=viewer.user_id, topic=Topic.AGENCY_HITS, on_page=True, mail="NEVER")
    hit = hits.hit(world, alert_by=world.diego, alert_to=(world.agencies["AN"],), feed_to=(tax,) if feed_to_tax else ())
    work_done()
    assert f"There is a new hit that your agency judges: {hit}." in words(world.ana)
    assert (f"There is a new hit of an alert that you wrote: {hit}." in words(world.diego)) is feed_to_tax
    assert not [told for viewer in (world.carla, world.elena) for told in words(viewer) if "hit" in told]


def test_hits_that_one_does_not_see_crowd_out_none_that_one_does(world, monkeypatch):
    monkeypatch.setattr("agencies.notices.telling.MOST_UNSEEN", 1)
    alert = making.alert(world.diego, hits.SUBJECT, to=(world.agencies["AN"],))
    hidden, shared = making.feed(world.ana), making.feed(world.ana, to=(world.agencies["SIN"],))
    for _number in range(3):
        making.trader(world.ana, hidden, hits.SUBJECT)
    making.trader(world.ana, shared, hits.PARTY)
    hits.screened()
    work_done()
    assert alert.pk and len([told for told in words(world.diego) if "new hit" in told]) == 1


def test_every_thing_told_of_has_a_policy_of_its_room(db):
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(qual || with_check, ' ') from (select qual, coalesce(with_check, '') as with_check"
                       " from pg_policies where tablename = 'notices_notice' and policyname like 'told_of_%') p")
        [said] = cursor.fetchone()
    assert {tells.of for tells in room.tells().values() if f"'{tells.of}'" not in said} == set()


def test_every_kind_has_words_that_can_be_made(db):
    for tells in room.tells().values():
        assert str(tells.words) % {"reference": "AN-1", "agency": "AN"}
        assert tells.reference or "%(reference)s" not in str(tells.words)


def test_an_announcement_holds_no_content(world):
    alerts.issued(world, audience=("PB",))
    with as_service("test"):
        assert "Sajama" not in str(list(Announcement.objects.values()))
        assert Subject.objects.filter(label__contains="Sajama").exists()
