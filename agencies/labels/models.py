"""Labels, who reads them, and the keys of who is looking: closed to everybody but the functions of the role `hub_labels`."""

from django.db import models
from django.db.models.functions import Now

from agencies.markings.classification import Classification


class Label(models.Model):
    """One distinct answer to "who may read this". Its content never changes; a row that is read by others gets another label.

    A label is of one of four sorts: of a row that is classified and shared (owner, classification, audience, and then its
    `access_reader` rows never change); of what two agencies write together; of a feed, whose readers change in place; or of
    a pair, read by who reads each of its three sides. Plain numbers instead of foreign keys: labels outlive what they
    were made for.
    """

    id = models.AutoField(primary_key=True)
    act = models.CharField(max_length=60, help_text="The permission without which nobody reads it.")
    owner_agency_id = models.BigIntegerField()
    other_agency_id = models.BigIntegerField(
        null=True, help_text="The other of two sides; of a pair, the agency of the party's feed.")
    classification = models.CharField(max_length=20, choices=Classification)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of all that it says.")
    alert_label = models.IntegerField(null=True)
    subject_label = models.IntegerField(null=True)
    party_label = models.IntegerField(null=True)

    class Meta:
        db_table = "access_label"
        default_permissions = ()
        indexes = [models.Index(fields=["act", "owner_agency_id"], name="label_of_agency"),
                   models.Index(fields=["act", "other_agency_id"], name="label_of_other_side"),
                   models.Index(fields=["act", "alert_label"], name="label_of_pair")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.act} of {self.owner_agency_id}, {self.classification}"


class Reader(models.Model):
    """A group that reads what bears a label, besides the agency that owns it."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="readers")
    group_id = models.IntegerField()

    class Meta:
        db_table = "access_reader"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["group_id", "label"], name="label_is_read_once_by_a_group")]

    def __str__(self) -> str:
        return f"{self.group_id} reads {self.label_id}"


class SealKey(models.Model):
    """A key under which processes tell the database who is looking, as HMAC needs it: XORed with its two pads (RFC 2104)."""

    number = models.CharField(max_length=16, primary_key=True)
    inner_pad = models.BinaryField()
    outer_pad = models.BinaryField()
    valid_until = models.DateTimeField(null=True, help_text="Set when another key took its place.")

    class Meta:
        db_table = "access_sealkey"
        default_permissions = ()

    def __str__(self) -> str:
        return self.number


class IdKey(models.Model):
    """The key of the mask of ids, of which there is one for good: `agencies.labels.ids`."""

    key = models.UUIDField(primary_key=True, editable=False)

    class Meta:
        db_table = "access_idkey"
        default_permissions = ()

    def __str__(self) -> str:
        return "the key of the mask of ids"


class Past(models.Model):
    """What was so until `valid_until`, of who could read what: `agencies.labels.history`. Added by triggers, never changed."""

    of_table = models.CharField(max_length=63)
    object_id = models.BigIntegerField()
    other_id = models.BigIntegerField(null=True, help_text="Of what joins two things: the second.")
    value = models.JSONField(null=True, help_text="Null: it was not there.")
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.BigIntegerField(null=True)

    class Meta:
        db_table = "access_past"
        default_permissions = ()
        indexes = [models.Index(fields=["of_table", "object_id", "other_id", "valid_until"], name="past_of_object")]

    def __str__(self) -> str:
        return f"{self.of_table} {self.object_id} {self.other_id or ''} until {self.valid_until}"


class PastBegan(models.Model):
    """From when on the changes of a table are kept: what was before, nobody can say."""

    of_table = models.CharField(max_length=63, primary_key=True)
    began_at = models.DateTimeField()

    class Meta:
        db_table = "access_pastbegan"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.of_table} since {self.began_at}"
