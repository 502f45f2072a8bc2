"""The own account: language, API tokens, and what the API says of oneself."""

import re

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from agencies import tokens
from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.models import User
from hub.kit.errors import Invalid, NotFound


def test_a_token_is_shown_once_works_and_is_revoked(world):
    client = world.client(world.ana)
    page = client.post("/account/tokens/", {"days": "30"}).content.decode()
    secret = re.search(r"<code>([0-9a-f]{40,})</code>", page)[1]
    assert secret not in client.get("/account/tokens/").content.decode()
    api = APIClient(HTTP_AUTHORIZATION=f"Token {secret}")
    assert api.get("/api/v1/me/").json()["username"] == "ana"
    assert client.post(f"/account/tokens/{secret[:15]}/revoke/").status_code == 302
    assert api.get("/api/v1/me/").status_code == 401
    with looking_as(world.fabio):
        kept = list(Event.objects.filter(action__startswith="token.").order_by("id"))
    assert [event.action for event in kept] == ["token.issued", "token.revoked"]
    assert all(secret not in str(event.detail) for event in kept)


def test_nobody_ends_the_token_of_another(world):
    with looking_as(world.carla):
        key = tokens.issue_token(by=world.carla, days=30).key
    with looking_as(world.ana), pytest.raises(NotFound):
        tokens.revoke_token(by=world.ana, key=key)
    assert world.client(world.ana).post(f"/account/tokens/{key}/revoke/").status_code == 404
    assert world.client().post(f"/account/tokens/{key}/revoke/").status_code == 404
    with looking_as(world.carla):
        assert tokens.tokens_of(world.carla.user_id).count() == 1


def test_tokens_have_an_end_and_are_not_many(world):
    with looking_as(world.ana):
        with pytest.raises(Invalid):
            tokens.issue_token(by=world.ana, days=10_000)
        for _number in range(tokens.MOST):
            tokens.issue_token(by=world.ana, days=30)
        with pytest.raises(Invalid, match="Revoke one"):
            tokens.issue_token(by=world.ana, days=30)


def test_the_language_is_kept_and_spoken(world):
    client = world.client(world.ana)
    answer = client.post("/account/", {"language": "es"})
    assert answer.status_code == 302 and answer.cookies["django_language"].value == "es"
    with looking_as(world.ana):
        assert User.objects.get(username="ana").language == "es"
    assert 'lang="es"' in client.get("/account/").content.decode()


@pytest.mark.parametrize("person", ["ana", "fabio", "gala", "elena"])
def test_everybody_has_an_account_page(world, person):
    page = world.client(world.viewers[person]).get("/account/").content.decode()
    assert f"<code>{person}</code>" in page


def test_the_api_says_who_is_looking(world):
    me = world.api(world.carla).get("/api/v1/me/").json()
    assert (me["agency"], me["roles"], me["clearance"]) == ("PB", ["ANALYST"], "CONFIDENTIAL")
    assert "hits.judge_hit" in me["acts"] and "audit.view_event" not in me["acts"]
    assert world.api().get("/api/v1/me/").status_code == 401
    codes = [row["code"] for row in world.api(world.carla).get("/api/v1/agencies/").json()["results"]]
    assert codes == ["AN", "PB", "SIN", "ZZ"]


def test_the_command_issues_a_token_for_a_person(world, capsys):
    call_command("api_token", "ana", "--days", "30")
    secret = capsys.readouterr().out.strip()
    assert APIClient(HTTP_AUTHORIZATION=f"Token {secret}").get("/api/v1/me/").json()["username"] == "ana"
    with pytest.raises(CommandError):
        call_command("api_token", "nadie")
