"""Bars, percentages and groups of choices."""

import pytest
from django import forms

from hub.templatetags.kit import bars, icon, option_groups, percent, tone


@pytest.mark.parametrize(("share", "shown"), [
    (None, "0"), (0, "0"), (0.0001, "1"), (0.5, "50"), (0.996, "99"), (0.99999, "99"),
    (1, "100"), (1.2, "100"), (-1, "0"),
])
def test_a_probability_is_never_rounded_to_certainty(share: float | None, shown: str) -> None:
    assert percent(share) == shown


def test_bars_point_to_the_side_they_speak_for() -> None:
    for_it, against = bars([{"label": "a", "party": "x", "subject": "y", "bits": 8.0},
                            {"label": "b", "party": "", "subject": "", "bits": -4.0}])
    assert (for_it["x"], for_it["width"], for_it["supports"]) == ("50", "50.0", True)
    assert (against["x"], against["width"], against["supports"]) == ("25.0", "25.0", False)


def test_no_evidence_has_no_bars() -> None:
    assert bars([]) == []


def test_an_icon_with_a_label_is_read_out_and_escaped() -> None:
    assert 'aria-label="&lt;b&gt;"' in icon("bell", "<b>")
    assert 'aria-hidden="true"' in icon("bell")


def test_an_unknown_state_is_grey() -> None:
    assert tone("NEVER_SEEN") == "grey" and tone("CONFIRMED_HIT") == "red"


def test_choices_keep_their_groups_and_what_is_chosen() -> None:
    class Audience(forms.Form):
        audience = forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple,
            choices=[("PB", [(1, "Officer"), (2, "Analyst")]), ("SIN", [(3, "Officer")])])

    groups = option_groups(Audience({"audience": ["2"]})["audience"])
    assert [name for name, _options in groups] == ["PB", "SIN"]
    assert [option["selected"] for _name, options in groups for option in options] == [False, True, False]


def test_what_was_chosen_before_is_chosen_on_the_form() -> None:
    class Audience(forms.Form):
        audience = forms.TypedMultipleChoiceField(
            coerce=int, widget=forms.CheckboxSelectMultiple, choices=[("PB", [(1, "Officer"), (2, "Analyst")])])

    [(_name, options)] = option_groups(Audience(initial={"audience": [2]})["audience"])
    assert [option["selected"] for option in options] == [False, True]
