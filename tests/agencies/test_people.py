"""What an agency administrator may do with people: of the own agency, not above the own clearance, never to oneself."""

import pytest

from agencies import people
from agencies.access import at_the_door, looking_as
from agencies.access.signing import recognised
from agencies.audit.models import Event
from agencies.models import User
from agencies.services import engage
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.world import as_operator

GIVEN = {"username": "julia", "first_name": "Julia", "last_name": "Choque", "email": "", "unit": None,
         "roles": ["OFFICER"], "clearance": "RESTRICTED", "language": "es"}
CHANGED = {name: value for name, value in GIVEN.items() if name != "username"}


def person(viewer):
    return User.objects.get(pk=viewer.user_id)


def test_a_new_person_has_the_roles_and_cannot_sign_in_yet(world):
    with looking_as(world.gala):
        julia = people.add_person(by=world.gala, **GIVEN)
        assert (julia.agency_id, people.roles_of(julia), julia.has_usable_password()) == (
            world.gala.agency_id, ["OFFICER"], False)
        password = people.give_password(by=world.gala, person=julia)
        assert not User.objects.get(pk=julia.pk).check_password(password)  # the hash is not the administrator's to read
        with at_the_door():
            assert User.objects.get(pk=julia.pk).check_password(password)
    with looking_as(world.fabio):
        kept = Event.objects.filter(object_label="Julia Choque").order_by("id")
        assert [event.action for event in kept] == ["person.added", "person.password_given"]
        assert all(password not in str(event.detail) for event in kept)


@pytest.mark.parametrize(("given", "refusal", "field"), [
    ({"clearance": "SECRET"}, Invalid, "clearance"),  # Gala is cleared to CONFIDENTIAL
    ({"roles": ["KING"]}, Invalid, "roles"),
    ({"username": "carla"}, Conflict, "username"),
])
def test_nobody_hands_out_what_they_do_not_hold(world, given, refusal, field):
    with looking_as(world.gala), pytest.raises(refusal) as refused:
        people.add_person(by=world.gala, **{**GIVEN, **given})
    assert refused.value.field == field


@pytest.mark.parametrize("by", ["ana", "bruno", "fabio", "carla", "elena"])
def test_only_administrators_administer(world, by):
    viewer = world.viewers[by]
    with looking_as(viewer):
        with pytest.raises(NotAllowed):
            people.add_person(by=viewer, **GIVEN)
        with pytest.raises(NotAllowed):
            people.deactivate(by=viewer, person=person(world.hugo))
        with pytest.raises(NotFound):
            people.person_or_absent(viewer, world.hugo.user_id)


@pytest.mark.parametrize("act", [
    lambda by, whom: people.change_person(by=by, person=whom, **CHANGED),
    lambda by, whom: people.deactivate(by=by, person=whom),
    lambda by, whom: people.activate(by=by, person=whom),
    lambda by, whom: people.give_password(by=by, person=whom),
])
def test_people_of_another_agency_are_out_of_reach(world, act):
    with looking_as(world.gala):
        with pytest.raises(NotAllowed):
            act(world.gala, person(world.carla))
        with pytest.raises(NotFound):
            people.person_or_absent(world.gala, world.carla.user_id)


@pytest.mark.parametrize("act", [
    lambda by, whom: people.change_person(by=by, person=whom, **{
        **CHANGED, "roles": ["AGENCY_ADMINISTRATOR", "SUPERVISOR"]}),
    lambda by, whom: people.change_person(by=by, person=whom, **{
        **CHANGED, "roles": ["AGENCY_ADMINISTRATOR"], "clearance": "UNCLASSIFIED"}),
    lambda by, whom: people.deactivate(by=by, person=whom),
    lambda by, whom: people.give_password(by=by, person=whom),
])
def test_nobody_changes_their_own_standing(world, act):
    with looking_as(world.gala), pytest.raises(NotAllowed):
        act(world.gala, person(world.gala))


def test_no_password_for_somebody_cleared_higher(world):
    with as_operator():
        high = engage(agency=world.agencies["AN"], username="sol", roles=["ANALYST"], clearance="SECRET")
    with looking_as(world.gala):
        with pytest.raises(NotAllowed):
            people.give_password(by=world.gala, person=high)
        kept = people.change_person(by=world.gala, person=high, **{**CHANGED, "clearance": "SECRET"})
        assert kept.clearance == "SECRET"


def test_a_change_holds_from_the_next_request_on(world):
    with looking_as(world.gala):
        people.change_person(by=world.gala, person=person(world.hugo), **{**CHANGED, "roles": ["AUDITOR"]})
    hugo = recognised(pk=world.hugo.user_id)
    assert hugo.roles == {"AUDITOR"} and not hugo.may("reports.view_report")
    assert world.client(world.hugo).get("/reports/").status_code == 403
    with looking_as(world.fabio):
        [event] = Event.objects.filter(action="person.changed")
        assert event.detail["before"]["roles"] == ["ANALYST"] and event.detail["after"]["roles"] == ["AUDITOR"]


def test_who_is_deactivated_is_out_at_once(world):
    client, api = world.client(world.hugo), world.api(world.hugo)
    assert client.get("/hits/").status_code == 200 and api.get("/api/v1/hits/").status_code == 200
    with looking_as(world.gala):
        people.deactivate(by=world.gala, person=person(world.hugo))
    assert client.get("/hits/").status_code == 302
    assert api.get("/api/v1/hits/").status_code == 401


def test_the_pages_show_the_own_agency_only(world):
    client = world.client(world.gala)
    page = client.get("/users/").content.decode()
    assert "hugo" in page and "carla" not in page
    assert "hugo" not in client.get("/users/?q=ana").content.decode()
    assert "hugo" in client.get("/users/?role=ANALYST").content.decode()
    assert client.get(f"/users/{world.hugo.user_id}/").status_code == 200
    hidden, absent = (client.get(f"/users/{pk}/") for pk in (world.carla.user_id, 987654321))
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert world.client(world.ana).get("/users/").status_code == 403


def test_the_pages_add_and_change(world):
    client = world.client(world.gala)
    given = {**GIVEN, "unit": ""}
    made = client.post("/users/new/", given)
    assert made.status_code == 302
    with looking_as(world.gala):
        julia = User.objects.get(username="julia")
    again = client.post("/users/new/", given)
    assert again.status_code == 200 and "is taken" in again.content.decode()
    client.post(f"/users/{julia.pk}/edit/", {**given, "last_name": "Quispe", "roles": ["OFFICER", "ANALYST"]})
    told = client.post(f"/users/{julia.pk}/password/").content.decode()
    assert "not shown again" in told and "Julia Quispe" in told
    assert client.post(f"/users/{julia.pk}/deactivate/").status_code == 302
    with looking_as(world.gala):
        julia = User.objects.get(pk=julia.pk)
        assert (julia.last_name, julia.is_active, people.roles_of(julia)) == ("Quispe", False, ["OFFICER", "ANALYST"])
    own = client.get(f"/users/{world.gala.user_id}/").content.decode()
    assert "This is you" in own and "/deactivate/" not in own
