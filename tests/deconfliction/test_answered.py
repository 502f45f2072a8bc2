"""Each agency answers the coordinator, who notes what became of it; and neither agency learns anything of the other."""

import json
import re

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.notices.models import Notice
from agencies.roles import Role
from agencies.work import kinds, running
from hub.kit.errors import Conflict, NotAllowed, WrongState
from intel.deconfliction import services
from intel.deconfliction.models import Answer, Collision, Found, Side
from tests.alerts.writing import revised
from tests.deconfliction import making
from tests.world import engaged


@pytest.fixture
def victor(world):
    return making.coordinator()


@pytest.fixture
def collided(world, victor):
    """The alerts of customs and police."""
    return making.collide(world)


def answers(victor):
    with looking_as(victor):
        return [(one.agency.code, one.said) for one in Answer.objects.select_related("agency").order_by("said_at", "id")]


def the(viewer, model):
    with looking_as(viewer):
        return model.objects.get()


def answer(viewer, step=services.say_spoken):
    side = making.side(viewer)
    with looking_as(viewer):
        return step(by=viewer, side=side, revision=side.revision)


def coordinate(victor, step):
    row = the(victor, Collision)
    with looking_as(victor):
        return step(by=victor, collision=row, revision=row.revision)


def test_the_coordinator_hears_which_of_the_two_answered(world, victor, collided):
    answer(world.bruno)
    answer(world.celia, services.say_solved)
    running.run_due(kinds.NOTICES)
    assert answers(victor) == [("AN", "SPOKEN"), ("PB", "SOLVED")]
    with looking_as(victor):
        answered = Notice.objects.filter(kind="collision.answered").order_by("created_at")
        assert [one.agency.code for one in answered] == ["AN", "PB"]


def test_the_other_agency_notices_nothing_of_an_answer(world, victor, collided):
    def noticed():
        page = world.client(world.celia).get(f"/deconfliction/{side.pk}/").content.decode()
        with looking_as(world.celia), connection.cursor() as cursor:
            cursor.execute("select to_jsonb(s)::text from deconfliction_side s")
            return json.loads(cursor.fetchone()[0]), Notice.objects.count(), re.sub(r'"[\w]{64}"', "", page)
    side = making.side(world.celia)
    before = noticed()
    answer(world.bruno), coordinate(victor, services.note_called), coordinate(victor, services.note_solved)
    running.run_due(kinds.NOTICES)
    assert noticed() == before


def test_what_one_side_holds_names_nothing_of_the_other(world, victor, collided):
    ours, theirs = collided
    for viewer, other in ((world.bruno, theirs), (world.celia, ours)):
        pk = making.side(viewer).pk
        code = other.reference.partition("-")[0]
        seen = [world.client(viewer).get(path).content.decode() for path in ("/deconfliction/", f"/deconfliction/{pk}/")]
        seen += [json.dumps(world.api(viewer).get(path).json())
                 for path in ("/api/v1/deconfliction/", f"/api/v1/deconfliction/{pk}/", "/api/v1/notices/", "/api/v1/inbox/")]
        assert [found for found in (other.reference, f"Camión {code}", str(other.pk)) for text in seen if found in text] == []


def test_the_coordinator_reads_agencies_and_times_and_no_word_of_the_alerts(world, victor, collided):
    ours, theirs = collided
    pk = the(victor, Collision).pk
    seen = [world.client(victor).get(path).content.decode() for path in ("/collisions/", f"/collisions/{pk}/", "/inbox/")]
    seen += [json.dumps(world.api(victor).get(path).json()) for path in ("/api/v1/collisions/", f"/api/v1/collisions/{pk}/")]
    assert all("AN" in text and "PB" in text for text in seen)
    for secret in (ours.reference, theirs.reference, "Camión", "4821", "DISCREET", "SPECIFIC", "iscreet", f"{ours.pk}",
                   f"{theirs.pk}"):
        assert [text for text in seen if secret in text] == [], secret


@pytest.mark.parametrize(("who", "status"), [("victor", 404), ("bruno", 404), ("celia", 200), ("diego", 404),
                                             ("carla", 404), (None, 404)])
@pytest.mark.parametrize("address", ["/deconfliction/{}/", "/api/v1/deconfliction/{}/"])
def test_only_its_own_agency_reads_a_side(world, victor, collided, who, status, address):
    viewer = {**world.viewers, "victor": victor, None: None}[who]
    client = world.api(viewer) if "/api/" in address else world.client(viewer)
    assert client.get(address.format(making.side(world.celia).pk)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("victor", 200), ("bruno", 404), ("fabio", 404), (None, 404)])
@pytest.mark.parametrize("address", ["/collisions/{}/", "/api/v1/collisions/{}/"])
def test_only_the_coordinator_reads_a_collision(world, victor, collided, who, status, address):
    viewer = {**world.viewers, "victor": victor, None: None}[who]
    client = world.api(viewer) if "/api/" in address else world.client(viewer)
    assert client.get(address.format(the(victor, Collision).pk)).status_code == status


def test_who_does_not_read_the_alert_does_not_read_that_it_collides(world, victor, collided):
    low = engaged(world.agencies["AN"], "lina", Role.SUPERVISOR, clearance="UNCLASSIFIED")
    assert making.sides(low) == []
    assert len(making.sides(engaged(world.agencies["AN"], "lucas", Role.DESK))) == 1


def test_it_is_found_and_told_alike_whatever_the_marking_of_the_other_alert(world, victor):
    with_secret = engaged(world.agencies["PB"], "sara", Role.ANALYST, clearance="SECRET")
    engaged(world.agencies["PB"], "second-PB", Role.SUPERVISOR, clearance="SECRET")
    making.alert(world.ana, making.DISCREET)
    making.alert(with_secret, making.SPECIFIC, classification="SECRET")
    making.compared()
    assert [state for state, *_more in making.sides(world.bruno)] == ["TOLD"]
    assert making.sides(world.celia) == []  # cleared up to CONFIDENTIAL
    assert making.collisions(victor) == [("FOUND", "AN", "PB")]


def test_the_coordinator_closes_it_and_both_are_told(world, victor, collided):
    coordinate(victor, services.note_called)
    coordinate(victor, services.close)
    running.run_due(kinds.NOTICES)
    for viewer in (world.bruno, world.celia):
        assert making.side(viewer).state == "CLOSED"
        with looking_as(viewer):
            assert Notice.objects.filter(kind="collision.put_to_rest").count() == 1
        with pytest.raises(WrongState):
            answer(viewer)
    making.compared()
    assert making.collisions(victor) == [("CLOSED", "AN", "PB")]


def test_two_at_once_the_second_is_told(world, victor, collided):
    row = the(victor, Collision)
    coordinate(victor, services.note_called)
    with looking_as(victor), pytest.raises(Conflict, match="Victor|victor"):
        services.close(by=victor, collision=row, revision=row.revision)


def test_a_new_version_takes_the_place_of_the_one_before_and_the_other_notices_nothing(world, victor, collided):
    ours, _theirs = collided
    before, theirs = making.side(world.bruno), making.side(world.celia)
    with looking_as(world.bruno):
        from intel.alerts.services import issue
        new = revised(world, ours)
        issue(by=world.bruno, alert=new, revision=new.revision)
    making.compared()
    after = making.side(world.bruno)
    assert (after.pk, after.state, after.alert_id) == (before.pk, "TOLD", new.pk) and before.alert_id == ours.pk
    with looking_as(world.celia):
        assert Side.objects.values().get() == {**Side.objects.values().get(), "revision": theirs.revision, "state": "TOLD"}
        assert Notice.objects.filter(kind__startswith="collision").count() == 1
    assert making.collisions(victor) == [("FOUND", "AN", "PB")]


@pytest.mark.parametrize("who", ["ana", "diego", "fabio", "victor"])
def test_nobody_else_answers(world, victor, collided, who):
    side, viewer = making.side(world.bruno), {**world.viewers, "victor": victor}[who]
    with looking_as(viewer), pytest.raises(NotAllowed):
        services.say_spoken(by=viewer, side=side, revision=side.revision)


def test_it_is_answered_and_coordinated_by_program(world, victor, collided):
    side, row = making.side(world.bruno), the(victor, Collision)
    told = world.api(world.bruno).post(f"/api/v1/deconfliction/{side.pk}/spoken/", {"revision": side.revision})
    assert (told.status_code, told.json()["state"], told.json()["beside"]) == (200, "SPOKEN", None)
    noted = world.api(victor).post(f"/api/v1/collisions/{row.pk}/called/", {"revision": row.revision})
    assert (noted.status_code, noted.json()["state"], noted.json()["agencies"]) == (200, "CALLED", ["AN", "PB"])
    assert world.api(victor).post(f"/api/v1/collisions/{row.pk}/close/", {"revision": row.revision}).status_code == 409
    assert world.api(victor).post(f"/api/v1/collisions/{row.pk}/close/", {}).status_code == 400


def test_it_is_answered_and_coordinated_on_pages(world, victor, collided):
    side, row = making.side(world.celia), the(victor, Collision)
    assert world.client(world.celia).post(f"/deconfliction/{side.pk}/solved/", {"revision": side.revision}).status_code == 302
    assert world.client(victor).post(f"/collisions/{row.pk}/close/", {"revision": row.revision}).status_code == 302
    assert (making.side(world.celia).state, making.collisions(victor)[0][0]) == ("CLOSED", "CLOSED")
    page = world.client(world.bruno).get(f"/alerts/{collided[0].pk}/").content.decode()
    assert side.reference not in page


def test_the_page_of_the_alert_says_so_to_who_may_know(world, victor, collided):
    page = {who: world.client(world.viewers[who]).get(f"/alerts/{collided[0].pk}/").content.decode() for who in ("bruno", "ana")}
    reference = making.side(world.bruno).reference
    assert (reference in page["bruno"], reference in page["ana"]) == (True, False)


def test_the_log_of_each_agency_holds_its_own_side_alone(world, victor, collided):
    answer(world.bruno)
    with looking_as(world.fabio):
        mine = list(Event.objects.filter(action__startswith="collision.").order_by("id").values_list("action", "agency_id"))
    assert mine == [("collision.told", None), ("collision.spoken", world.ana.agency_id)]


@pytest.mark.parametrize("statement", [
    "insert into deconfliction_side (found_id, reference, owner_agency_id, alert_id, beside_id, told_at, state, revision)"
    " select found_id, reference, owner_agency_id, alert_id, beside_id, told_at, state, revision from deconfliction_side",
    "delete from deconfliction_side", "update deconfliction_side set alert_id = alert_id",
    "update deconfliction_side set state = 'CLOSED'", "update deconfliction_side set state = 'SOLVED', moved_by_id = null",
    "select * from deconfliction_compare('{}', current_date, now())", "select * from deconfliction_pairs('{}', current_date)",
    "insert into deconfliction_answer (collision_id, agency_id, said, said_at) values (1, 1, 'SOLVED', now())",
])
def test_the_database_refuses_an_agency_everything_else(world, collided, statement):
    with looking_as(world.bruno), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement)


def test_nobody_who_signs_in_reads_which_two_collide(world, victor, collided):
    for viewer in (world.bruno, world.celia, victor):
        with looking_as(viewer):
            assert not Found.objects.exists()
    with as_service("tests"):
        assert not Found.objects.exists() and not Answer.objects.exists()


def test_what_is_over_stays_over_in_the_database(world, victor, collided):
    coordinate(victor, services.close)
    for viewer, table in ((world.bruno, "side"), (victor, "collision")):
        refused = pytest.raises(IntegrityError, match="that_is_over_stays_so")
        with looking_as(viewer), connection.cursor() as cursor, refused, transaction.atomic():
            cursor.execute(f"update deconfliction_{table} set state = 'SOLVED', moved_by_id = %s", [viewer.user_id])
