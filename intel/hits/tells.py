"""What people are told of hits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.kit.room import Tells, Topic

_PAGE: dict[str, Any] = {"of": "hits.hit", "page": "hits:detail", "reference": "__str__", "listed": "hits:list"}

TELLS = (
    Tells("hit.opened", Topic.OWN_HITS, **_PAGE, words=_("There is a new hit of an alert that you wrote: %(reference)s."),
          several=_("There are %(count)s new hits of alerts that you wrote.")),
    Tells("hit.opened_on_agency", Topic.AGENCY_HITS, **_PAGE,
          words=_("There is a new hit that your agency judges: %(reference)s."),
          several=_("There are %(count)s new hits that your agency judges.")),
)
