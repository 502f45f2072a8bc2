"""Who: agencies, their units, their people, and the groups that mean "agency X, role Y"."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser, Group
from django.db import connection, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.roles import HUB, OUTSIDE, Role


class AgencyManager(models.Manager["Agency"]):
    """Agencies, all of them or those that take part."""

    def taking_part(self) -> "models.QuerySet[Agency]":
        """The agencies that share and are shared with, by code: all but the keeper of the hub and bodies outside."""
        return self.exclude(kind__in=(HUB, OUTSIDE)).order_by("code")

    def receiving(self) -> "models.QuerySet[Agency]":
        """Those to whom something can be released, by code: who takes part, then bodies outside."""
        return self.exclude(kind=HUB).order_by(models.Case(models.When(kind=OUTSIDE, then=1), default=0), "code")

    def outside(self) -> "models.QuerySet[Agency]":
        """The bodies outside the hub, by name."""
        return self.filter(kind=OUTSIDE).order_by("name", "code")


#: In the database: random, another one for each row.
RANDOM = models.Func(function="gen_random_uuid", output_field=models.UUIDField())


class Agency(models.Model):
    """A body that takes part in the hub: customs, police, tax, another, or the one that keeps it.

    Or one outside, such as a court, that nobody signs in for: it is given a release on paper or by a link, at `address`.
    """

    class Kind(models.TextChoices):
        CUSTOMS = "CUSTOMS", _("Customs")
        POLICE = "POLICE", _("Police")
        TAX = "TAX", _("Tax body")
        OTHER = "OTHER", _("Other")
        HUB = HUB, _("Keeper of the hub")
        OUTSIDE = OUTSIDE, _("Outside the hub")

    code = models.CharField(_("code"), max_length=12, unique=True, help_text=_("Short; part of every reference."))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    country = models.CharField(_("country"), max_length=2, default="BO")
    address = models.TextField(_("address"), blank=True)

    objects: ClassVar[AgencyManager] = AgencyManager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[A-Z][A-Z0-9]{1,11}$"), name="agency_code_is_plain"),
            models.CheckConstraint(condition=models.Q(kind=OUTSIDE) & ~models.Q(address="")
                                   | ~models.Q(kind=OUTSIDE) & models.Q(address=""), name="agency_outside_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_outside(self) -> bool:
        """Whether nobody signs in for it."""
        return self.kind == OUTSIDE


class Unit(models.Model):
    """A part of an agency: an office, a brigade, a regional department."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units", verbose_name=_("agency"))
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["agency", "code"]
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="unit_code_is_unique_in_agency")]

    def __str__(self) -> str:
        return self.name


class AgencyRole(models.Model):
    """What a group means: the people who have one role in one agency. Object grants are given to these groups."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=24, choices=Role)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="agency_role")

    class Meta:
        ordering = ["agency", "role"]
        constraints = [models.UniqueConstraint(fields=["agency", "role"], name="agency_role_is_unique")]

    def __str__(self) -> str:
        return f"{self.agency.code} · {self.get_role_display()}"


class User(AbstractUser):
    """A person of one agency. What they may do comes from their groups alone; being a superuser opens no row."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("agency"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("unit"))
    clearance = models.CharField(
        _("clearance"), max_length=20, choices=Classification, default=Classification.UNCLASSIFIED)
    language = models.CharField(_("language"), max_length=5, choices=[("en", _("English")), ("es", _("Spanish"))],
                                default="es")

    _hash: str | None = None
    _hash_is_new = False

    class Meta(AbstractUser.Meta):
        permissions = [("enter", _("Can enter the hub")), ("administer_users", _("Can administer people of the agency")),
                       ("decide_release", _("Can decide on releases"))]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def owner_agency_id(self) -> int | None:
        """The person's agency: its auditor reads what is done with the account, whoever does it."""
        return self.agency_id

    def clean(self) -> None:
        """A person's unit belongs to the person's agency."""
        super().clean()
        if self.unit is not None and self.unit.agency_id != self.agency_id:
            from django.core.exceptions import ValidationError

            raise ValidationError({"unit": _("This unit belongs to another agency.")})

    @property
    def password(self) -> str:
        """The hash of the password, kept in Credential: told to the door and to the person alone, "" to all others."""
        if self._hash is None and self.pk is not None:
            with connection.cursor() as cursor:
                cursor.execute("select hub_password(%s)", [self.pk])
                self._hash = cursor.fetchone()[0] or ""
        return self._hash or ""

    @password.setter
    def password(self, given: str) -> None:
        self._hash, self._hash_is_new = given, True

    def check_password(self, raw_password: str) -> bool:
        """Whether this is the password. Nothing is written: the door, which asks, may not. See `access.signing.keep_anew`."""
        return bool(check_password(raw_password, self.password))

    def with_password(self) -> "User":
        """The same person, the hash read now and not when first asked for: at the door it can be."""
        self.password  # noqa: B018
        return self

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        """Keep the row, and the hash of a password that was set in its own table."""
        fields = None if update_fields is None else set(update_fields) - {"password"}
        if fields or fields is None:
            super().save(*args, update_fields=fields, **more)
        if self._hash_is_new:
            Credential.keep(self, self.password)
            self._hash_is_new = False

    def role_labels(self) -> list[Any]:
        """The person's roles as translated labels, in the order of the closed list."""
        held = set(AgencyRole.objects.filter(group__in=self.groups.all()).values_list("role", flat=True))
        return [role.label for role in Role if role in held]


class Credential(models.Model):
    """The hash of a person's password: written by the person and by the agency's administrator, read at the door only."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    password = models.CharField(max_length=128)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"of {self.user_id}"

    @classmethod
    def keep(cls, user: User, password: str) -> None:
        """Put the hash in the place of the one before. Nothing is read back: who writes it may not read it."""
        kept = cls.objects.filter(pk=user.pk).update(password=password, changed_at=Now())
        if not kept:
            cls(user=user, password=password).save(force_insert=True)


class ReferenceCounter(models.Model):
    """How many references an agency gave in a series in a year; see `agencies.references`.

    `in_order` is the last number that was given in order, by earlier releases; `key` scatters those that follow.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=4, blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()
    in_order = models.PositiveIntegerField(db_default=0)
    key = models.UUIDField(db_default=RANDOM, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "series", "year"], name="reference_counter_is_unique")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.series} {self.year}: {self.last}"
