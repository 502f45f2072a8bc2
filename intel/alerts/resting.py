"""What an alert rests on, its subject and reports, and to whom that lets it go (`hub/kit/consent.py`)."""

from django.utils.translation import gettext as _

from agencies.access.grants import agencies_reached
from agencies.models import Agency
from hub.kit import consent
from hub.kit.errors import Invalid
from intel.alerts.models import Alert, AlertGrant


def require_consent(alert: Alert) -> None:
    """Raise Invalid (`audience`), naming the first originator that has to be asked before the alert goes to its audience."""
    groups = AlertGrant.objects.filter(content_object=alert).values_list("group_id", flat=True)
    audience = {agency.pk: agency for agency in agencies_reached(groups)}
    for one in consent.withheld([("alerts.alert", alert.pk)], audience):
        raise Invalid(_("It rests on information of %(originator)s, which has to consent before it goes to %(others)s. "
                        "Rest it on less, share it with fewer, or ask to release it.") % {
                            "originator": Agency.objects.get(pk=one.originator),
                            "others": ", ".join(str(audience[other]) for other in one.others)}, field="audience")
