"""What holds for the form of every room: days are typed into one input, and one form asks for a reason."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django import forms
from django.urls import get_resolver
from django.utils import translation

from agencies.access.forms import DayInput, MomentInput, ReasonForm


@pytest.fixture(scope="module")
def house() -> list[type[forms.BaseForm]]:
    """The forms of all rooms: those that are loaded with the pages."""
    list(get_resolver().url_patterns)
    return [form for form in _heirs(forms.BaseForm) if form.__module__.split(".")[0] in ("hub", "agencies", "intel")]


def test_a_typed_day_is_not_lost_in_spanish(house):
    """The picker of a browser takes 2027-01-31 whatever the language, and shows nothing for 31/01/2027."""
    asked = [(form, name, field) for form in house for name, field in form.base_fields.items()
             if isinstance(field, forms.DateField | forms.DateTimeField)]
    assert len(asked) > 10
    for form, name, field in asked:
        widget = MomentInput if isinstance(field, forms.DateTimeField) else DayInput
        assert isinstance(field.widget, widget), f"{form.__module__}.{form.__name__}.{name}"
    with translation.override("es"):
        assert 'value="2027-01-31"' in DayInput().render("until", date(2027, 1, 31))
        assert 'value="2027-01-31T08:30"' in MomentInput().render("until", datetime(2027, 1, 31, 8, 30))


def test_one_form_asks_for_a_reason_and_nothing_else(house):
    assert [form for form in house if list(form.base_fields) == ["reason"]] == [ReasonForm]


def _heirs(form: type) -> Iterator[type[forms.BaseForm]]:
    for heir in form.__subclasses__():
        yield heir
        yield from _heirs(heir)
