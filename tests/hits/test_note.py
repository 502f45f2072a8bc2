"""Notes of one agency on a hit that two agencies verify: the other learns neither what was noted nor that."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from agencies.access import looking_as
from agencies.audit.models import Event
from hub.kit.errors import NotAllowed
from intel.hits import services
from intel.hits.models import Hit, HitNote, Judgement
from tests.hits import making

TEXT = "Preguntar primero a la brigada"


@pytest.fixture
def hit(world):
    """Of an alert of customs and the trade data of police; tax sees both, and is no side."""
    police, tax = world.agencies["PB"], world.agencies["SIN"]
    return making.hit(world, feed_by=world.carla, feed_to=(world.agencies["AN"], tax), alert_to=(police, tax))


def noted(by, hit):
    with looking_as(by):
        return services.note(by=by, hit=Hit.objects.get(pk=hit.pk), text=f" {TEXT} ")


@pytest.mark.parametrize(("person", "reads"), [
    ("ana", True), ("hugo", True), ("carla", False), ("celia", False), ("diego", False), ("elena", False), ("ivan", False)])
def test_the_own_agency_reads_it_and_nobody_else(world, hit, person, reads):
    noted(world.ana, hit)
    with looking_as(world.viewers[person]):
        assert HitNote.objects.count() == int(reads)
    response = world.client(world.viewers[person]).get(f"/hits/{hit.pk}/")
    assert (TEXT in response.content.decode()) is reads
    answer = world.api(world.viewers[person]).get(f"/api/v1/hits/{hit.pk}/")
    assert (TEXT in answer.content.decode()) is reads


def test_the_other_side_notices_nothing(world, hit):
    program = world.api(world.carla)
    before = [program.get(address).content for address in (f"/api/v1/hits/{hit.pk}/", "/api/v1/hits/")]
    noted(world.ana, hit)
    assert [program.get(address).content for address in (f"/api/v1/hits/{hit.pk}/", "/api/v1/hits/")] == before
    noted(world.carla, hit)
    with looking_as(world.ana):
        assert HitNote.objects.get().agency_id == world.ana.agency_id


def test_only_the_two_agencies_note(world, hit):
    with pytest.raises(NotAllowed):
        noted(world.diego, hit)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), looking_as(world.diego):
        HitNote.objects.create(id=7, hit=hit, agency_id=world.diego.agency_id, written_by_id=world.diego.user_id, text="x")


def test_it_is_written_on_the_page_and_through_the_api(world, hit):
    assert world.client(world.ana).post(f"/hits/{hit.pk}/note/", {"text": TEXT}).status_code == 302
    assert world.client(world.ana).post(f"/hits/{hit.pk}/note/", {"text": " "}).status_code == 400
    answer = world.api(world.carla).post(f"/api/v1/hits/{hit.pk}/note/", {"text": "Somos otros"}, format="json")
    assert answer.status_code == 200
    [note] = answer.json()["notes"]
    assert (note["text"], note["written_by"]) == ("Somos otros", "carla") and "id" not in note


def test_what_was_noted_is_not_in_the_audit_log_but_that_it_was(world, hit):
    noted(world.ana, hit)
    with looking_as(world.fabio):
        [event] = Event.objects.filter(action="hit.noted")
        assert TEXT not in str(event.detail) and event.object_label == str(hit)


def test_the_table_holds_what_the_sides_may_write_even_without_the_service(world, hit):
    with looking_as(world.ana):
        services.judge(by=world.ana, hit=Hit.objects.get(pk=hit.pk), state="UNCERTAIN", reason="x", revision=hit.revision)
    noted(world.ana, hit)
    with looking_as(world.ana):
        assert Judgement.objects.update(reason="y") == 0 == HitNote.objects.update(text="y")
        with pytest.raises(IntegrityError, match="each_side_writes_its_own"), transaction.atomic():
            Hit.objects.filter(pk=hit.pk).update(created_at="2020-01-01T00:00Z")
