"""The outgoing register (28 CFR 23.20(f)): pages, API and table of what left, to whom, on what ground, under which conditions."""

import csv
import io
from typing import Any

import django_filters
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access import Viewer, require
from agencies.access.api import SearchedViewSet
from agencies.access.door import chosen_in, found, viewer_of
from agencies.access.forms import DayInput
from agencies.audit import record
from agencies.markings.labels import code_book
from agencies.models import Agency
from hub.kit.error_file import inert
from hub.kit.errors import Invalid
from hub.kit.pages import as_table, render_page
from hub.kit.searching import BeginsFilter, from_day, to_day
from hub.kit.strict import StrictModelSerializer
from intel.readings.models import Entry
from intel.readings.table import MOST
from intel.releases.states import ReleaseState

VIEW = "readings.view_register"
COLUMNS = (
    "classification", "number", "released_at", "released_by", "recipient", "person", "purpose", "legal_basis", "conditions",
    "usable_until", "portions", "handling_codes", "tlp", "state", "acknowledged_at", "ended_at", "receipt", "digest")


class EntryFilter(django_filters.FilterSet):
    """Recipient, number by its beginning, state, days."""

    number = BeginsFilter(field_name="reference", label=_("Number"))
    agency = django_filters.ModelChoiceFilter(field_name="recipient_agency", to_field_name="code",
                                              queryset=Agency.objects.taking_part(), label=_("Recipient"))
    state = django_filters.ChoiceFilter(choices=ReleaseState, label=_("State"))
    since = django_filters.DateFilter(field_name="released_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="released_at", method=to_day, label=_("Until"), widget=DayInput)

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()


def entries() -> QuerySet[Entry]:
    """What left the viewer's agency, newest first."""
    return Entry.objects.select_related("recipient_agency", "person", "released_by").order_by("-id")


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Newest first; printable as it is shown."""
    require(viewer_of(request), VIEW)
    rows = found(request, EntryFilter, entries(), "register.searched")
    book = code_book(["purpose"])
    return render_page(request, "readings/register.html", rows.shown(
        rows=[(row, book["purpose", row.purpose].label) for row in rows.rows], states=ReleaseState.choices,
        agencies=[(agency.code, agency.code) for agency in Agency.objects.taking_part()], table=request.GET.urlencode()))


@login_required
@require_safe
def register_table(request: HttpRequest) -> HttpResponse:
    """The same as a table to be kept."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    chosen = EntryFilter(request.GET, queryset=entries())
    if not chosen.is_valid():
        field, errors = next(iter(chosen.errors.items()))
        raise Invalid(errors[0], field=field)
    return as_table("register", _as_csv(chosen.qs, by=viewer, filters=chosen_in(request, EntryFilter)))


class RegisterEntryOutput(StrictModelSerializer[Entry]):
    """One line of the outgoing register."""

    number = serializers.CharField(source="reference", read_only=True)
    recipient = serializers.CharField(source="recipient_agency.code", read_only=True)
    person = serializers.CharField(source="person.username", read_only=True, default=None)
    released_by = serializers.CharField(source="released_by.username", read_only=True)

    class Meta:
        model = Entry
        fields = ["id", "number", "released_at", "released_by", "recipient", "person", "purpose", "legal_basis", "conditions",
                  "expires_at", "classification", "handling_codes", "tlp", "portions", "digest", "state", "acknowledged_at",
                  "ended_at", "receipt"]
        read_only_fields = fields


class RegisterViewSet(SearchedViewSet):
    """What left your agency by release, to whom, on what ground."""

    queryset = Entry.objects.order_by("-id")
    serializer_class = RegisterEntryOutput
    filterset_class = EntryFilter
    view_act, searched, row = VIEW, "register.searched", RegisterEntryOutput

    def get_queryset(self) -> QuerySet[Entry]:
        """Newest first."""
        return entries()

    @extend_schema(summary="List the outgoing register", responses=RegisterEntryOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)


def _as_csv(rows: QuerySet[Entry], *, by: Viewer, filters: dict[str, Any]) -> str:
    """With column names; noted in the log, with the filters."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    shown = rows[:MOST]
    for row in shown:
        writer.writerow([inert(cell) for cell in (
            row.classification, row.reference, _time(row.released_at), row.released_by, row.recipient_agency.code,
            row.person or "", row.purpose, row.legal_basis, row.conditions, _time(row.expires_at), row.portions,
            " ".join(row.handling_codes), " ".join(row.tlp), row.state, _time(row.acknowledged_at), _time(row.ended_at),
            row.receipt, row.digest)])
    record("register.exported", by=by, rows=len(shown), filters={name: value for name, value in filters.items() if value})
    return out.getvalue()


def _time(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""
