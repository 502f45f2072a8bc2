"""Mail: that there is news, a link, and nothing else. Sent by the queue of work, in the eyes of its recipient."""

from datetime import datetime, time, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, as_service, at_the_door, looking_as, now_looking
from agencies.models import User
from agencies.notices import metrics
from agencies.notices.models import Mail, Notice
from agencies.work import queue
from agencies.work.models import Work

#: The kinds of work that send what is to be sent at once, and what once a day.
AT_ONCE, DAILY = "notices.mail", "notices.daily_mail"
#: How often a mail is tried, in some nine hours, before an administrator has to look at it.
ATTEMPTS = 16
#: When the mail of the day goes out, by the clock of the hub.
DAILY_AT = time(7)


def is_set_up() -> bool:
    """Whether this hub has a mail server."""
    return bool(settings.CONFIGURATION.mail_url)


def enqueue(viewer: Viewer, wanted: set[Mail]) -> None:
    """Have the viewer's new notices mailed: now, or tomorrow morning. In the eyes of the viewer."""
    assert viewer.user_id is not None
    whose: dict[str, Any] = {"agency_id": viewer.agency_id, "user_id": viewer.user_id, "label": viewer.label}
    if Mail.AT_ONCE in wanted:
        queue.enqueue(AT_ONCE, [viewer.user_id], **whose)
    if Mail.DAILY in wanted:
        queue.enqueue(DAILY, [viewer.user_id], **whose, not_before=_next_morning())


def send(work: Work) -> None:
    """Mail a person that there is news, if there is any that they have not looked at. Sending it twice sends it once.

    The notices are locked until the server has taken the mail and they are marked as mailed: whoever is at it at the same
    time finds none. Who is killed in between sends it again under the same Message-ID. Raises SMTPException, OSError.
    """
    with at_the_door():
        person = User.objects.filter(pk=work.user_id, is_active=True).select_related("agency").first()
        viewer = Viewer.of(person)
    if person is None or not person.email:
        return
    with looking_as(viewer):
        news = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            mailed_at__isnull=True, seen_at__isnull=True, done_at__isnull=True)
        ids = list(_of(work, news).values_list("pk", flat=True))
        if ids:
            _send(person, f"<notices-{work.pk}-{int(work.created_at.timestamp())}@{_domain()}>")
            Notice.objects.filter(pk__in=ids).update(mailed_at=timezone.now())
            with as_service("mail"):
                audit.record("notices.mailed", by=now_looking(), on=person, notices=len(ids))


def _of(work: Work, news: QuerySet[Notice]) -> QuerySet[Notice]:
    """The mail of the day has also what was not sent at once."""
    return news.filter(mail=Mail.AT_ONCE) if work.kind == AT_ONCE else news.exclude(mail=Mail.NEVER)


def _send(person: User, message_id: str) -> None:
    with translation.override(person.language):
        address = settings.CONFIGURATION.address.rstrip("/")
        body = _("There is news for you in the hub:\n\n%(list)s\n\nWhat it is about is shown there, once you have signed in.\n"
                 "When you are told by mail, you choose here: %(choice)s\n")
        message = EmailMessage(
            _("There is news for you"), body % {"list": f"{address}/notices/", "choice": f"{address}/account/notices/"},
            to=[person.email], headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"})
    try:
        message.send()
    except (SMTPException, OSError):
        metrics.MAILED.labels("refused").inc()
        raise
    metrics.MAILED.labels("sent").inc()


def _domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("<> ") or "localhost"


def _next_morning() -> datetime:
    now = timezone.localtime()
    morning = timezone.make_aware(datetime.combine(now.date(), DAILY_AT))
    return morning if morning > now else morning + timedelta(days=1)
