"""The lists of collisions, of an agency and of the coordinator: what their pages show, and files of them hold."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.deconfliction import selectors
from intel.deconfliction.filters import CollisionFilter, SideFilter
from intel.deconfliction.models import Side


def _beside(side: Side) -> str:
    """The other alert, where it is the agency's own."""
    return str(side.beside) if side.is_within else ""


SIDES = Listing("deconfliction", _("Deconfliction"), page="deconfliction:list", act="deconfliction.view_side", of="collision",
                rows=selectors.sides, filters=SideFilter, marks="alert", columns=(
    column("reference", _("Reference"), "reference", classification="alert.classification", fixed=True),
    column("alert", _("Your alert"), alert="alert", beside=_beside),
    column("since", _("Since"), "told_at"),
    column("state", _("State"), "state"),
))

COLLISIONS = Listing("collisions", _("Collisions"), page="deconfliction:collisions", act="deconfliction.view_collision",
                     of="collision", rows=selectors.collisions, filters=CollisionFilter, marks=None, columns=(
    column("reference", _("Reference"), "reference", fixed=True),
    column("agencies", _("Agencies"), first="first_agency.code", second="second_agency.code"),
    column("since", _("Since"), "told_at"),
    column("state", _("State"), "state"),
))
