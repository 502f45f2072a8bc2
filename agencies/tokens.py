"""API tokens: a person's key for programs, shown once when issued and kept as a hash (django-rest-knox)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.models import AuthToken

from agencies import audit
from agencies.access import Viewer
from agencies.models import User
from hub.kit.errors import Invalid, NotFound

#: How long a token may live, in days; and how many of them one person may have at a time.
LIFETIMES = (30, 90, 365)
MOST = 10


@dataclass(frozen=True, slots=True)
class Issued:
    """A token just issued. `secret` is told once and kept nowhere; `key` are its first signs, by which it is listed."""

    key: str
    secret: str


def tokens_of(person_id: int | None) -> QuerySet[AuthToken]:
    """The person's tokens that have not expired, newest first."""
    alive = Q(expiry__isnull=True) | Q(expiry__gt=timezone.now())
    return AuthToken.objects.filter(alive, user=person_id).order_by("-created", "digest")


@atomic
def issue_token(*, by: Viewer, days: int) -> Issued:
    """A token for the viewer's own programs, which may do what the viewer may. Raises Invalid (`days`)."""
    if days not in LIFETIMES:
        raise Invalid(_("A token lives %(days)s days.") % {"days": ", ".join(map(str, LIFETIMES))}, field="days")
    person = User.objects.select_for_update().get(pk=by.user_id)
    if tokens_of(person.pk).count() >= MOST:
        raise Invalid(_("You have %(most)s tokens. Revoke one first.") % {"most": MOST}, field="days")
    token, secret = AuthToken.objects.create(person, expiry=timedelta(days=days))
    audit.record("token.issued", by=by, on=person, key=token.token_key, days=days)
    return Issued(key=token.token_key, secret=secret)


@atomic
def revoke_token(*, by: Viewer, key: str) -> None:
    """End one of the viewer's own tokens, named by its first signs. Raises NotFound for any other."""
    person = User.objects.select_for_update().get(pk=by.user_id)
    gone, _rows = AuthToken.objects.filter(user=person, token_key=key).delete()
    if not gone:
        raise NotFound
    audit.record("token.revoked", by=by, on=person, key=key)


def revoke_all(person: User) -> int:
    """End all tokens of a person; how many they were. The caller records why."""
    return AuthToken.objects.filter(user=person).delete()[0]
