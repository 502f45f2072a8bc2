"""The lists of sweeps, of the agency and as counts of all: what their pages show, and files of them hold.

After a fresh sign-in: they say of whom it is asked whether they went fishing.
"""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.sweeps import selectors
from intel.sweeps.filters import SweepCountFilter, SweepFilter

SWEEPS = Listing("sweeps", _("Sweeps"), page="sweeps:list", act="sweeps.view_sweep", of="sweep", rows=selectors.sweeps,
                 filters=SweepFilter, strong=True, columns=(
    column("person", _("Person"), "reference", "person", "unit", "classification", fixed=True),
    column("pattern", _("Pattern"), "patterns"),
    column("queries", _("Queries"), "queries_count"),
    column("from", _("From"), "first_at"),
    column("to", _("To"), "last_at"),
    column("state", _("State"), "state", "decided_by", "decided_at"),
))

COUNTS = Listing("sweep-counts", _("Sweeps in all agencies"), page="sweeps:counts", act="sweeps.view_sweepcount",
                 rows=selectors.counts, filters=SweepCountFilter, marks=None, strong=True, columns=(
    column("agency", _("Agency"), "reference", agency="agency.code", fixed=True),
    column("pattern", _("Pattern"), "patterns"),
    column("queries", _("Queries"), "queries_count"),
    column("found", _("Found"), "found_at"),
    column("state", _("State"), "state", "decided_at"),
))
