"""What people are told of alerts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.kit.room import Tells, Topic

_PAGE: dict[str, Any] = {"of": "alerts.alert", "page": "alerts:detail", "listed": "alerts:list"}
_AUTHOR: dict[str, Any] = {"topic": Topic.STEPS, **_PAGE, "writer": "created_by_id"}
_AUDIENCE: dict[str, Any] = {"topic": Topic.SHARED, **_PAGE, "audience": True}

TELLS = (
    Tells("alert.submitted", Topic.DECISIONS, **_PAGE, holders="alerts.issue_alert",
          words=_("Alert %(reference)s waits for a second person.")),
    Tells("alert.returned", Topic.STEPS, **_PAGE, writer="held_by_id", words=_("Your alert %(reference)s was returned.")),
    Tells("alert.issued", **_AUTHOR, words=_("Your alert %(reference)s was issued."),
          several=_("%(count)s alerts that you wrote were issued.")),
    Tells("alert.dropped", **_AUTHOR, words=_("Your alert %(reference)s was dropped.")),
    Tells("alert.expired", **_AUTHOR, words=_("Your alert %(reference)s has expired.")),
    Tells("alert.own_suspended", **_AUTHOR, after="alert.suspended", words=_("Your alert %(reference)s was suspended.")),
    Tells("alert.own_resumed", **_AUTHOR, after="alert.resumed", words=_("Your alert %(reference)s is in force again.")),
    Tells("alert.own_withdrawn", **_AUTHOR, after="alert.withdrawn", words=_("Your alert %(reference)s was withdrawn.")),
    Tells("alert.shared", **_AUDIENCE, after="alert.issued", words=_("%(agency)s shared alert %(reference)s with you."),
          several=_("%(count)s alerts were shared with you.")),
    Tells("alert.suspended", **_AUDIENCE, words=_("%(agency)s suspended alert %(reference)s.")),
    Tells("alert.resumed", **_AUDIENCE, words=_("%(agency)s put alert %(reference)s in force again.")),
    Tells("alert.withdrawn", **_AUDIENCE, words=_("%(agency)s withdrew alert %(reference)s.")),
)
