"""Feeds: where trade data come from, and who sees what came by them."""

from collections.abc import Collection

from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, may, require
from agencies.access.audience import chosen_groups
from agencies.access.grants import share
from hub.kit.errors import Conflict, Invalid
from hub.kit.rows import lock
from hub.kit.text import require_seen
from intel.trade.models import Feed, FeedGrant


@atomic
def open_feed(*, by: Viewer, code: str, name: str, audience: Collection[int] = (), own_agency_only: bool = False) -> Feed:
    """Open a feed of the viewer's agency; its audience (group ids, or `own_agency_only`) is chosen now.

    Raises NotAllowed, Invalid with the field, Conflict when the agency has a feed of that code.
    """
    require(by, "trade.add_feed")
    code, name = code.strip().upper(), name.strip()
    if not code or not code.replace("-", "").isalnum() or len(code) > 30:
        raise Invalid(_("Give a code of letters, digits and hyphens, 30 at most."), field="code")
    require_seen(name, "name")
    if not name:
        raise Invalid(_("Give the feed a name that people recognise."), field="name")
    if len(name) > 120:
        raise Invalid(_("At most %(most)s characters.") % {"most": 120}, field="name")
    if Feed.objects.filter(owner_agency=by.agency_id, code=code).exists():
        raise Conflict(_("Your agency has a feed with this code already."), field="code")
    groups = chosen_groups(audience, own_agency_only=own_agency_only, by=by, act="trade.view_feed")
    feed = Feed.objects.create(owner_agency_id=by.agency_id, code=code, name=name)
    share(feed, groups=groups, grant=FeedGrant)
    audit.record("feed.opened", by=by, on=feed, audience=sorted(groups))
    return feed


@atomic
def share_feed(*, by: Viewer, feed: Feed, audience: Collection[int] = (), own_agency_only: bool = False) -> None:
    """Choose anew who besides the own agency sees everything that came, and will come, by a feed.

    Raises NotAllowed, NotFound, Invalid.
    """
    require(by, "trade.change_feed", when=feed.owner_agency_id == by.agency_id,
            otherwise=_("Only the agency it belongs to may share it."))
    feed = lock(feed)
    groups = chosen_groups(audience, own_agency_only=own_agency_only, by=by, act="trade.view_feed")
    share(feed, groups=groups, grant=FeedGrant)
    audit.record("feed.shared", by=by, on=feed, audience=sorted(groups))


def can_share_feed(by: Viewer, feed: Feed) -> bool:
    """Whether `share_feed` would let this person begin."""
    return may(by, "trade.change_feed", when=feed.owner_agency_id == by.agency_id)
