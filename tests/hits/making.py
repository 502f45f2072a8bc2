"""Hits for the tests, made through the real steps: an alert, a trader, screening."""

from agencies.access import Viewer, looking_as
from agencies.models import Agency
from intel.hits.models import Hit
from intel.screening import live, services
from intel.trade.models import Feed
from tests.screening import making

PARTY, SUBJECT = "FERRETERIA PUNTI ALAMBRES SRL", "Punti Alambres Limitada"


def hit(world, *, alert_by: Viewer | None = None, feed_by: Viewer | None = None, alert_to: tuple[Agency, ...] = (),
        feed_to: tuple[Agency, ...] = (), party: str = PARTY, subject: str = SUBJECT, feed: Feed | None = None) -> Hit:
    """A hit of an alert of customs (or of `alert_by`) on a trader of customs' feed (or of `feed_by`)."""
    alert_by, feed_by = alert_by or world.ana, feed_by or world.ana
    feed = feed or making.feed(feed_by, to=feed_to)
    alert = making.alert(alert_by, subject, to=alert_to)
    trader = making.trader(feed_by, feed, party)
    making.consignment(feed_by, feed, trader)
    screened()
    for viewer in (alert_by, feed_by):
        with looking_as(viewer):
            found = Hit.objects.filter(match__alert=alert, match__trader=trader).select_related("match").first()
        if found is not None:
            return found
    raise AssertionError("Neither the agency of the alert nor that of the feed sees the hit.")


def screened() -> None:
    """Match what is pending, as a worker would."""
    live.forget()
    services.screen_pending()
    live.forget()
