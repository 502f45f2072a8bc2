"""What intelligence is about: persons, organisations and things, with their names and identifiers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.access.grants import GroupGrant
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.subjects.states import State


class Subject(models.Model):
    """One person, organisation or thing, as one agency knows it. Two agencies may each hold their own."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("Person")
        ORGANISATION = "ORGANISATION", _("Organisation")
        VEHICLE = "VEHICLE", _("Vehicle")
        CONTAINER = "CONTAINER", _("Container")
        VESSEL = "VESSEL", _("Vessel")
        AIRCRAFT = "AIRCRAFT", _("Aircraft")
        DOCUMENT = "DOCUMENT", _("Document")
        PREMISES = "PREMISES", _("Premises")
        PHONE = "PHONE", _("Phone")
        ACCOUNT = "ACCOUNT", _("Account")

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    label = models.CharField(_("name"), max_length=300, help_text=_("The name by which it is known here."))
    countries = ArrayField(models.CharField(max_length=2), verbose_name=_("countries"), default=list, blank=True)
    birth_dates = ArrayField(models.CharField(max_length=10), verbose_name=_("dates of birth"), default=list,
                             blank=True, help_text=_("As far as known: 1971, 1971-03 or 1971-03-12."))
    addresses = ArrayField(models.CharField(max_length=400), verbose_name=_("addresses"), default=list, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification,
                                      default=Classification.UNCLASSIFIED)
    source = models.CharField(_("source"), max_length=40, blank=True)
    source_ref = models.CharField(_("number at the source"), max_length=80, blank=True)
    source_digest = models.CharField(max_length=80, blank=True, editable=False)  # what the source last said
    approved_at = models.DateTimeField(null=True, editable=False)  # by a second person, first; from then on changes wait for one
    use_restricted_at = models.DateTimeField(_("use restricted"), null=True, editable=False)  # neither compared nor answered
    erased_at = models.DateTimeField(_("deleted"), null=True, editable=False)  # what it held is gone
    looked_for = models.BooleanField(default=False, db_default=False, editable=False)  # kept by triggers of alerts
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["-id"]
        default_permissions = ("add", "change", "view")
        permissions = [("view_reserved_subject", _("Can see subjects that no open alert in force looks for")),
                       ("share_subject", _("Can propose to share subjects")),
                       ("approve_subject", _("Can decide on changes and sharing that others propose")),
                       ("restrict_subject", _("Can restrict the use of subjects"))]
        indexes = [models.Index(fields=["label", "id"], name="subject_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["owner_agency", "source", "source_ref"],
                                    condition=~models.Q(source_ref=""), name="subject_is_taken_once_from_a_source"),
            models.CheckConstraint(condition=~models.Q(label=""), name="subject_has_a_label"),
            models.CheckConstraint(condition=models.Q(erased_at__isnull=True) | models.Q(
                use_restricted_at__isnull=False, countries=[], birth_dates=[], addresses=[], remarks="", source_ref=""),
                                   name="subject_erased_holds_nothing"),
        ]

    def __str__(self) -> str:
        return self.label


class SubjectName(models.Model):
    """A name of a subject. The primary one is its label."""

    class Kind(models.TextChoices):
        PRIMARY = "PRIMARY", _("Name")
        ALIAS = "ALIAS", _("Alias")
        WEAK_ALIAS = "WEAK_ALIAS", _("Weak alias")
        FORMER = "FORMER", _("Former name")

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ALIAS)
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subject", "name"], name="subject_name_is_given_once"),
            models.UniqueConstraint(fields=["subject"], condition=models.Q(kind="PRIMARY"),
                                    name="subject_has_one_primary_name"),
        ]

    def __str__(self) -> str:
        return self.name


#: The kinds of name that a subject may have besides its primary one.
FURTHER_NAMES = [(kind.value, kind.label) for kind in SubjectName.Kind if kind != SubjectName.Kind.PRIMARY]


class IdentifierKind(models.TextChoices):
    """Kinds of identifiers; the stored codes are those of the matching engine."""

    TAX = "tax", _("Tax number")
    REGISTRATION = "registration", _("Registration number")
    NATIONAL_ID = "national_id", _("Identity card")
    PASSPORT = "passport", _("Passport")
    LEI = "lei", _("LEI")
    CONTAINER = "container", _("Container number")
    IMO = "imo", _("IMO number")
    MMSI = "mmsi", _("MMSI")
    CALLSIGN = "callsign", _("Call sign")
    VIN = "vin", _("Vehicle identification number")
    PLATE = "plate", _("Number plate")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    IBAN = "iban", _("Account (IBAN)")
    OTHER = "other", _("Other")


class SubjectIdentifier(models.Model):
    """A number or address that names a subject, as given and as compared (`normalised`, by the matching engine)."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=12, choices=IdentifierKind)
    value = models.CharField(_("value"), max_length=120)
    country = models.CharField(_("country"), max_length=2, blank=True)
    normalised = models.CharField(max_length=120, editable=False)
    valid = models.BooleanField(_("check digit right"), null=True, editable=False)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["subject", "kind", "normalised", "country"],
                                               name="subject_identifier_is_given_once")]
        indexes = [models.Index(fields=["kind", "normalised"], name="subject_identifier_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class SubjectProposal(models.Model):
    """What one person wants said of an approved subject, or told to more people: it waits for a second person.

    `entry` is the subject as it would be (`SubjectEntry.as_json`), `groups` who else would see it; `written_on` is the
    subject's revision that was before the proposer's eyes. `classification` is the higher of what the subject is and would be.
    """

    class Kind(models.TextChoices):
        CHANGE = "CHANGE", _("Change")
        SHARE = "SHARE", _("Sharing")

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="proposals")
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    entry = models.JSONField(null=True)
    groups = ArrayField(models.IntegerField(), default=list)
    written_on = models.PositiveIntegerField()
    classification = models.CharField(_("classification"), max_length=20, choices=Classification)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind"], condition=models.Q(state="WAITING"), name="proposal_waits_once"),
            models.CheckConstraint(condition=models.Q(state="WAITING", decided_by__isnull=True, decided_at__isnull=True)
                                   | ~models.Q(state="WAITING") & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                                   name="proposal_decided_has_who_and_when"),
            models.CheckConstraint(condition=~models.Q(state__in=["APPROVED", "REFUSED"])
                                   | ~models.Q(decided_by=models.F("proposed_by")), name="proposal_is_decided_by_another"),
            models.CheckConstraint(condition=models.Q(kind="CHANGE", entry__isnull=False)
                                   | models.Q(kind="SHARE", entry__isnull=True), name="proposal_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class SubjectGrant(GroupGrant):
    """Who besides the owner may see a subject."""

    content_object = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="grants")

    class Meta(GroupGrant.Meta):
        indexes = [models.Index(fields=["content_object", "group"], name="subject_grant_group")]
