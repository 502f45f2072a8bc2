"""The form of a file of questions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intel.queries.entries import Why
from intel.queries.forms import WhyForm


class BatchForm(WhyForm):
    """A file, and why all of its rows are asked."""

    file = forms.FileField(label=_("File"), allow_empty_file=False,
                           help_text=_("CSV, plain or gzipped, of up to 10,000 rows. The first line names the columns."))

    field_order = ("purpose", "urgency", "case_reference", "legal_basis", "file")

    def clean_file(self) -> Any:
        """Refuse what is too large."""
        file = self.cleaned_data["file"]
        most = settings.CONFIGURATION.upload_most_megabytes
        if file.size > most << 20:
            raise forms.ValidationError(_("The file is larger than %(most)s MB. Split it.") % {"most": most})
        return file

    def why(self) -> Why:
        """Why it is asked."""
        given = self.cleaned_data
        return Why(given["purpose"], given["legal_basis"], given["case_reference"], given["urgency"])
