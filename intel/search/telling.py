"""Telling people of what is new and fits a search that they saved: a worker looks, in the eyes of each and as they are now.

A round of a person is one transaction: what was found, the snapshot up to which it was looked for, and the row of work, together
or not at all. Who takes part in a round has the saved search locked, so that another round begins where this one ended.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import Viewer, at_the_door, looking_as, now_looking
from agencies.audit import record
from agencies.models import User
from agencies.notices.addressees import to_person
from agencies.notices.announcing import notify
from agencies.notices.models import Notice
from agencies.work.models import Work
from agencies.work.queue import enqueue
from hub.kit.errors import Invalid
from intel.search import metrics
from intel.search.finding import Changes, Found, changes, is_stirred, snapshot
from intel.search.models import News, SavedSearch
from intel.search.searching import question_in
from intel.search.showing import titles

#: The kind of work, and of notice.
TELL = "search.tell"
NEWS = "search.news"
#: So many news of a search are kept, so many things of each, and so many of these are named in the notice.
KEPT, LISTED, NAMED, LONGEST = 20, 100, 3, 60


def enqueue_rounds() -> int:
    """Have a round made for each person who is told, unless one waits; how many. For the service."""
    people = set(SavedSearch.objects.filter(tells=True).order_by().values_list("person_id", flat=True))
    people -= set(Work.objects.filter(kind=TELL, state=Work.State.WAITING).values_list("object_id", flat=True))
    enqueue(TELL, people)
    return len(people)


def tell_news(people: Sequence[int]) -> Iterator[Collection[int]]:
    """A round for each of these people, kept one by one. For a worker that may act for people, as the service.

    Who has left, or may search no more, is told nothing.
    """
    for pk in people:
        with at_the_door():
            person = User.objects.select_related("agency").filter(pk=pk).first()
            viewer = Viewer.of(person)
        if person is not None and not viewer.is_nobody and viewer.may("search.view_entry"):
            with looking_as(viewer):
                found = list(_round(viewer))
            for one in found:
                one.news.person = person
                record("search.told", by=now_looking(), on=one.news, found=one.count)
                if one.is_new:
                    notify(NEWS, on=one.news, to=to_person(pk))
            metrics.TOLD.inc(len(found))
        yield [pk]


def worded(ids: Collection[int]) -> dict[int, str]:
    """The words of news: how many things of them the reader sees at this moment, and what the first of these are called."""
    several = list(News.objects.select_related("search").filter(pk__in=ids))
    seen = titles({(kind, pk) for news in several for kind, pk in news.things})
    return {news.pk: _words(news, [seen[kind, pk] for kind, pk in news.things if (kind, pk) in seen]) for news in several}


@dataclass(frozen=True, slots=True)
class _Told:
    """What a round found for a search. `is_new`: it is not among news that wait for their reader anyway."""

    news: News
    count: int
    is_new: bool


def _round(viewer: Viewer) -> Iterator[_Told]:
    """What is new for the viewer's searches. Those that were last looked for at the same moment cost one statement together, when
    nothing that the viewer finds was written since."""
    watched = SavedSearch.objects.filter(tells=True).order_by("pk")
    heard = watched.order_by().values_list("heard", flat=True)
    metrics.CHECKED.inc(len(heard))
    stirred = [one for one in set(heard) if is_stirred(one, by=viewer)]
    for search in watched.filter(heard__in=stirred).select_for_update():
        told = _look(search, viewer)
        if told is not None:
            yield told


def _look(search: SavedSearch, viewer: Viewer) -> _Told | None:
    """What is new for a search that is locked: found, noted, and not looked for again. Nothing for what cannot be asked."""
    try:
        found = changes(question_in(search.given), after=search.heard, by=viewer)
    except Invalid:  # the page of the search says why
        found = Changes((), snapshot())
    told = _note(search, found.things) if found.things else None
    search.heard = found.upto
    search.save(update_fields=["heard"])
    return told


def _note(search: SavedSearch, found: Sequence[Found]) -> _Told:
    """Keep what was found with what waits to be looked at, or as news; of what is older the last KEPT."""
    things = [[thing.kind, thing.pk] for thing in found]
    earlier = News.objects.filter(search=search)
    last = earlier.first()
    if last is not None and Notice.objects.filter(kind=NEWS, object_id=last.pk, seen_at=None, done_at=None).exists():
        _set(last, [*things, *(thing for thing in last.things if thing not in things)])
        last.save(update_fields=["things", "more"])
        return _Told(last, len(things), is_new=False)
    news = News(search=search, person_id=search.person_id, after=search.heard)
    _set(news, things)
    news.save()
    News.objects.filter(pk__in=list(earlier.values_list("pk", flat=True)[KEPT:])).delete()
    return _Told(news, len(things), is_new=True)


def _set(news: News, things: list[list[Any]]) -> None:
    news.things, news.more = things[:LISTED], news.more or len(things) > LISTED


def _words(news: News, names: list[str]) -> str:
    if not names:
        return _("“%(search)s”: nothing of what was new can be read any more.") % {"search": news.search.name}
    count = len(names)
    said = {"search": news.search.name, "count": f"{count}+" if news.more else count,
            "names": "; ".join(Truncator(name).chars(LONGEST) for name in names[:NAMED])}
    if count > NAMED:
        return ngettext("“%(search)s”: %(count)s thing is new or changed: %(names)s and more.",
                        "“%(search)s”: %(count)s things are new or changed: %(names)s and more.", count) % said
    return ngettext("“%(search)s”: %(count)s thing is new or changed: %(names)s.",
                    "“%(search)s”: %(count)s things are new or changed: %(names)s.", count) % said
