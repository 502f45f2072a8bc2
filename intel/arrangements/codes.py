"""What terms are made of: the areas they are said of, and what a query is answered."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from intel.reports.models import RiskArea

#: Of what something is said by default: a risk area, or whatever is of no other.
ANY = "ANY"
RISK_AREAS = [*RiskArea.choices, (ANY, _("All others"))]
#: Up to which classification something can be released without a decision in each case.
RELEASABLE = [Classification.UNCLASSIFIED.value, Classification.RESTRICTED.value, Classification.CONFIDENTIAL.value]


class Told(TextChoices):
    """What a query is answered by itself, from the strictest. Data are never given so, but by the audience of a row."""

    SILENT = "SILENT", _("Nothing")
    CONTACT = "HIT_CONTACT_OWNER", _("That there is something, and whom to contact")
