"""Reads of notices. Row policies leave the viewer's own, as far as the viewer sees what they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from agencies.notices import bundles
from agencies.notices.models import Notice

#: The bell counts no further.
MOST = 100


def newest() -> QuerySet[Notice]:
    """The viewer's notices that are shown in the hub and not put away, newest first."""
    return Notice.objects.filter(on_page=True, done_at__isnull=True).select_related("agency").order_by("-created_at", "-id")


def lines() -> QuerySet[Notice]:
    """The same, of each bundle its newest."""
    return bundles.lines(newest())


def unseen() -> QuerySet[Notice]:
    """Those of them that the viewer has not looked at."""
    return newest().filter(seen_at__isnull=True)


def unseen_count() -> int:
    """In how many lines they stand, MOST at most."""
    return bundles.lines(unseen()).order_by()[:MOST].count()


def since(moment: datetime | None, *, shown: int) -> list["Worded"]:
    """What the viewer was told after a moment, newest first; nothing without one."""
    return worded_all(bundles.lines(newest().filter(created_at__gt=moment))[:shown], since=moment) if moment else []


@dataclass(frozen=True, slots=True)
class Worded:
    """A line as its reader reads it: the words in the language of the page, the address of the thing, of how many notices."""

    notice: Notice
    words: str
    address: str
    topic: str
    count: int = 1


def worded_all(notices: Iterable[Notice], *, since: datetime | None = None) -> list[Worded]:
    """These lines; those of bundles say how many they are, `since` a moment."""
    shown = list(notices)
    counts = bundles.counts(newest().filter(created_at__gt=since) if since else newest(), shown)
    said = words_of(shown)
    return [worded(notice, counts.get(bundles.key_of(notice), 1), said=said) for notice in shown]


def words_of(notices: Iterable[Notice]) -> dict[int, str]:
    """By notice, the words that rooms make in the eyes of the reader, of the kinds of which they do."""
    by_kind: dict[str, list[Notice]] = {}
    for notice in notices:
        if notice.told is not None and notice.told.worded:
            by_kind.setdefault(notice.told.worded, []).append(notice)
    said: dict[int, str] = {}
    for name, several in by_kind.items():
        words = import_string(name)({notice.object_id for notice in several})
        said |= {notice.pk: words[notice.object_id] for notice in several if notice.object_id in words}
    return said


def worded(notice: Notice, count: int = 1, *, said: Mapping[int, str] | None = None) -> Worded:
    """Words from kind, reference and agency, or for so many; of a kind that there is no more, its code.

    `said` is what `words_of` gives of it and of others; without it, it is asked.
    """
    tells = notice.told
    if tells is None:
        return Worded(notice, notice.kind, "", "")
    if count > 1:
        return Worded(notice, str(tells.several) % {"count": count}, reverse(tells.listed), str(tells.topic.label), count)
    agency = notice.agency.code if notice.agency else ""
    said = words_of([notice]) if said is None else said
    words = said.get(notice.pk) or str(tells.words) % {"reference": notice.reference, "agency": agency}
    address = reverse(tells.page, args=[notice.object_id]) if tells.page else reverse(tells.listed)
    return Worded(notice, words, address, str(tells.topic.label))
