"""Reads of notices. Row policies leave the viewer's own, as far as the viewer sees what they are about."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from agencies.notices.models import Notice

#: The bell counts no further.
MOST = 100


def newest() -> QuerySet[Notice]:
    """The viewer's notices that are shown in the hub and not put away, newest first."""
    return Notice.objects.filter(on_page=True, done_at__isnull=True).select_related("agency").order_by("-created_at", "-id")


def unseen() -> QuerySet[Notice]:
    """Those of them that the viewer has not looked at."""
    return newest().filter(seen_at__isnull=True)


def unseen_count() -> int:
    """How many they are, MOST at most."""
    return unseen().order_by()[:MOST].count()


def since(moment: datetime | None, *, shown: int) -> list["Worded"]:
    """What the viewer was told after a moment, newest first; nothing without one."""
    return [worded(notice) for notice in newest().filter(created_at__gt=moment)[:shown]] if moment else []


@dataclass(frozen=True, slots=True)
class Worded:
    """A notice as its reader reads it: the words in the language of the page, and the address of the thing."""

    notice: Notice
    words: str
    address: str
    topic: str


def worded(notice: Notice) -> Worded:
    """Words from kind, reference and agency; of a kind that there is no more, its code."""
    tells = notice.told
    if tells is None:
        return Worded(notice, notice.kind, "", "")
    agency = notice.agency.code if notice.agency else ""
    words = str(tells.words) % {"reference": notice.reference, "agency": agency}
    return Worded(notice, words, reverse(tells.page, args=[notice.object_id]), str(tells.topic.label))
