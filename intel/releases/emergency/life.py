"""Who releases in an emergency, and who reviews it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.access.viewer import Viewer
from agencies.hours import duty
from intel.releases.emergency.models import Emergency
from intel.releases.emergency.states import EMERGENCY_STATES, EmergencyState
from intel.releases.life import DECIDE
from intel.releases.states import RequestState

ON_DUTY, SEND, COUNTS = "releases.release_on_duty", "releases.send_release", "releases.view_emergencycount"


def declares(by: Viewer) -> bool:
    """Whether somebody releases alone in an emergency: an authority of their agency, or its desk while on duty."""
    return by.may(DECIDE) or by.may(ON_DUTY) and duty.is_on_duty(by)


_OURS = Rule(when=lambda by, row: row.owner_agency_id == by.agency_id,
             otherwise=gettext_lazy("Only the agency that holds the items does this."))
_DECLARES = Rule(when=lambda by, request: declares(by), asks=DECIDE,
                 otherwise=gettext_lazy("In an emergency a release authority decides, or the desk while it is on duty."))
_OWN_DRAFT = Rule(when=lambda by, request: request.state != RequestState.DRAFT or request.created_by_id == by.user_id,
                  otherwise=gettext_lazy("Only who wrote a draft releases it; have it submitted."))
RELEASE = Move(RequestState.RELEASED, _OURS & _DECLARES & _OWN_DRAFT & SIGNED_IN_AFRESH, "release.released_in_emergency",
               only_from=(RequestState.DRAFT, RequestState.SUBMITTED, RequestState.UNDER_REVIEW))


def reviews(by: Viewer, emergency: Emergency) -> bool:
    """Whether it is somebody's to review it: an authority's, and a supervisor's, too, once it is overdue."""
    return by.may(DECIDE) or by.may(SEND) and emergency.is_overdue


_REVIEWS = (_OURS
            & Rule(when=lambda by, emergency: by.user_id not in emergency.released_by,
                   otherwise=gettext_lazy("You released it, or a deputy in your name: somebody else has to review it."))
            & Rule(when=lambda by, emergency: not emergency.released_by & set(by.names(DECIDE)),
                   otherwise=gettext_lazy("In whose name you review released it: somebody else has to."))
            & Rule(when=reviews, asks=DECIDE,
                   otherwise=gettext_lazy("A release authority reviews it; once it is overdue, a supervisor, too.")))
JUSTIFY = Move(EmergencyState.JUSTIFIED, _REVIEWS & SIGNED_IN_AFRESH, "emergency.justified")
NOT_JUSTIFY = Move(EmergencyState.NOT_JUSTIFIED, _REVIEWS & SIGNED_IN_AFRESH, "emergency.not_justified")


def _reviewed(row: object) -> str:
    return _("This was reviewed since you opened it. Reload the page to see it as it is now.")


LIFE: Life[Emergency] = Life(EMERGENCY_STATES, conflict=_reviewed)
