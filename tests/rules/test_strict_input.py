"""A field that is not known is told, at any depth; every text and every list has an end, and pages and API the same."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import django_filters
import pytest
from django import forms
from django.apps import apps
from django.forms.formsets import BaseFormSet
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers

from agencies.access.forms import ReasonForm
from hub.kit.limits import LINE, NOTE, REASON, SEVERAL
from hub.kit.searching import MOST_WORDS
from hub.kit.strict import Strict
from intel.alerts import forms as alert_forms
from intel.alerts import serializers as alert_serializers
from intel.hits import api as hits_api
from intel.reports import forms as report_forms
from intel.reports import serializers as report_serializers
from intel.subjects import forms as subject_forms
from intel.subjects import serializers as subject_serializers
from intel.trade import forms as trade_forms
from intel.trade import serializers as trade_serializers
from tests.alerts import writing as alerts
from tests.reports import writing as reports
from tests.rules.hidden import hide_one_of_each

UNKNOWN = "no_such_field"


def ours(kind: type) -> list[type]:
    """Every class of that kind that the rooms define."""
    for config in apps.get_app_configs():
        if config.name.startswith(("intel.", "agencies", "hub")):
            for module in ("api", "serializers", "forms", "filters"):
                try:
                    import_module(f"{config.name}.{module}")
                except ModuleNotFoundError as error:
                    if error.name != f"{config.name}.{module}":
                        raise
    found, waiting = set(), [kind]
    while waiting:
        for heir in waiting.pop().__subclasses__():
            waiting.append(heir)
            if heir.__module__.startswith(("intel.", "agencies.")):
                found.add(heir)
    return sorted(found, key=lambda cls: (cls.__module__, cls.__qualname__))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def bodies(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Method, path and the name of the component of each operation that takes a body."""
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                yield method, path, content["schema"]["$ref"].rsplit("/", 1)[1]


def resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a part of the description stands for, behind references and `allOf`."""
    for several in ("allOf", "oneOf", "anyOf"):
        if several in part:
            return resolved(schema, part[several][0]) | {k: v for k, v in part.items() if k != several}
    return resolved(schema, schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]) if "$ref" in part else part


def parts(schema: dict[str, Any], part: dict[str, Any], at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value that a body may hold, with its path; lists once, as their element 0."""
    part = resolved(schema, part)
    if part.get("readOnly"):
        return
    yield at, part
    for name, inner in part.get("properties", {}).items():
        yield from parts(schema, inner, f"{at}.{name}".strip("."))
    if part.get("type") == "array":
        yield from parts(schema, part["items"], f"{at}.0")


def nested(path: str) -> Any:
    """A body in which the object at the path has the unknown field and no other."""
    body: Any = {UNKNOWN: 1}
    for step in reversed(path.split(".") if path else []):
        body = [body] if step == "0" else {step: body}
    return body


def test_every_serializer_is_strict():
    found = ours(serializers.BaseSerializer)
    assert len(found) > 40
    assert [cls.__qualname__ for cls in found if not issubclass(cls, Strict)] == []


def test_an_unknown_field_is_named_at_every_depth(world, schema):
    ids, program = hide_one_of_each(world, world.bruno), world.api(world.bruno)
    with_drafts = {"/api/v1/reports/": reports.draft(world, world.bruno).pk,
                   "/api/v1/alerts/": alerts.draft(world, world.bruno).pk}
    tried = 0
    for method, path, component in bodies(schema):
        room = next((pk for start, pk in with_drafts.items() if path.startswith(start)),
                    next((pk for kind, pk in ids.items() if kind in path), 0))
        for at, part in parts(schema, schema["components"]["schemas"][component]):
            if part.get("type") == "object":
                answer = getattr(program, method)(path.replace("{id}", str(room)), nested(at), format="json")
                if answer.status_code == 404:
                    continue  # of a kind of which no row is there: its serializer is strict like all, see above
                named = [error["field"] for error in answer.json().get("errors", [])]
                assert answer.status_code == 400 and f"{at}.{UNKNOWN}".strip(".") in named, (method, path, at, answer.json())
                tried += 1
    assert tried > 30


def test_a_misspelt_role_does_not_widen_an_audience(world):
    answer = world.api(world.ana).post(
        "/api/v1/reports/", {"audience": [{"agency": "PB", "role": ["ANALYST"]}]}, format="json")
    assert answer.status_code == 400
    (told,) = [error["detail"] for error in answer.json()["errors"] if error["field"] == "audience.0.role"]
    assert "agency, sharing_group, roles" in told


def test_every_text_and_list_of_a_body_has_an_end(schema):
    endless = []
    for method, path, component in bodies(schema):
        for at, part in parts(schema, schema["components"]["schemas"][component]):
            text = part.get("type") == "string" and not {"enum", "format", "pattern", "maxLength"} & set(part)
            of_objects = part.get("type") == "array" and resolved(schema, part["items"]).get("type") == "object"
            if text or (part.get("type") == "array" and "maxItems" not in part and not of_objects):
                endless.append(f"{method} {path} {at}")
    assert endless == []


def test_every_list_of_objects_has_an_end():
    """The description does not tell it, so each is asked."""
    lists = {f"{cls.__qualname__}.{name}": field for cls in ours(serializers.Serializer)
             for name, field in cls().fields.items() if isinstance(field, serializers.ListSerializer) and not field.read_only}
    assert len(lists) > 8
    for name, field in lists.items():
        with pytest.raises(serializers.ValidationError) as told:
            field.run_validation([{}] * (field.child.most + 1))
        assert [error.code for error in told.value.detail["non_field_errors"]] == ["max_length"], name


def test_every_text_of_a_form_has_an_end(world):
    found = [cls for cls in ours(forms.BaseForm) if hasattr(cls, "base_fields")]
    assert len(found) > 15
    assert [f"{cls.__qualname__}.{name}" for cls in found for name, field in cls.base_fields.items()
            if type(field) is forms.CharField and not field.max_length] == []


def test_every_set_of_rows_has_an_end():
    sets = [getattr(module, name) for module in (report_forms, subject_forms) for name in dir(module) if name.endswith("Rows")]
    sets = [rows for rows in sets if isinstance(rows, type) and issubclass(rows, BaseFormSet) and hasattr(rows, "form")]
    assert len(sets) >= 3
    for rows in sets:
        assert (rows.max_num, rows.absolute_max, rows.validate_max) == (SEVERAL, SEVERAL + 1, True)


@pytest.mark.parametrize(("form", "serializer"), [
    (alert_forms.AlertForm, alert_serializers.AlertInput), (ReasonForm, alert_serializers.AlertReason),
    (report_forms.ReportForm, report_serializers.ReportInput), (ReasonForm, report_serializers.ReasonInput),
    (report_forms.ParagraphForm, report_serializers.ParagraphSerializer),
    (subject_forms.DescribingForm, subject_serializers.SubjectInput),
    (subject_forms.NameForm, subject_serializers.NameSerializer),
    (subject_forms.IdentifierForm, subject_serializers.IdentifierSerializer),
    (ReasonForm, hits_api.ReopenSerializer), (trade_forms.FeedForm, trade_serializers.FeedInput)])
def test_what_the_api_takes_the_page_takes(form, serializer):
    given = {name: field.max_length for name, field in serializer().fields.items()
             if isinstance(field, serializers.CharField) and not field.read_only}
    asked = {name: field.max_length for name, field in form.base_fields.items() if type(field) is forms.CharField}
    both = set(given) & set(asked)
    assert both and {name: given[name] for name in both} == {name: asked[name] for name in both}


def test_every_search_has_an_end():
    endless = []
    for cls in ours(django_filters.FilterSet):
        for name, found in cls.base_filters.items():
            limited = found.extra.get("max_length") or found.extra.get("validators")
            if isinstance(found, django_filters.CharFilter) and not limited:
                endless.append(f"{cls.__qualname__}.{name}")
    assert endless == []


@pytest.mark.parametrize("terms", ["a " * (MOST_WORDS + 1), "a" * (LINE + 1)])
def test_a_search_of_too_many_words_is_told_so(world, terms):
    browser, program = world.client(world.ana), world.api(world.ana)
    for room in ("reports", "alerts", "subjects", "hits", "traders", "consignments"):
        answer = program.get(f"/api/v1/{room}/", {"q": terms})
        assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == "q", room
        assert browser.get(f"/{room}/", {"q": terms}).context["page"].rows == []
    for page in ("/reports/pick-subject/", "/alerts/pick-subject/"):
        assert browser.get(page, {"subject_search": terms}).status_code == 400


def test_a_form_of_a_thousand_million_rows_is_no_longer_than_any(world):
    page = world.client(world.ana).post("/subjects/new/", {
        "names-TOTAL_FORMS": 10**9, "names-INITIAL_FORMS": 0, "identifiers-TOTAL_FORMS": 1, "identifiers-INITIAL_FORMS": 0})
    assert page.status_code == 200 and page.content.count(b'name="names-') < 6 * SEVERAL


def test_a_reason_that_the_page_would_not_take_again_is_refused(world):
    program, draft = world.api(world.bruno), alerts.draft(world, world.bruno)
    for name, most in (("reason", NOTE), ("legal_basis", NOTE)):
        answer = program.patch(f"/api/v1/alerts/{draft.pk}/", {"revision": draft.revision, name: "x" * (most + 1)}, format="json")
        assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == name
    answer = program.post(f"/api/v1/alerts/{draft.pk}/withdraw/", {"revision": 1, "reason": "x" * (REASON + 1)}, format="json")
    assert answer.status_code == 400
