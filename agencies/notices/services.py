"""What people do with their notices: look at them, put them away."""

from django.db.transaction import atomic
from django.utils import timezone

from agencies.notices import selectors
from agencies.notices.models import Notice


def see(notice: Notice) -> None:
    """The viewer has looked at it: the bell does not count it any more."""
    Notice.objects.filter(pk=notice.pk, seen_at__isnull=True).update(seen_at=timezone.now())


def see_all() -> int:
    """The viewer has looked at all of them; how many were new."""
    return selectors.unseen().order_by().update(seen_at=timezone.now())


@atomic
def put_away(notice: Notice) -> None:
    """The viewer is done with it: it stands in the list no more."""
    see(notice)
    Notice.objects.filter(pk=notice.pk, done_at__isnull=True).update(done_at=timezone.now())
