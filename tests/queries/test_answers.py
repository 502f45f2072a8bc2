"""What somebody who asks learns of what other agencies have, and what these learn of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from agencies.work import queue, running
from agencies.work.kinds import NOTICES
from agencies.work.models import Work
from hub.kit.errors import Invalid, NotAllowed
from intel.alerts.services import withdraw
from intel.queries import answering, index, opening
from intel.queries.kinds import ANSWER, OPEN, TELL
from intel.queries.models import Answer, Query, Sounding
from intel.queries.services import ask
from intel.queries.telling import tell_owners
from tests.alerts import writing as alerts
from tests.notices.told import words
from tests.queries.asking import answered, asked, disclosed, entry, opened, work
from tests.world import as_operator, engaged

PERSON = replace(alerts.PERSON, label="Wilfredo Potrerillos Huanca")
BY_NAME = {"kind": "PERSON", "names": ("Wilfredo Potrerillos Huanca",)}


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def alert(world, *, audience=(), **given):
    return alerts.issued(world, new_subject=PERSON, audience=audience, legal_basis="Ley 1990", suspicion_basis="Facturas",
                         **given)


def contact(world, **on):
    disclosed(world.ana, "HIT_CONTACT_OWNER", **on)


def test_nothing_known_is_no_hit(world):
    answer = answered(asked(world.carla, **BY_NAME))
    assert (answer.answer, answer.hits) == ("NO_HIT", [])


@pytest.mark.parametrize(("said", "answer", "told"), [
    ("nothing", "NO_HIT", "SILENT"),
    ("subject", "HIT_CONTACT_OWNER", "HIT_CONTACT_OWNER"),
    ("alert", "HIT_CONTACT_OWNER", "HIT_CONTACT_OWNER"),
    ("alert to police", "HIT_CONTACT_OWNER", "HIT_CONTACT_OWNER"),
    ("alert to the tax body", "NO_HIT", "SILENT"),
    ("its risk area", "HIT_CONTACT_OWNER", "HIT_CONTACT_OWNER"),
    ("another risk area", "NO_HIT", "SILENT"),
    ("all others", "HIT_CONTACT_OWNER", "HIT_CONTACT_OWNER"),
    ("alert silent, all others", "NO_HIT", "SILENT"),
    ("alert silent, subject", "NO_HIT", "SILENT"),
    ("silent to police, contact to all", "NO_HIT", "SILENT"),
])
def test_who_may_not_read_it_learns_what_its_owner_discloses(world, said, answer, told):
    it = alert(world)
    match said:
        case "subject":
            contact(world, subject=it.subject)
        case "alert":
            contact(world, alert=it)
        case "alert to police":
            contact(world, alert=it, agency=world.agencies["PB"])
        case "alert to the tax body":
            contact(world, alert=it, agency=world.agencies["SIN"])
        case "its risk area":
            contact(world, risk_area="UNDERVALUATION")
        case "another risk area":
            contact(world, risk_area="DRUGS_PRECURSORS")
        case "all others":
            contact(world, risk_area="ANY")
        case "alert silent, all others":
            contact(world, risk_area="ANY")
            disclosed(world.ana, "SILENT", alert=it)
        case "alert silent, subject":
            contact(world, subject=it.subject)
            disclosed(world.ana, "SILENT", alert=it)
        case "silent to police, contact to all":
            contact(world, risk_area="UNDERVALUATION")
            disclosed(world.ana, "SILENT", risk_area="UNDERVALUATION", agency=world.agencies["PB"])
    found = answered(asked(world.carla, **BY_NAME))
    assert found.answer == answer
    assert [(hit["owner_agency"], hit["alert"], hit["subject"]) for hit in found.hits] == (
        [] if answer == "NO_HIT" else [("AN", None, None)])
    with as_service("tests"):
        [sounding] = Sounding.objects.all()
    assert (sounding.told, sounding.subject_id) == (told, it.subject_id)


def test_who_may_read_it_is_led_to_it(world):
    it = alert(world, audience=("PB",))
    [hit] = answered(asked(world.carla, **BY_NAME)).hits
    assert (hit["answer"], hit["alert"], hit["subject"]) == ("HIT_WITH_DATA", it.pk, it.subject_id)
    assert answered(asked(world.diego, **BY_NAME)).answer == "NO_HIT"


def test_what_is_looked_for_discreetly_is_silent_whatever_is_said_of_it(world):
    it = alert(world, action_requested="DISCREET_CHECK")
    for on in ({"alert": it}, {"subject": it.subject}, {"risk_area": "ANY"}):
        contact(world, **on)
    assert answered(asked(world.carla, **BY_NAME)).answer == "NO_HIT"


def test_that_it_is_looked_for_discreetly_no_more_is_nobodys_business(world):
    it = alert(world, action_requested="DISCREET_CHECK")
    contact(world, risk_area="ANY")
    with looking_as(world.bruno):
        withdraw(by=world.bruno, alert=it, reason="El caso se cerró.", revision=it.revision)
    assert answered(asked(world.carla, **BY_NAME)).answer == "NO_HIT"
    contact(world, subject=it.subject)  # which its owner says of the subject itself
    assert answered(asked(world.carla, **BY_NAME)).answer == "HIT_CONTACT_OWNER"


def test_what_is_above_the_askers_clearance_is_silent(world):
    contact(world, risk_area="ANY")
    it = alert(world, classification="CONFIDENTIAL")
    assert answered(asked(world.carla, **BY_NAME)).answer == "HIT_CONTACT_OWNER"
    low = engaged(world.agencies["PB"], "otilia", Role.ANALYST, clearance="UNCLASSIFIED")
    assert answered(asked(low, **BY_NAME)).answer == "NO_HIT"
    assert it.classification == "CONFIDENTIAL"


def test_drafts_do_not_count_for_anybody(world):
    contact(world, risk_area="ANY")
    alerts.submitted(world, new_subject=PERSON, legal_basis="Ley 1990", suspicion_basis="Facturas")
    assert answered(asked(world.carla, **BY_NAME)).answer == "NO_HIT"
    with as_service("tests"):
        assert not Sounding.objects.exists()


def test_the_index_follows_what_is_approved_and_renamed(world):
    contact(world, risk_area="ANY")
    assert answered(asked(world.carla, **BY_NAME)).answer == "NO_HIT"
    alert(world)
    assert answered(asked(world.carla, **BY_NAME)).answer == "HIT_CONTACT_OWNER"


def test_a_person_without_access_any_more_is_answered_as_one_without(world):
    alert(world, audience=("PB",))
    query = asked(world.carla, **BY_NAME)
    with as_operator():
        world.users["carla"].groups.clear()
    assert answered(query).answer == "NO_HIT"


def test_the_owners_desk_learns_who_asked_and_not_what(world):
    it = alert(world)
    query = asked(world.carla, urgency="URGENT", **BY_NAME)
    work()
    with looking_as(world.bruno):
        [sounding] = Sounding.objects.all()
        assert (sounding.asking_agency.code, sounding.purpose, sounding.urgency, sounding.asked_at, sounding.subject_id) == (
            "PB", "CRIMINAL_INVESTIGATION", "URGENT", query.asked_at, it.subject_id)
        assert not Query.objects.exists() and not Answer.objects.exists()
        assert not Event.objects.filter(action__startswith="query").exists()
    for who in ("carla", "celia", "diego", "elena", "ana", "fabio"):
        with looking_as(world.viewers[who]):
            assert not Sounding.objects.exists(), who


def test_an_answer_is_there_for_nobody_before_it_opens(world):
    query = asked(world.carla, **BY_NAME)
    work()
    with looking_as(world.carla):
        assert not Answer.objects.exists()
    opened(query)
    with looking_as(world.celia):
        assert Answer.objects.get().query_id == query.pk
    for who in ("ana", "bruno", "diego"):
        with looking_as(world.viewers[who]):
            assert not Answer.objects.exists() and not Query.objects.exists()


def test_the_worker_answers_once_however_often_it_is_told(world):
    contact(world, risk_area="ANY")
    alert(world)
    query = asked(world.carla, **BY_NAME)
    first = answered(query)
    with as_service("tests"):
        for kind in (ANSWER, OPEN, TELL):
            queue.enqueue(kind, [query.pk])
    work()
    with as_service("tests"):
        assert (Answer.objects.count(), Sounding.objects.count()) == (1, 1)
        again = Answer.objects.get()
    assert (again.visible_from, again.hits) == (first.visible_from, first.hits)


@pytest.mark.parametrize(("changed", "field"), [
    ({"purpose": ""}, "purpose"), ({"purpose": "CURIOSITY"}, "purpose"), ({"legal_basis": " "}, "legal_basis"),
    ({"case_reference": ""}, "case_reference"), ({"case_reference": "x" * 81}, "case_reference"),
    ({"names": (), "identifiers": ()}, "names"), ({"names": ("Rosa", "y" * 301)}, "names.1"), ({"kind": "GHOST"}, "kind"),
    ({"names": ("Ro\u200bsa",)}, "names.0"), ({"birth_dates": ("31/12/1971",)}, "birth_dates.0"),
    ({"identifiers": (("tax", "S/N", "BO"),)}, "identifiers.0.value"), ({"countries": ("XX",)}, "countries.0"),
    ({"urgency": "NOW"}, "urgency"),
])
def test_what_cannot_be_asked_says_where_and_nothing_is_kept(world, changed, field):
    with pytest.raises(Invalid) as refused, looking_as(world.carla):
        ask(by=world.carla, entry=entry(**changed))
    assert refused.value.field == field
    with looking_as(world.carla):
        assert not Query.objects.exists()


@pytest.mark.parametrize("who", ["fabio", "gala"])
def test_who_does_not_work_intelligence_does_not_ask(world, who):
    with pytest.raises(NotAllowed):
        asked(world.viewers[who])


def test_one_that_cannot_be_answered_is_put_off_and_holds_up_the_others_a_moment_only(world, monkeypatch):
    profile_of = answering.profile_of

    def fails_for_one(query):
        if query.names == ["Imposible"]:
            raise ValueError("Test")
        return profile_of(query)

    monkeypatch.setattr(answering, "profile_of", fails_for_one)
    monkeypatch.setattr(opening, "PATIENCE", timedelta(seconds=1))
    bad, good = asked(world.carla, names=("Imposible",)), asked(world.diego, **BY_NAME)
    work()
    with as_service("tests"):
        assert Answer.objects.get(visible_from__isnull=False).query_id == good.pk
        assert Work.objects.get(kind=ANSWER).attempts >= 1  # it is put off for a moment, which may be over by now
        Work.objects.update(not_before=timezone.now())
    monkeypatch.setattr(answering, "profile_of", profile_of)
    work()
    with as_service("tests"):
        assert (Answer.objects.get(query=bad).visible_from - bad.asked_at) % timedelta(seconds=1.5) == timedelta(0)


@pytest.mark.parametrize("level", ["SILENT", "HIT_CONTACT_OWNER"])
def test_who_reads_there_what_others_asked_is_told_alike_and_once(world, level):
    alert(world)
    disclosed(world.ana, level, risk_area="ANY")
    query = asked(world.carla, **BY_NAME)
    answered(query)
    tell_owners([query.pk])
    running.run_due(NOTICES)
    with as_service("tests"):
        [sounding] = Sounding.objects.all()
    told = [f"An agency asked about something of yours: {sounding.reference}."]
    assert words(world.bruno)[:1] == told and words(world.bruno).count(told[0]) == 1
    assert [[line for line in words(viewer) if "asked about" in line] for viewer in (world.ana, world.carla, world.diego)] == [
        [], [], []]
