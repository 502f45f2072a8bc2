"""Sharing groups: named sets of agencies, roles and persons among whom things are shared.

Whenever somebody joins, a new epoch of the group begins, with a group of Django's own to which rows are granted. A member reads
what was granted to the epoch of their joining and to later ones: what was given before they came stays closed to them.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency, User
from agencies.roles import READERS
from hub.kit.limits import NOTE

#: The roles that a member may mean, as choices.
ROLES = [(role.value, role.label) for role in READERS]


class SharingGroup(models.Model):
    """A named set of agencies, roles and persons. The agency that keeps it lets members in and ends it."""

    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=NOTE)
    legal_basis = models.CharField(_("legal basis"), max_length=NOTE)
    kept_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("kept by"))
    members_hidden = models.BooleanField(
        _("members do not see each other"), default=False,
        help_text=_("Who may give something into the group sees always who reads it."))
    founded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("founded by"))
    founded_at = models.DateTimeField(_("founded"), db_default=Now(), editable=False)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("sharing group")
        verbose_name_plural = _("sharing groups")
        ordering = ["name", "id"]
        default_permissions = ("view",)
        permissions = [("keep_sharinggroup", _("Can keep sharing groups"))]
        constraints = [
            models.UniqueConstraint(fields=["kept_by", "name"], condition=Q(ended_at__isnull=True),
                                    name="sharing_group_name_is_used_once"),
            models.CheckConstraint(name="sharing_group_ended_has_who_and_when", condition=
                                   Q(ended_at__isnull=True, ended_by__isnull=True)
                                   | Q(ended_at__isnull=False, ended_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_agency_id(self) -> int:
        """Whose auditor reads what is done with it."""
        return self.kept_by_id


class Epoch(models.Model):
    """From one joining to the next: rows are granted to its group. Begun by the database alone."""

    sharing_group = models.ForeignKey(SharingGroup, on_delete=models.PROTECT, related_name="epochs")
    number = models.IntegerField()
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="sharing_epoch")
    began_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["sharing_group", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["sharing_group", "number"], name="epoch_is_numbered_once")]

    def __str__(self) -> str:
        return f"{self.sharing_group_id}: {self.number}"


class Member(models.Model):
    """Who reads what is shared in a group from one epoch on: roles of an agency, or one person of it whom it names itself."""

    sharing_group = models.ForeignKey(SharingGroup, on_delete=models.PROTECT, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"))
    roles = ArrayField(models.CharField(max_length=24, choices=ROLES), verbose_name=_("roles"))
    may_give = models.BooleanField(_("may give"), default=True)
    since = models.IntegerField(default=0, editable=False)  # the epoch of the joining, set by the database
    joined_at = models.DateTimeField(_("joined"), db_default=Now(), editable=False)
    let_in_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("let in by"))
    left_at = models.DateTimeField(_("left"), null=True, editable=False)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["agency__code", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["agency", "sharing_group"], condition=Q(left_at__isnull=True), name="member_of_agency")]
        constraints = [
            models.UniqueConstraint(fields=["sharing_group", "agency", "person"], condition=Q(left_at__isnull=True),
                                    nulls_distinct=False, name="member_is_in_once"),
            models.CheckConstraint(condition=~Q(roles=[]), name="member_has_roles"),
            models.CheckConstraint(condition=Q(person__isnull=True) | Q(may_give=False), name="member_named_gives_nothing"),
            models.CheckConstraint(name="member_left_has_who_and_when", condition=
                                   Q(left_at__isnull=True, removed_by__isnull=True)
                                   | Q(left_at__isnull=False, removed_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.person or self.agency)

    @property
    def is_whole(self) -> bool:
        """Whether all are meant who read intelligence in the agency."""
        return self.person_id is None and set(self.roles) >= {role.value for role in READERS}

    @property
    def roles_in_words(self) -> list[Any]:
        """The roles, in their own order."""
        return [label for role, label in ROLES if role in self.roles]


class CatchUp(models.Model):
    """That an agency lets those who joined a group later read what it gave before: proposed by one, confirmed by another."""

    sharing_group = models.ForeignKey(SharingGroup, on_delete=models.PROTECT, related_name="catch_ups")
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.UNCLASSIFIED, editable=False)
    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"), db_default=Now(), editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by"))
    decided_at = models.DateTimeField(_("confirmed"), null=True)
    given = models.IntegerField(_("given"), default=0, editable=False)
    held_back = models.IntegerField(_("held back"), default=0, editable=False)

    class Meta:
        ordering = ["-id"]
        default_permissions = ("add", "view")
        permissions = [("confirm_catchup", _("Can confirm that new members read what was given before"))]
        constraints = [
            models.UniqueConstraint(fields=["sharing_group", "owner_agency"], condition=Q(decided_at__isnull=True),
                                    name="catch_up_is_proposed_once"),
            models.CheckConstraint(name="catch_up_is_of_two", condition=
                                   Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by"))),
            models.CheckConstraint(name="catch_up_decided_has_who_and_when", condition=
                                   Q(decided_by__isnull=True, decided_at__isnull=True)
                                   | Q(decided_by__isnull=False, decided_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.sharing_group_id}: {self.epoch_id}"
