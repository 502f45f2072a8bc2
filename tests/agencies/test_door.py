"""The door of the web: who looks while a body is received, while an answer is made, and while it is streamed."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, path

from agencies.access import looking_as, now_looking
from agencies.access.door import number_of, viewer_of
from agencies.audit.models import Event
from hub import urls
from intel.reports.models import Report
from tests.reports import writing


@pytest.fixture
def pages(monkeypatch: Any) -> Iterator[Any]:
    """Puts a view at `/x/` and nothing else."""
    def put(view: Any) -> None:
        monkeypatch.setattr(urls, "urlpatterns", [path("x/", view)])
        clear_url_caches()

    yield put
    clear_url_caches()


def streaming(request: HttpRequest) -> StreamingHttpResponse:
    """Every visible report, one a part, and at the end who looks."""
    def lines() -> Iterator[str]:
        yield from (f"{report.reference}\n" for report in Report.objects.order_by("id"))
        yield now_looking().label

    return StreamingHttpResponse(lines())


def test_a_streamed_answer_shows_what_the_viewer_sees_and_no_more(world, pages):
    own, shared = writing.draft(world), writing.disseminated(world, audience=("PB",))
    pages(streaming)
    ana, carla, nobody = (b"".join(client.get("/x/")).decode().splitlines() for client in (
        world.client(world.ana), world.client(world.carla), world.client()))
    assert ana == [own.reference, shared.reference, world.ana.label]
    assert carla == [shared.reference, world.carla.label]
    assert nobody == ["anonymous"]
    assert now_looking().is_nobody


def test_a_stream_that_is_left_early_leaves_nobody_looking(world, pages):
    writing.draft(world)
    pages(streaming)
    response = world.client(world.ana).get("/x/")
    assert next(iter(response))
    for close in response._resource_closers:  # what `close()` does, but for the end of the test's own connection
        close()
    assert now_looking().is_nobody
    with looking_as(world.elena):
        assert not Report.objects.exists()


class Watched(BytesIO):
    """A body that notes who is looking while it is received."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self.lookers: set[str] = set()

    def read(self, *size: Any) -> bytes:
        """As ever."""
        self.lookers.add(now_looking().label)
        return super().read(*size)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"])
def test_nobody_looks_and_no_transaction_waits_while_a_body_is_received(world, pages, kind):
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append((viewer_of(request).label, now_looking().label))
        return HttpResponse()

    pages(view)
    multipart = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'
    body = Watched(multipart if "multipart" in kind else b"a=b")
    response = world.client(world.ana).generic("POST", "/x/", b"", content_type=kind, **{
        "wsgi.input": body, "CONTENT_LENGTH": str(len(body.getvalue()))})
    assert response.status_code == 200
    assert body.lookers == {"anonymous"}
    assert seen == [(world.ana.label, world.ana.label)]


def test_asking_for_rows_that_are_not_there_leaves_a_trail(world):
    hidden, absent = writing.draft(world).pk, 987654321
    browser, program = world.client(world.hugo), world.api(world.hugo)
    tried = [f"/hits/{absent}/", f"/api/v1/alerts/{absent}/", f"/reports/{absent}/withdraw/"]
    assert {browser.get(tried[0]).status_code, program.get(tried[1]).status_code, browser.post(tried[2]).status_code} == {404}
    browser.get("/nowhere/")
    with looking_as(world.fabio):
        noted = [(event.detail["method"], event.detail["path"]) for event in Event.objects.filter(action="request.absent")]
    assert sorted(noted) == sorted(zip(("GET", "GET", "POST"), tried, strict=True))
    world.client(world.elena).get(f"/reports/{hidden}/")
    world.client().get(f"/reports/{hidden}/")
    with looking_as(world.fabio):
        assert Event.objects.filter(action="request.absent").count() == 3  # of what its own people do, and as if absent


def test_what_is_hidden_leaves_the_same_trail_as_what_is_absent(world):
    hidden = writing.draft(world).pk
    with CaptureQueriesContext(connection) as one:
        world.client(world.elena).get(f"/reports/{hidden}/")
    with CaptureQueriesContext(connection) as other:
        world.client(world.elena).get("/reports/987654321/")
    assert len(one) == len(other)


@pytest.mark.parametrize("path_", [
    "/api/v1/reports/", "/api/v1/me/", "/api/v1/reports/987654321/", "/api/v1/nowhere/", "/reports/", "/",
    "/reports/pick-subject/?subject_search=sajama", "/alerts/pick-subject/", "/reports/grades/"])
def test_no_cache_keeps_an_answer_or_gives_it_to_somebody_else(world, path_):
    client = world.api(world.ana) if path_.startswith("/api/") else world.client(world.ana)
    response = client.get(path_)
    assert "no-store" in response["Cache-Control"]
    assert {"Authorization", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}


@pytest.mark.parametrize(("text", "number"), [
    ("7", 7), ("007", 7), (str(2**63 - 1), 2**63 - 1), (str(2**63), None), ("²", None), ("٣", None), ("-1", None), ("", None),
    (" 7", None), ("7.0", None), ("9" * 5000, None), ("1_000", None)])
def test_a_number_is_plain_digits_that_the_database_holds(text, number):
    assert number_of(text) == number
