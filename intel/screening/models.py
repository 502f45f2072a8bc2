"""What was matched, and how workers learn of changes: matches, sightings, names of parties."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intel.alerts.models import Alert
from intel.trade.models import Consignment, Trader

#: In the database: the number of the present transaction. Of Django's own classes, since migrations name it for good.
THIS_TRANSACTION = models.Func(template="(pg_current_xact_id()::text)::bigint", output_field=models.BigIntegerField())


class Change(models.Model):
    """Abstract: that a row changed, and in which transaction; the heir names the row. How indexes in memory learn of it.

    A worker asks for the changes of transactions that were not yet over when it last asked, so that none is missed,
    in whatever order they commit. Some are read twice, which is harmless.
    """

    transaction = models.BigIntegerField(db_default=THIS_TRANSACTION, db_index=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        default_permissions = ()

    @classmethod
    def forget_read(cls) -> int:
        """Remove the notes that every index has read (`kept/shelf.py`); how many they were. For services.

        The newest of them stays: by it an index on disk knows that the database is the one it was built from, and no earlier.
        """
        read = cls._default_manager.filter(at__lt=timezone.now() - timedelta(days=1))
        return read.exclude(pk=read.aggregate(newest=Max("pk"))["newest"]).delete()[0]


class AlertChange(Change):
    """That an alert or its subject changed: how the index of alerts learns of it."""

    alert_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.alert_id} in {self.transaction}"


class MatchedAlert(models.Model):
    """That an alert in force has been matched with the parties that are known; one that has not is found by the calendar.

    `in_round` once a round over all traders has it: see `rounds.py`.
    """

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    in_round = models.BooleanField(default=False, db_default=False)

    class Meta:
        default_permissions = ()
        indexes = [models.Index("alert", condition=models.Q(in_round=False), name="screening_matched_waiting")]

    def __str__(self) -> str:
        return f"{self.alert_id} since {self.at}"


class Round(models.Model):
    """A round of some alerts over all traders, of whom those up to `reached` are done. A worker is at it until `busy_until`."""

    alerts = ArrayField(models.BigIntegerField())
    reached = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(help_text="Traders when it began.")
    began_at = models.DateTimeField(db_default=Now())
    busy_until = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{len(self.alerts)} alerts, {self.done} of {self.total} traders"


class PartyName(models.Model):
    """A name of a trader as compared: where a new alert looks for the parties that are known already."""

    trader = models.ForeignKey(Trader, on_delete=models.CASCADE, related_name="+")
    name_key = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["trader", "name_key"], name="party_name_is_kept_once")]
        indexes = [GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="party_name_trigrams")]

    def __str__(self) -> str:
        return self.name_key


class Match(models.Model):
    """The machine's finding that an alert's subject and a party or transport unit may be the same.

    One row for a pair: an alert and a trader, or an alert and a consignment's own transport unit. `evidence` is what
    the engine said: `{"party_name": …, "subject_name": …, "parts": [{"feature": "name.word", "bits": 9.3, "party": …,
    "subject": …}, …]}`, its bits adding up to `score`.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+", verbose_name=_("alert"))
    trader = models.ForeignKey(Trader, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("trader"))
    consignment = models.ForeignKey(Consignment, on_delete=models.CASCADE, null=True, related_name="+",
                                    verbose_name=_("consignment"))
    score = models.FloatField(_("score (bits)"))
    probability = models.FloatField(_("probability"))
    evidence = models.JSONField(_("evidence"))
    engine_version = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=80, help_text=_("Changes when the data compared change."))
    holds = models.BooleanField(_("holds"), default=True,
                                help_text=_("False when the data changed and the pair is no match any more."))
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-probability", "-score", "-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["alert", "trader"], name="match_of_alert_and_trader_is_written_once"),
            models.UniqueConstraint(fields=["alert", "consignment"],
                                    name="match_of_alert_and_consignment_is_written_once"),
            models.CheckConstraint(condition=Q(trader__isnull=False, consignment__isnull=True)
                                   | Q(trader__isnull=True, consignment__isnull=False), name="match_is_of_one_thing"),
            models.CheckConstraint(condition=Q(probability__gte=0, probability__lte=1),
                                   name="match_probability_is_a_probability"),
        ]
        indexes = [models.Index(fields=["-probability", "-id"], name="match_best_first")]

    def __str__(self) -> str:
        return f"{self.alert_id} ~ {self.trader_id or self.consignment_id}"


class Sighting(models.Model):
    """A consignment on which a matched trader has a part."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="sightings")
    consignment = models.ForeignKey(Consignment, on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["match", "consignment"], name="sighting_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.match_id} @ {self.consignment_id}"
