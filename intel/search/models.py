"""What can be found: for each thing its words under a mark, which says who may read them; closed to everybody but functions. And
the searches that people saved."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Mark(models.Model):
    """All that decides on who finds a thing: its kind, its labels, and the classification that a part of it bears besides."""

    id = models.AutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    label = models.IntegerField()
    beside = models.IntegerField(help_text="Where it is read by who reads another thing as well: the label of that; else 0.")
    classified = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "search_mark"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["label", "kind", "beside", "classified"], name="search_mark_is_one")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind} {self.label}"


class Entry(models.Model):
    """The words of a thing, each written after the number of the mark: whoever asks for `17:contraband` reads nothing else.

    A report whose paragraphs are marked higher than itself has an entry for each step of the ladder (`classified`).
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    classified = models.CharField(max_length=20, blank=True)
    mark = models.IntegerField()
    at = models.DateTimeField()
    names = ArrayField(models.TextField(), default=list, help_text="By which it is found though they are misspelt.")
    sounds = ArrayField(models.TextField(), default=list, help_text="Keys of the engine for its names.")
    words = SearchVectorField()
    waits_since = models.DateTimeField(null=True, help_text="Its names have no sounds yet.")
    digest = models.UUIDField(help_text="Of what was said of the thing when it was written.")
    content = models.UUIDField(null=True, help_text="The same without who reads it.")
    changed = models.BigIntegerField(default=0, help_text="The transaction that wrote it last, or gave it its first sounds.")
    said = models.BigIntegerField(default=0, help_text="The transaction since which it says what it says.")
    writer = models.BigIntegerField(null=True, help_text="Who changed it last; null for a service.")
    marks_before = ArrayField(models.IntegerField(), default=list, help_text="The last marks that it bore before, oldest first.")
    left_by = ArrayField(models.BigIntegerField(), default=list, help_text="The transactions in which it left each of them.")

    class Meta:
        db_table = "search_entry"
        default_permissions = ()
        permissions = [("view_entry", _("Can search in all that they may see"))]
        constraints = [models.UniqueConstraint(fields=["object_id", "kind", "classified"], name="search_entry_is_one")]
        indexes = [GinIndex(fields=["words"], name="search_entry_words", fastupdate=False),
                   models.Index(fields=["mark", "changed"], name="search_entry_changed"),
                   models.Index(fields=["mark", "waits_since"], condition=models.Q(waits_since__isnull=False),
                                name="search_entry_waits")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Missed(models.Model):
    """A thing that changed while the tables were closed: it is written anew when they are opened."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()

    class Meta:
        db_table = "search_missed"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_missed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Held(models.Model):
    """Things that a transaction which writes many wrote parts of (`hub.kit.rows.many`): written at its end, and gone with it."""

    kind = models.CharField(max_length=40)
    object_ids = ArrayField(models.BigIntegerField())

    class Meta:
        db_table = "search_held"
        default_permissions = ()

    def __str__(self) -> str:
        return self.kind


class SavedSearch(models.Model):
    """A search that a person keeps by a name. `given` is what they typed and chose: `{"q": "contraband*", "kind": "alert"}`.

    `tells`: they are told of what is new or changed and fits. `heard` is the snapshot (`pg_snapshot`) of the last round: what was
    written by transactions that are not in it is looked at in the next, in whatever order they end.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    given = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("saved"), db_default=Now())
    tells = models.BooleanField(_("tells of what is new"), default=False)
    heard = models.TextField(blank=True, editable=False)

    class Meta:
        db_table = "search_saved"
        default_permissions = ()
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="search_is_saved_once_by_name"),
                       models.CheckConstraint(condition=models.Q(tells=False) | ~models.Q(heard=""), name="search_tells_since")]
        indexes = [models.Index(fields=["person"], condition=models.Q(tells=True), name="search_tells")]

    def __str__(self) -> str:
        return f"search {self.pk}"

    @property
    def query(self) -> str:
        """What it adds to the address of the page."""
        return "?" + urlencode(self.given)


class News(models.Model):
    """What was new or changed and fits a saved search: which things, and nothing of what they hold.

    `things` are kind and number of each, the latest first: `[["report", 17], …]`, a hundred at most; `more`: and more. `after` is
    the snapshot (`pg_snapshot`) since which they were written.
    """

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    things = models.JSONField(default=list)
    more = models.BooleanField(default=False)
    after = models.TextField()
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "search_news"
        default_permissions = ()
        verbose_name = _("news of a saved search")
        verbose_name_plural = _("news of saved searches")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"search {self.search_id}"

    @property
    def owner_agency_id(self) -> int | None:
        """The agency of the person: its auditor reads that they were told."""
        return self.person.agency_id
