"""The lists of measures and onward notices: what their pages show, and files of them hold."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.protection import selectors
from intel.protection.filters import MeasureFilter, OnwardFilter

MEASURES = Listing("measures", _("Measures"), page="protection:measures", act="protection.view_measure", of="measure",
                   rows=selectors.measures, filters=MeasureFilter, columns=(
    column("measure", _("Measure"), "reference", "kind", "classification", fixed=True),
    column("subject", _("Subject"), subject="subject.label"),
    column("asked", _("Requested by"), "asked_by", "asked_at", "case_reference"),
    column("state", _("State"), "state", "decided_by", "decided_at"),
))

ONWARD = Listing("onward", _("Told onward"), page="protection:onward", act="protection.view_onward", of="onward",
                 rows=selectors.onward, filters=OnwardFilter, columns=(
    column("subject", _("Subject"), "reference", "kind", "classification", fixed=True),
    column("from", _("From"), from_agency="owner_agency.code"),
    column("to", _("To"), to_agency="told_agency.code"),
    column("sent", _("Sent"), "sent_at"),
    column("state", _("State"), "state", "followed_by", "followed_at"),
))
