"""One row of each kind, made by customs for itself alone: what Elena, nobody and the partners must not notice."""

from importlib import import_module

from agencies.access import Viewer, looking_as
from hub.configuration import ROOT
from intel.exchange.models import ImportRun
from intel.hits.models import Hit
from intel.reports.models import Report
from intel.screening import live, services
from tests.reports import writing
from tests.screening import making

#: Stands in the name of each hidden thing, and nowhere else.
MARK = "Wiphala"


def hide_one_of_each(world, by: Viewer | None = None) -> dict[str, int]:
    """Ids by kind: report, subject, alert, feed, trader, consignment, importrun, match, hit.

    And what the `hiding.py` of a room's tests hides by `hide(by, consignment)`.
    """
    by = by or world.ana
    report = writing.draft(world, by, title=f"{MARK} del Norte", own_agency_only=True, audience=())
    feed = making.feed(by)
    alert = making.alert(by, f"Comercial {MARK} Limitada")
    trader = making.trader(by, feed, f"COMERCIAL {MARK.upper()} LIMITADA")
    consignment = making.consignment(by, feed, trader)
    with looking_as(by):
        run = ImportRun.objects.create(feed=feed, file_name=f"{MARK}.csv", file_hash="0" * 64, started_by_id=by.user_id)
    live.forget()
    services.screen_pending()
    live.forget()
    with looking_as(by):
        hit = Hit.objects.get(match__alert=alert)
        assert Report.objects.filter(pk=report.pk).exists()
        hidden = {"report": report.pk, "subject": alert.subject_id, "alert": alert.pk, "feed": feed.pk, "trader": trader.pk,
                  "consignment": consignment.pk, "importrun": run.pk, "match": hit.match_id, "hit": hit.pk}
        for path in sorted((ROOT / "tests").glob("*/hiding.py")):
            hidden |= import_module(f"tests.{path.parent.name}.hiding").hide(by, consignment)
    return hidden


def fitting(hidden: dict[str, int], path: str) -> list[int]:
    """Ids of the kinds that a word of a path begins like (`/release-requests/`: release, request); of some, where none does."""
    words = path.replace("-", "/").split("/")
    kinds = [kind for kind in hidden if any(word.startswith(kind[:4]) for word in words)]
    return sorted({hidden[kind] for kind in kinds or ("report", "alert", "request")})
