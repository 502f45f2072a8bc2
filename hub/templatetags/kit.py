"""What templates of the page kit compute: icons, tones, bars, groups of choices. Available in every template."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.kit.room import tones
from hub.kit.sorting import NAME

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Decoration unless `label` says in words what it means.

    >>> icon("bell")
    '<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#bell"/></svg>'
    """
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
                           label, static("icons.svg"), name)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name)


@register.simple_tag(takes_context=True)
def sorting(context: Context, name: str, first: str = "") -> dict[str, str]:
    """Of a column's heading: where it leads (`href`), and how the list is sorted by it now (`now`: ascending, descending, or "").

    A first click sorts by it, downwards where `first` is "-"; the next the other way round; the next as the list is by itself.
    """
    asked = context["request"].GET.copy()
    now, turns = asked.get(NAME, ""), (first + name, name if first else f"-{name}", "")
    asked.pop("cursor", None)
    asked[NAME] = turns[(turns.index(now) + 1) % len(turns)] if now in turns[:2] else turns[0]
    if not asked[NAME]:
        del asked[NAME]
    return {"href": f"?{asked.urlencode()}", "now": {name: "ascending", f"-{name}": "descending"}.get(now, "")}


@register.filter
def tone(state: str) -> str:
    """The tone (green, red, blue, amber, grey) in which a state's badge is shown, beside its words, as its room says."""
    return tones().get(str(state), "grey")


@register.filter
def percent(share: float | None) -> str:
    """A share of 0..1 as a whole percentage between 0 and 100, never rounded up to certainty.

    >>> percent(0.998), percent(0.004), percent(None)
    ('99', '1', '0')
    """
    if not share or share <= 0:
        return "0"
    return str(100 if share >= 1 else min(99, max(1, round(share * 100))))


@register.filter
def bars(parts: Iterable[Any]) -> list[dict[str, Any]]:
    """Evidence parts with the geometry of their bars.

    `parts` are mappings or objects with `label`, `party`, `subject`, `bits`. Each row of the answer has these and
    `supports` (bits above zero) and `x`, `width` in percent of the bar's box; the strongest part fills its half.
    """
    rows = [{name: _get(part, name) for name in ("label", "party", "subject", "bits")} for part in parts]
    strongest = max((abs(row["bits"]) for row in rows), default=0) or 1
    for row in rows:
        width = round(50 * abs(row["bits"]) / strongest, 2)
        row.update(supports=row["bits"] > 0, width=f"{width}", x="50" if row["bits"] >= 0 else f"{50 - width}")
    return rows


@register.filter
def option_groups(field: BoundField) -> list[tuple[str, list[dict[str, Any]]]]:
    """The choices of a multiple-choice field by their group: (name of the group, options with what is chosen)."""
    attrs = field.build_widget_attrs({"id": field.auto_id})
    widget: Any = field.field.widget
    groups = widget.optgroups(field.html_name, widget.format_value(field.value() or []), attrs)
    return [(str(name or ""), options) for name, options, _index in groups]


@register.filter
def of_dialog(field: BoundField, dialog: str) -> BoundField:
    """The field under an id of its own, so that several dialogs of a page can hold the same one, each with its label."""
    form = copy(field.form)
    form.auto_id = f"{dialog}-%s"
    return BoundField(form, field.field, field.name)


def _get(part: Any, name: str) -> Any:
    return part.get(name, "") if isinstance(part, dict) else getattr(part, name)
