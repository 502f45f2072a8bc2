"""A small two-sided room, as a room to come will be: one agency asks, another answers, each notes for itself.

Its tables are made in the transaction of a test, by the steps that `migrate` takes: models, keys, labels, row policies.
"""

from dataclasses import replace

from django.db import connection, models

from agencies.access import Viewer
from agencies.access.two_sided import SideNote, TwoSidedRow
from agencies.labels import Entries, Notes, TwoSided
from agencies.labels.declared import Declared, with_parts
from agencies.labels.settling import open_declared, settle_labels
from agencies.models import Agency, User
from tests.world import as_operator

VIEW, WRITE = "asking.view_request", "asking.write_request"


class Request(TwoSidedRow):
    """What one agency asks another. Born as a draft of the agency that asks."""

    SIDES = ("asking_agency", "asked_agency")

    asking_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    classification = models.CharField(max_length=20, default="RESTRICTED")
    state = models.CharField(max_length=12, default="DRAFT")
    question = models.TextField()
    answer = models.TextField(blank=True)

    class Meta:
        app_label = "asking"


class Message(models.Model):
    """What either side adds, for both to read."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="messages")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        app_label = "asking"


class RequestNote(SideNote):
    """What one side notes for itself."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="notes")

    class Meta(SideNote.Meta):
        app_label = "asking"


REQUEST = TwoSided(
    "asking_request", act=VIEW, write=WRITE, sides=("asking_agency_id", "asked_agency_id"),
    shared_when="r.state <> 'DRAFT'",
    own={"asking_agency_id": ("question", "classification"), "asked_agency_id": ("answer",)},
    states={"asking_agency_id": ("SENT", "CLOSED"), "asked_agency_id": ("ANSWERED", "REFUSED")})
DECLARED: tuple[Declared, ...] = (
    REQUEST, Entries("asking_message", by="request_id", of=REQUEST), Notes("asking_requestnote", by="request_id", of=REQUEST))

_COLUMNS = """
alter table asking_request add column label_id int;
alter table asking_request add constraint asking_request_with_label unique (id, label_id);
alter table asking_message add column label_id int;
alter table asking_message add constraint asking_message_request_id_label foreign key (request_id, label_id)
    references asking_request (id, label_id) on update cascade;
alter table asking_requestnote add column label_id int, add column row_label_id int;
alter table asking_requestnote add constraint asking_requestnote_request_id_label foreign key (request_id, row_label_id)
    references asking_request (id, label_id) on update cascade;
grant select, insert, update, delete on asking_request, asking_message, asking_requestnote to hub_application;
"""


def build() -> None:
    """Make the tables, and whatever `migrate` makes after them."""
    said = list(with_parts(DECLARED))
    with as_operator():
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        with connection.schema_editor() as editor:
            for model in (Request, Message, RequestNote):
                editor.create_model(model)
        with connection.cursor() as cursor:
            cursor.execute(_COLUMNS)
        settle_labels(said)
        open_declared(said)


def acting(viewer: Viewer) -> Viewer:
    """The same person, with the acts of this room."""
    return replace(viewer, acts=viewer.acts | {VIEW, WRITE})
