"""Whatever is sent to whatever address, the answer is clear: a page for people, a problem document for programs.

The addresses are walked, and each is asked first which names it reads, so that tomorrow's page is attacked tomorrow.
"""

import json
from typing import Any

import pytest
from django.db.transaction import atomic
from django.test import Client, RequestFactory
from django.urls import path
from rest_framework.views import APIView

from agencies.access import looking_as
from agencies.access.signing import PASSWORD_AGAIN
from agencies.audit.models import Event
from hub import urls
from hub.wsgi import application
from tests.rules.addresses import Address, addresses
from tests.rules.hidden import hide_one_of_each
from tests.rules.hostile import IN_JSON, VALUES, asked, deep, described_bodies
from tests.world import PASSWORD

OUTSIDE = ("/account/sign-in/", "/account/sign-out/", "/language/setlang/", "/healthz", "/readyz", "/metrics", "/api/schema/",
           "/api/docs/", "/nowhere/", "/api/v1/nowhere/")
PROBLEM = "application/problem+json"
TOKEN = "csrfmiddlewaretoken"


@pytest.fixture
def doors(world: Any) -> tuple[Client, Any]:
    """Bruno's browser and program, which show an error of the hub as anybody would get it."""
    browser, program = world.client(world.bruno), world.api(world.bruno)
    browser.raise_request_exception = program.raise_request_exception = False
    return browser, program


def door(doors: tuple[Client, Any], path: str) -> Any:
    """Pages are for the browser, the API is for the program."""
    return doors[1] if path.startswith("/api/") else doors[0]


def wrong(response: Any, path: str) -> str:
    """What is wrong with an answer: an error of the hub, or a program told so by a page."""
    if response.status_code >= 500:
        return f"{response.status_code}"
    if response.status_code >= 400 and path.startswith("/api/v1/") and response["Content-Type"] != PROBLEM:
        return f"{response.status_code} as {response['Content-Type']}"
    return ""


def everywhere(ids: dict[str, int]) -> list[str]:
    """Every address as a path: of a row that is there, where one fits; of the reports, where several would."""
    def filled(address: Address) -> str:
        room = next((kind for kind in ids if kind in address.path.replace("imports", "importrun")), "report")
        return address.at(*[ids[room]] * len(address.parameters))

    return sorted({filled(address) for address in addresses()} | set(OUTSIDE))


@pytest.mark.slow
def test_no_value_in_an_address_is_too_much(world, doors):
    found, reading = [], 0
    for path_ in everywhere(hide_one_of_each(world, world.bruno)):
        client = door(doors, path_)
        with asked() as names:
            client.get(path_)
        reading += bool(names)
        for name in names - {TOKEN}:
            for what, value in VALUES.items():
                response = client.get(path_, {name: value})
                if fault := wrong(response, path_):
                    found.append(f"GET {path_}?{name}= {what}: {fault}")
    assert found == []
    assert reading > 15


@pytest.mark.slow
def test_no_value_in_a_form_is_too_much(world, doors):
    found, reading = [], 0
    browser = doors[0]
    for path_ in everywhere(hide_one_of_each(world, world.bruno)):
        if not path_.startswith("/api/") and "sign-out" not in path_:
            with asked() as names, atomic():
                browser.post(path_, {"x": "x"})
            names -= {TOKEN, PASSWORD_AGAIN}  # each has a test of its own
            reading += bool(names)
            together = [(names, what) for what in VALUES]
            alone = [({name}, what) for name in names for what in ("a superscript", "a number too large")]
            for several, what in (*together, *alone):
                with atomic():  # an address outside every transaction of its own must not end the test's
                    response = browser.post(path_, dict.fromkeys(several, VALUES[what]))
                if fault := wrong(response, path_):
                    found.append(f"POST {path_} {', '.join(several)}= {what}: {fault}")
    assert found == []
    assert reading > 20


@pytest.mark.slow
def test_no_value_in_a_body_is_too_much(world, doors):
    ids, program, found = hide_one_of_each(world, world.bruno), doors[1], []
    bodies = described_bodies()
    assert len(bodies) > 20
    for (method, path_), fields in bodies.items():
        room = next((kind for kind in ids if kind in path_), "report")
        at = path_.replace("{id}", str(ids[room]))
        together = [(fields, what) for what in VALUES | IN_JSON]
        alone = [([name], what) for name in fields for what in ("a superscript", "an object", "a large number", "nothing")]
        for several, what in (*together, *alone):
            body = json.dumps({"revision": 1} | dict.fromkeys(several, (VALUES | IN_JSON)[what]))
            response = program.generic(method.upper(), at, body, content_type="application/json")
            if fault := wrong(response, at):
                found.append(f"{method} {path_} {', '.join(several)}: {what}: {fault}")
        for body in (deep(), b"[]", b'"x"', b"{", b"\xff", b'{"a": ' + b"9" * 5000 + b"}", b"null", b""):
            response = program.generic(method.upper(), at, body, content_type="application/json")
            if fault := wrong(response, at):
                found.append(f"{method} {path_} {body[:20]!r}: {fault}")
    assert found == []


def test_a_nul_is_refused_everywhere(world, doors):
    for path_ in everywhere(hide_one_of_each(world, world.bruno)):
        for response in (door(doors, path_).get(path_, {"q": "a\x00b"}), door(doors, path_).get(path_, {"a\x00b": "x"}),
                         doors[0].post(path_, {"x": "a\x00b"})):
            assert response.status_code == 400 and not wrong(response, path_), path_


@pytest.mark.parametrize("charset", ["hex", "zlib", "rot13", "base64", "utf-16", "x" * 5000, "no-such", '"a\x00b"'])
def test_another_encoding_is_refused_everywhere(world, doors, charset):
    found = []
    for path_ in everywhere(hide_one_of_each(world, world.bruno)):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"):
            for method in ("GET", "POST"):
                status, told = served(method, path_, f"{kind}; charset={charset}")
                if status != 400 or (path_.startswith("/api/") and told != PROBLEM):
                    found.append(f"{method} {path_} {kind}: {status} {told}")
    assert found == []


@pytest.mark.parametrize("kind", [
    "x; charset*=no-such''x", "x; charset*=hex''x", "multipart/form-data; boundary*=zlib''x", ";;;="])
def test_no_content_type_is_too_much(kind):
    assert served("POST", "/account/sign-in/", kind)[0] in (200, 400, 403)


def served(method: str, path_: str, content_type: str) -> tuple[int, str]:
    """Status and type of the answer of the web server's own door, which makes the request itself."""
    environ = RequestFactory().generic(method, f"{path_}?q=caf%C3%A9", "a=b").environ | {"CONTENT_TYPE": content_type}
    answer: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *_more: Any) -> None:
        answer.update(status=int(status.split()[0]), **{name.lower(): value for name, value in headers})

    application(environ, start).close()
    return answer["status"], answer["content-type"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "[", "a b", "²", ""])
def test_a_foreign_host_is_refused_everywhere(world, doors, host):
    found = []
    for path_ in everywhere(hide_one_of_each(world, world.bruno)):
        response = door(doors, path_).get(path_, headers={"Host": host, "Referer": f"http://{host}/"})
        if fault := wrong(response, path_) or ("" if response.status_code in (400, 200, 302) else str(response.status_code)):
            found.append(f"{path_}: {fault}")
        if host and response.status_code == 200 and path_ not in ("/healthz", "/readyz", "/metrics"):
            found.append(f"{path_}: let through")
    assert found == []


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "django_language", "messages"])
@pytest.mark.parametrize("value", ['"\\000aaaaaaaaaaaaaaaa"', '"\\ud800aaaaaaaaaaaaa"', "9" * 5000, "²" * 20])
def test_no_cookie_is_too_much(world, cookie, value):
    browser = Client(raise_request_exception=False)
    response = browser.get("/account/sign-in/", headers={"Cookie": f"{cookie}={value}"})
    assert response.status_code in (200, 400)


@pytest.mark.parametrize("token", ["", "Token", "Token \x00", "Token " + "9" * 5000, "Token a b", "Token ²", "Token \ud800"])
def test_no_token_is_too_much(world, token):
    program = Client(raise_request_exception=False)
    response = program.get("/api/v1/reports/", headers={"Authorization": token})
    assert response.status_code == 401 and response["Content-Type"] == PROBLEM


def test_numbers_of_rows_may_be_of_any_length(world, doors):
    for address in addresses():
        if address.parameters:
            for number in ("9" * 5000, str(2**63), str(10**18)):
                response = door(doors, address.path).get(address.at(*[number] * len(address.parameters)))
                assert response.status_code in (404, 405), (address, number[:20])


def test_a_search_for_six_characters_is_kept_as_it_was_written(world, doors):
    for name in ("a\\u0000b", "a\\\\u0000", "\\", '"\\u0000"'):
        Client().post("/account/sign-in/", {"username": name, "password": PASSWORD})
        doors[0].get("/reports/", {"q": name})
        with looking_as(world.bruno):
            pass
    with looking_as(world.fabio):
        kept = [event.detail["terms"] for event in Event.objects.filter(action="report.searched").order_by("-id")[:4]]
    assert kept == ['"\\u0000"', "\\", "a\\\\u0000", "a\\u0000b"]


def test_a_file_goes_where_files_go_and_nowhere_else(world, doors):
    from io import BytesIO

    large = BytesIO(b"x" * 3_000_000)
    for path_ in ("/reports/new/", "/account/sign-in/", "/nowhere/"):
        large.seek(0)
        assert doors[0].post(path_, {"file": large}).status_code == 413, path_
    large.seek(0)
    assert doors[0].post("/imports/new/", {"file": large}).status_code != 413
    response = doors[1].post("/api/v1/reports/", json.dumps({"title": "x" * 3_000_000}), content_type="application/json")
    assert response.status_code == 413 and response.json()["type"] == "urn:hub:problem:too-large"


class Broken(APIView):
    """An address of the API with a programmer's mistake in it."""

    permission_classes = ()

    def get(self, request: Any) -> Any:
        """It fails."""
        raise KeyError("secret")


def test_a_program_is_told_of_the_hubs_own_mistakes_in_its_own_words(doors, settings, monkeypatch):
    monkeypatch.setattr(urls, "urlpatterns", [path("api/v1/broken/", Broken.as_view())])
    from django.urls import clear_url_caches

    clear_url_caches()
    response = doors[1].get("/api/v1/broken/")
    clear_url_caches()
    assert response.status_code == 500 and response["Content-Type"] == PROBLEM
    assert response.json()["type"] == "urn:hub:problem:error" and "secret" not in response.content.decode()
