"""What people are told, what is to be told yet, and how each of them wants it."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from hub.kit import room
from hub.kit.limits import LARGEST
from hub.kit.room import Tells, Topic


def drawn() -> int:
    """A number for a row that its writer does not read."""
    return secrets.randbelow(LARGEST) + 1


class Mail(models.TextChoices):
    """When mail is sent of a topic."""

    NEVER = "NEVER", _("Never")
    AT_ONCE = "AT_ONCE", _("At once")
    DAILY = "DAILY", _("Once a day")


class Notice(models.Model):
    """One person is told that something happened to one thing. No content: the words are made from kind, reference and agency.

    `mail` is what the person wanted when it was written. Done is what the person put away.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("agency"))
    created_at = models.DateTimeField(_("when"))
    on_page = models.BooleanField(default=True)
    seen_at = models.DateTimeField(_("seen"), null=True)
    done_at = models.DateTimeField(_("put away"), null=True)
    mail = models.CharField(max_length=8, choices=Mail, default=Mail.NEVER)
    mailed_at = models.DateTimeField(null=True)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        default_permissions = ()
        permissions = [("view_inbox", _("Can see what waits for whom"))]
        constraints = [models.CheckConstraint(condition=Q(mailed_at__isnull=True) | ~Q(mail=Mail.NEVER),
                                              name="notice_is_mailed_to_who_wants_it")]
        indexes = [
            models.Index(fields=["to", "-created_at", "-id"], name="notice_of_person"),
            models.Index(fields=["to", "kind"], condition=Q(seen_at__isnull=True), name="notice_unseen"),
            models.Index(fields=["to", "mail"], condition=Q(mailed_at__isnull=True) & ~Q(mail="NEVER"), name="notice_to_mail"),
            models.Index(fields=["retain_until"], name="notice_retained"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}".strip()

    @property
    def told(self) -> Tells | None:
        """What its room says of its kind; None for a kind that there is no more."""
        return room.tells().get(self.kind)

    @property
    def topic(self) -> str:
        return self.told.topic if self.told else ""


class Announcement(models.Model):
    """Something that happened, until a worker has told the people whom it concerns. Whoever acts writes one, whoever is told.

    To a person, to groups, or to those of the groups who hold an act; of one thing, or of several, those first of which people
    are told before others. Plain numbers: it is gone in a moment.
    """

    id = models.BigIntegerField(primary_key=True, default=drawn, editable=False)
    kind = models.CharField(max_length=60)
    object_ids: Any = ArrayField(models.BigIntegerField())
    to_person = models.BigIntegerField(null=True)
    to_groups: Any = ArrayField(models.IntegerField(), default=list)
    act = models.CharField(max_length=100, blank=True)
    by_user = models.BigIntegerField(null=True)
    by_agency = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.kind


class Preference(models.Model):
    """How one person wants to be told of one topic; without a row, as `wanted.default` says."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    on_page = models.BooleanField(_("in the hub"))
    mail = models.CharField(_("by mail"), max_length=8, choices=Mail)

    class Meta:
        default_permissions = ()
        ordering = ["topic"]
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="preference_is_one_for_a_topic")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic}"


class Visit(models.Model):
    """When a person was here last, and when the time before: what is new stands between the two."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person_id}"
