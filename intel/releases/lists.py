"""The lists of releases, requests to release and consents: what their pages show, and files of them hold. No portion is in any:
what was released leaves as a copy with its code (`copies.py`), or not at all.
"""

from functools import partial

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.releases import selectors
from intel.releases.filters import ConsentFilter, ReleaseFilter, ReleaseRequestFilter
from intel.releases.life import VIEW
from intel.releases.reading import searched_out

RELEASES = Listing("releases", _("Releases"), page="releases:list", act=VIEW, of="release", rows=selectors.releases,
                   filters=ReleaseFilter, also=partial(searched_out, narrowed=True), columns=(
    column("reference", _("Release"), "reference", "released_at", fixed=True),
    column("purpose", _("For"), "purpose", "legal_basis"),
    column("agencies", _("Agencies"), "for_person", holder="holder_agency.code", recipient="recipient_agency.code",
           sharing_group="sharing_group.name"),
    column("marking", _("Marking"), "classification", "conditions", "expires_at", fixed=True),
    column("state", _("State"), "standing", "must_acknowledge", "acknowledged_at", "ended_at"),
))

REQUESTS = Listing("release-requests", _("Requests to release"), page="releases:requests", act=VIEW, of="release.request",
                   rows=selectors.requests, filters=ReleaseRequestFilter, columns=(
    column("reference", _("Request"), "reference", "created_by", fixed=True),
    column("purpose", _("For"), "purpose", "need_to_know"),
    column("recipient", _("Recipient"), "for_person", recipient="recipient_agency.code",
           sharing_group="sharing_group.name"),
    column("marking", _("Marking"), "classification", "conditions", fixed=True),
    column("state", _("State"), "state", "outcome"),
))

CONSENTS = Listing("consents", _("Consents"), page="releases:consents", act=VIEW, of="consent", rows=selectors.consents,
                   filters=ConsentFilter, columns=(
    column("reference", _("Request"), "reference", "due_at", fixed=True),
    column("purpose", _("For"), "purpose", "need_to_know"),
    column("agencies", _("Agencies"), holder="holder_agency.code", recipient="recipient_agency.code",
           originator="originator_agency.code"),
    column("marking", _("Marking"), "classification", "conditions", fixed=True),
    column("state", _("State"), "standing"),
))
