"""What workers tell of what is owed after a release ended: receipts, answers for reports, releases that fell with it.

When each is due the database says, and writes the rows of work (`releases_chase`): the recipient is reminded at half of its
working time, its supervisors and authorities when all of it is over, the holder after half of it again. Done meanwhile, it is
told no more.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from agencies.access import Viewer
from agencies.models import Agency
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.work import kinds
from intel.releases.answers.models import ProductAnswer
from intel.releases.answers.states import AnswerState
from intel.releases.life import DECIDE, WRITE
from intel.releases.models import Release
from intel.releases.states import Receipt, ReleaseState

APPROVE = "releases.send_release"
#: The kind of work that is written when a legal hold is signed.
HOLD_OVER = "releases.hold_over"


@dataclass(frozen=True, slots=True)
class Chased:
    """What is told, to who holds these acts, in the agency of which side."""

    notice: str
    acts: tuple[str, ...]
    side: str = "recipient"


def _over() -> QuerySet[Release]:
    """What the service may read of releases that ended."""
    rows = Release.objects.exclude(state=ReleaseState.RELEASED).order_by("pk")
    return rows.only("reference", "state", "holder_agency", "recipient_agency")


def _unsigned() -> QuerySet[Release]:
    return _over().filter(receipt="")


def _held_no_more() -> QuerySet[Release]:
    return _over().filter(receipt=Receipt.HELD, held_until__lt=timezone.localdate())


def _unanswered() -> QuerySet[Release]:
    return _over().filter(Exists(ProductAnswer.objects.filter(release=OuterRef("pk"), state=AnswerState.OPEN)))


#: By the kind of work: of which releases, and what.
CHASED: dict[str, tuple[Callable[[], QuerySet[Release]], Chased]] = {
    "releases.receipt_half": (_unsigned, Chased("release.receipt_half_over", (WRITE,))),
    "releases.receipt_due": (_unsigned, Chased("release.receipt_overdue", (DECIDE, APPROVE))),
    "releases.receipt_late": (_unsigned, Chased("release.receipt_missing", (DECIDE,), "holder")),
    HOLD_OVER: (_held_no_more, Chased("release.hold_over", (WRITE, DECIDE))),
    "releases.answers_owed": (_unanswered, Chased("release.answers_owed", (WRITE,))),
    "releases.answers_half": (_unanswered, Chased("release.answers_half_over", (WRITE,))),
    "releases.answers_due": (_unanswered, Chased("release.answers_overdue", (DECIDE, APPROVE))),
    "releases.answers_late": (_unanswered, Chased("release.answers_missing", (DECIDE,), "holder")),
}


def register() -> None:
    """Have workers do it."""
    for kind, (rows, chased) in CHASED.items():
        kinds.register(kind, partial(_chase, rows, chased), queue=kinds.NOTICES, batch=50)
    kinds.register("releases.fell_with", _tell_fallen, queue=kinds.NOTICES, batch=50)
    kinds.register("releases.link_over", _close_links, queue=kinds.NOTICES, batch=50)


def _chase(rows: Callable[[], QuerySet[Release]], chased: Chased, ids: Sequence[int]) -> None:
    outside = set(Agency.objects.outside().values_list("pk", flat=True))
    for release in rows().filter(pk__in=ids):
        agency = getattr(release, f"{chased.side}_agency_id")
        if agency in outside:  # nobody is told there: who released it asks them, and records what they sign
            agency = release.holder_agency_id
        for act in chased.acts:
            notify(chased.notice, on=release, to=to_holders(act, agency_id=agency))


def _tell_fallen(ids: Sequence[int]) -> None:
    """Tell the recipient that it was recalled, in the name of its holder; and the holder that it fell."""
    for release in _over().filter(pk__in=ids):
        for notice, agency, acts in _of_fallen(release):
            for act in acts:
                notify(notice, on=release, to=to_holders(act, agency_id=agency), by=Viewer(agency_id=release.holder_agency_id))


def _close_links(ids: Sequence[int]) -> None:
    """What was sealed for a link that is over does not lie here any longer."""
    with connection.cursor() as cursor:
        cursor.execute("select releases_close_links(%s)", [list(ids)])


def _of_fallen(release: Release) -> Iterable[tuple[str, int, tuple[str, ...]]]:
    yield "release.recalled", release.recipient_agency_id, (WRITE,)
    yield "release.fell", release.holder_agency_id, (DECIDE,)
