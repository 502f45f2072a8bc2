"""The form by which a file is brought in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from agencies.access import Viewer
from intel.trade.models import Feed


class UploadForm(forms.Form):
    """A file of declarations and the feed it goes into."""

    feed = forms.ModelChoiceField(Feed.objects.none(), label=_("Feed"), help_text=_("A feed of your agency."))
    file = forms.FileField(label=_("File"), allow_empty_file=False,
                           help_text=_("Declarations as CSV or WCO XML, plain or gzipped."))

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        feeds = Feed.objects.filter(owner_agency=viewer.agency_id).order_by("code")
        self.fields["feed"].queryset = feeds  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is too large to be read in the background."""
        file = self.cleaned_data["file"]
        most = settings.CONFIGURATION.upload_most_megabytes
        if file.size > most << 20:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. Split it, or have an operator import it.") % {"most": most})
        return file
