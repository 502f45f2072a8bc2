"""What people do with their notices: look at them, put them away, choose which they want."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.db.transaction import atomic
from django.utils import timezone

from agencies import audit
from agencies.access import Viewer
from agencies.notices import selectors
from agencies.notices.models import Notice, Preference
from agencies.notices.wanted import Wanted, wanted_by
from hub.kit.room import Topic


def see(notices: QuerySet[Notice]) -> None:
    """The viewer has looked at these: the bell does not count them any more."""
    notices.filter(seen_at__isnull=True).order_by().update(seen_at=timezone.now())


def see_all() -> int:
    """The viewer has looked at all of them; how many were new."""
    return selectors.unseen().order_by().update(seen_at=timezone.now())


def put_away(notices: QuerySet[Notice]) -> int:
    """The viewer is done with these: they stand in the list no more; how many did until now."""
    now = timezone.now()
    return notices.filter(done_at__isnull=True).order_by().update(done_at=now, seen_at=Coalesce("seen_at", now))


@atomic
def choose(*, by: Viewer, wanted: Mapping[Topic, Wanted]) -> None:
    """How the viewer wants to be told of these topics from now on; the others stay as they are."""
    before = wanted_by(by)
    changed = [one for topic, one in wanted.items() if one != before[topic]]
    for one in changed:
        Preference.objects.update_or_create(person_id=by.user_id, topic=one.topic,
                                            defaults={"on_page": one.on_page, "mail": one.mail})
    if changed:
        audit.record("notices.chosen", by=by, topics={
            one.topic.value: {"on_page": one.on_page, "mail": one.mail.value} for one in changed})
