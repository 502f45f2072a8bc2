"""Forms of feeds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import AudienceForm


class SharingForm(AudienceForm):
    """Who sees a feed."""

    seen_with = "trade.view_feed"


class FeedForm(SharingForm):
    """A new feed, with its audience."""

    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("Letters, digits and hyphens, such as SIDUNEA."))
    name = forms.CharField(label=_("Name"), max_length=120)

    field_order = ("code", "name", "own_agency_only", "audience")
