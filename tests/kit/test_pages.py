"""Rendering a page or its fragment, and what people see of an error."""

from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import connection, transaction
from django.forms import CharField, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.utils.translation import override
from django_htmx.middleware import HtmxDetails
from rest_framework import exceptions as rest

from hub.kit import pages
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState

PAGE = """{% extends layout %}
{% block content %}<h1>Around</h1>{% block live %}<div id="live">{{ word }}</div>{% endblock %}{% endblock %}"""


@pytest.fixture
def page(db: None) -> Any:
    """Templates with one page of its own, `page.html`."""
    engine = dict(settings.TEMPLATES[0])
    loaders = [("django.template.loaders.locmem.Loader", {"page.html": PAGE}), *engine["OPTIONS"]["loaders"][0][1]]
    with override_settings(TEMPLATES=[{**engine, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]):
        yield "page.html"


def request(path: str = "/hits/7/", **headers: str) -> HttpRequest:
    made = RequestFactory(headers=headers).get(path)
    made.htmx = HtmxDetails(made)  # type: ignore[attr-defined]
    return made


def answer(error: Exception, **headers: str) -> HttpResponse | None:
    return pages.ErrorPages(lambda _request: HttpResponse()).process_exception(request(**headers), error)


def test_it_renders_the_whole_page(page: str) -> None:
    body = pages.render_page(request(), page, {"word": "ñandú"}).content.decode()
    assert "<h1>Around</h1>" in body and 'id="live">ñandú<' in body and "<!doctype html>" in body


def test_it_renders_only_the_fragment_for_htmx(page: str) -> None:
    response = pages.render_page(request(**{"HX-Request": "true"}), page, {"word": "ñandú"})
    body = response.content.decode()
    assert 'id="live">ñandú<' in body and "Around" not in body and "<html" not in body
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_it_renders_the_whole_page_when_htmx_asks_for_one(page: str, header: str) -> None:
    body = pages.render_page(request(**{"HX-Request": "true", header: "true"}), page, {"word": "x"}).content
    assert b"<html" in body


def test_no_cache_keeps_a_page(page: str) -> None:
    assert "no-store" in pages.render_page(request(), page, {"word": "x"})["Cache-Control"]


@pytest.mark.parametrize(("error", "status", "says"), [
    (NotAllowed("Ask a supervisor of Customs."), 403, "Ask a supervisor of Customs."),
    (WrongState("It is closed."), 409, "It is closed."),
    (Conflict("Bruno took it."), 409, "Bruno took it."),
    (Invalid("The date lies before it."), 400, "The date lies before it."),
    (ValidationError("Ends before it begins."), 400, "Ends before it begins."),
    (SuspiciousOperation("details of an attack"), 400, "could not be read"),
])
def test_it_tells_what_is_wrong(error: Exception, status: int, says: str) -> None:
    response = answer(error)
    assert response is not None and response.status_code == status
    assert says in response.content.decode() and "details of an attack" not in response.content.decode()


@pytest.mark.parametrize("error", [
    NotFound(), NotFound("alert 7 of PB"), Http404("No Alert matches"), PermissionDenied("not yours"),
    rest.NotFound("cursor"), rest.PermissionDenied(), rest.NotAuthenticated(),
])
def test_hidden_and_absent_give_the_same_bytes(error: Exception) -> None:
    absent = pages.not_found(request("/nowhere/at/all/"))
    hidden = answer(error, Referer="http://testserver/alerts/")
    assert hidden is not None and hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert dict(hidden.headers) == dict(absent.headers)


def test_a_programmers_mistake_is_left_to_django() -> None:
    assert answer(KeyError("x")) is None


def test_the_api_answers_for_itself() -> None:
    middleware = pages.ErrorPages(lambda _request: HttpResponse())
    assert middleware.process_exception(request("/api/v1/hits/"), NotFound()) is None


@pytest.mark.django_db
def test_nothing_is_kept_of_a_refused_request() -> None:
    with transaction.atomic():
        answer(WrongState("too late"))
        assert connection.needs_rollback
        transaction.set_rollback(False)


@pytest.mark.parametrize("error", [NotAllowed("Ask <Bruno>."), NotFound(), Conflict("x")])
def test_htmx_gets_a_toast_in_place_of_a_page(error: Exception) -> None:
    response = answer(error, **{"HX-Request": "true"})
    assert response is not None and response["HX-Retarget"] == "#toasts" and b"<html" not in response.content
    assert b"<Bruno>" not in response.content


def test_it_offers_the_way_back_on_this_hub_only() -> None:
    own = answer(WrongState("x"), Referer="http://testserver/hits/").content.decode()  # type: ignore[union-attr]
    other = answer(WrongState("x"), Referer="https://example.org/hits/").content.decode()  # type: ignore[union-attr]
    assert 'href="http://testserver/hits/"' in own and "example.org" not in other


def test_errors_are_told_in_the_readers_language() -> None:
    with override("es"):
        assert '<html lang="es">' in answer(NotFound()).content.decode()  # type: ignore[union-attr]


class Names(Form):
    name = CharField(required=False)


@pytest.mark.parametrize(("error", "at"), [
    (Invalid("Too long.", field="name"), "name"), (Invalid("Too long.", field="names.3"), "__all__"),
    (Conflict("Known already."), "__all__"), (ValidationError("Known already."), "__all__"),
])
def test_a_refusal_is_shown_at_the_field_it_is_about(error: Any, at: str) -> None:
    form = Names({"name": "x"})
    assert form.is_valid()
    pages.refuse(form, error)
    assert list(form.errors) == [at]
