"""What workers tell of a consent that is asked: that half of the time is over, that it lapsed. Each is a row of work, so once."""

from collections.abc import Iterable, Sequence

from agencies.access import Viewer
from agencies.hours import duty
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.work import queue
from intel.releases.life import DECIDE
from intel.releases.models import Consent
from intel.releases.states import ConsentState

#: The kinds of work.
ASKED, REMIND, LAPSED, FELL = "releases.asked", "releases.remind", "releases.lapsed", "releases.fell"


def begin(ids: Sequence[int]) -> None:
    """Have who decides reminded in time, and both sides told when it lapses."""
    for consent in _asked(ids):
        half = duty.half_of_working_time(consent.originator_agency_id, consent.asked_at, consent.due_at)
        if consent.urgency == "URGENT":  # counts by the clock
            half = consent.asked_at + (consent.due_at - consent.asked_at) / 2
        queue.enqueue(REMIND, [consent.pk], not_before=half)
        queue.enqueue(LAPSED, [consent.pk], not_before=consent.due_at)


def remind(ids: Sequence[int]) -> None:
    """Tell who decides for the originator that half of the time is over, unless all of it is by now."""
    for consent in _asked(ids):
        if consent.is_open:
            notify("consent.half_over", on=consent, to=to_holders(DECIDE, agency_id=consent.originator_agency_id))


def tell_lapsed(ids: Sequence[int]) -> None:
    """Tell who decides on either side that there was no answer in time: silence is no consent."""
    for consent in _asked(ids):
        if not consent.is_open:
            for agency in consent.sides:
                notify("consent.lapsed", on=consent, to=to_holders(DECIDE, agency_id=agency))


def tell_fallen(ids: Sequence[int]) -> None:
    """Tell who asked that a consent holds no more, since one that it rested on was taken back; in the name of who gave it."""
    for consent in Consent.objects.filter(pk__in=ids, state=ConsentState.DECLINED).order_by("pk").only(
            "reference", "state", "holder_agency", "originator_agency", "part_of"):
        if consent.part_of_id is not None:
            queue.enqueue(FELL, [consent.part_of_id])
        notify("consent.answered", on=consent, to=to_holders(DECIDE, agency_id=consent.holder_agency_id),
               by=Viewer(agency_id=consent.originator_agency_id))


def _asked(ids: Sequence[int]) -> Iterable[Consent]:
    """Those that wait for an answer still, of what the service may read of them."""
    rows = Consent.objects.filter(pk__in=ids, state=ConsentState.ASKED).order_by("pk")
    return rows.only("reference", "state", "urgency", "holder_agency", "originator_agency", "asked_at", "due_at")
