"""The mosaic: what a recipient can put together, of what it was given before of the same things, or on the same subjects.

Who decides is shown it: the holder its own earlier releases to the same recipient, an originator its own earlier consents.
What was given is looked up by what it is of, so that nobody reads all that an agency ever gave a recipient.
"""

from collections import defaultdict
from collections.abc import Callable, Collection

from django.db import connection
from django.db.models import Q, QuerySet

from intel.alerts.models import Alert, AlertReport
from intel.hits.models import Hit
from intel.releases.models import Consent, Portion, Release, ReleasedPortion, ReleaseRequest
from intel.releases.selectors import consents, releases
from intel.releases.sources import Thing
from intel.releases.states import ConsentState
from intel.reports.models import Paragraph, ReportSubject


def released_before(request: ReleaseRequest) -> QuerySet[Release]:
    """What its agency released to the same recipient of the same things, or on the same subjects, newest first."""
    things = {(kind, number) for kind, number in request.portions.values_list("kind", "source_id")}
    same = _any_of(things | _about(_subjects_of(things)), kind="kind", number="source_id")
    given = ReleasedPortion.objects.filter(portion__in=Portion.objects.filter(same)).order_by().values_list("release", flat=True)
    return releases().filter(holder_agency=request.owner_agency_id, recipient_agency=request.recipient_agency_id,
                             pk__in=set(given)).exclude(request=request.pk)


def consented_before(consent: Consent) -> QuerySet[Consent]:
    """To what its originator consented before for the same recipient, on the same things or subjects, newest first."""
    things = {(kind, int(number)) for one in consent.portions.all() for key in one.rests_on
              for kind, number in [key.split(":")]}
    keys = [f"{kind}:{number}" for kind, number in things | _about(_subjects_of(things))]
    with connection.cursor() as cursor:
        cursor.execute("select releases_consented_on(%s::text[])", [keys])
        asked = [pk for [pk] in cursor.fetchall()]
    return consents().filter(originator_agency=consent.originator_agency_id, recipient_agency=consent.recipient_agency_id,
                             state=ConsentState.GIVEN, pk__in=asked).exclude(pk=consent.pk)


def _subjects_of(things: Collection[Thing]) -> set[int]:
    """The subjects that things are about, as far as the viewer sees them."""
    of: dict[str, list[int]] = defaultdict(list)
    for kind, number in things:
        of[kind].append(number)
    found = set(of["subjects.subject"])
    for kind, read in _SUBJECTS.items():
        if of[kind]:
            found.update(read(of[kind]))
    return found - {None}


def _about(subjects: Collection[int]) -> set[Thing]:
    """All that can be released, or rested on, that is about these subjects."""
    if not subjects:
        return set()
    reports = set(ReportSubject.objects.filter(subject__in=subjects).values_list("report", flat=True))
    alerts = set(Alert.objects.filter(subject__in=subjects).values_list("pk", flat=True))
    reports.update(AlertReport.objects.filter(alert__in=alerts).values_list("report", flat=True))
    hits = Hit.objects.filter(match__alert__in=alerts).values_list("pk", flat=True)
    paragraphs = Paragraph.objects.filter(report__in=reports).values_list("pk", flat=True)
    found = {"subjects.subject": subjects, "reports.report": reports, "alerts.alert": alerts, "hits.hit": hits,
             "reports.paragraph": paragraphs}
    return {(kind, number) for kind, numbers in found.items() for number in numbers}


def _any_of(things: Collection[Thing], *, kind: str, number: str) -> Q:
    of: dict[str, list[int]] = defaultdict(list)
    for name, pk in things:
        of[name].append(pk)
    found = Q(pk__in=[])
    for name, ids in of.items():
        found |= Q(**{kind: name, f"{number}__in": ids})
    return found


_SUBJECTS: dict[str, Callable[[list[int]], Collection[int]]] = {
    "reports.paragraph": lambda ids: ReportSubject.objects.filter(
        report__paragraphs__in=ids).values_list("subject", flat=True),
    "reports.report": lambda ids: ReportSubject.objects.filter(report__in=ids).values_list("subject", flat=True),
    "alerts.alert": lambda ids: Alert.objects.filter(pk__in=ids).values_list("subject", flat=True),
    "hits.hit": lambda ids: Hit.objects.filter(pk__in=ids).values_list("match__alert__subject", flat=True)}
