"""Signing in and out, failing to, and changing the password are events of the same transaction."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.models import User
from tests.world import PASSWORD, person


@pytest.fixture
def signing_in(world):
    with looking_as(world.ana):
        person = User.objects.get(username="ana")
        person.set_password(PASSWORD)
        person.save()
    return world


def attempt(username, password):
    return Client().post("/account/sign-in/", {"username": username, "password": password})


def events(viewer, prefix="session."):
    with looking_as(viewer):
        return list(Event.objects.filter(action__startswith=prefix).order_by("id"))


def test_signing_in_and_out_carry_who_it_was(signing_in):
    world, client = signing_in, Client()
    client.post("/account/sign-in/", {"username": "ana", "password": PASSWORD})
    client.post("/account/sign-out/")
    opened, closed = events(world.fabio)
    assert [opened.action, closed.action] == ["session.opened", "session.closed"]
    assert {opened.actor_id, closed.actor_id} == {world.ana.user_id}
    assert opened.agency_id == world.ana.agency_id and opened.request_id and opened.address == "127.0.0.1"


def test_a_failed_attempt_is_kept_for_the_auditor_of_the_person_meant(signing_in):
    world = signing_in
    assert attempt("ana", "wrong").status_code == 200
    [refused] = events(world.fabio)
    assert (refused.action, refused.actor_id, refused.detail) == ("session.refused", None, {"name": "ana"})
    assert refused.object_id == world.ana.user_id


def test_the_answer_does_not_tell_whether_there_is_such_a_person(signing_in):
    known, unknown = attempt("ana", "wrong"), attempt("nadie", "wrong")
    one, other = (answer.content.decode().replace("nadie", "ana") for answer in (known, unknown))
    assert without_token(one) == without_token(other)


def test_an_attempt_on_nobody_is_kept_but_concerns_no_agency(signing_in):
    attempt("nadie", "wrong")
    assert events(signing_in.fabio) == []


def test_a_password_change_is_an_event(signing_in):
    world, client = signing_in, Client()
    client.post("/account/sign-in/", {"username": "ana", "password": PASSWORD})
    new = {"old_password": PASSWORD, "new_password1": "sajama-6542-m", "new_password2": "sajama-6542-m"}
    assert client.post("/account/password/", new).status_code == 302
    [event] = events(world.fabio, "password.")
    assert (event.action, event.actor_id, event.detail) == ("password.changed", world.ana.user_id, {})


def without_token(page):
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.lower())


def test_a_password_that_was_kept_otherwise_is_kept_by_argon2_after_the_next_sign_in(world):
    with looking_as(world.ana):
        ana = person(world.ana)
        ana.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
        ana.save()
    assert attempt("ana", PASSWORD).status_code == 302
    assert person(world.ana).password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert attempt("ana", PASSWORD).status_code == 302
