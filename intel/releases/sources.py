"""What can be released, as text with its marks: paragraphs, whole reports, alerts, subjects, hits, as the viewer sees them now.

Only what a second person of its agency let out of their hands once: a disseminated report, an issued alert, an approved
subject, a confirmed hit; and portions of what the viewer's agency received.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import now_looking
from agencies.access.door import number_of
from hub.kit import citing
from hub.kit.canonical import fingerprint
from intel.alerts.models import Alert
from intel.hits.models import Hit
from intel.hits.states import State as HitState
from intel.releases.models import ReleasedPortion
from intel.reports.models import Paragraph, Report
from intel.reports.states import State as ReportState
from intel.subjects.models import Subject

#: The most characters of a reference.
SHORT = 60

Thing = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Source:
    """A thing as it would leave: its words, and how it is marked."""

    kind: str
    id: int
    reference: str
    title: str
    text: str
    classification: str
    handling_codes: tuple[str, ...] = ()
    handling_conditions: str = ""
    tlp: str = ""

    @property
    def thing(self) -> Thing:
        """Kind and id."""
        return self.kind, self.id

    def digest(self) -> str:
        """By which it is noticed that it says something else, or is marked otherwise."""
        return fingerprint(self)


def meant_by(reference: str) -> list[Thing]:
    """The things that a reference means: of a report, or a release received, all its portions that the viewer sees; of what they
    do not see nothing."""
    written = reference.strip().upper()
    if written.startswith("S-") and (number := number_of(written.removeprefix("S-"))):
        return [("subjects.subject", number)]
    report = Report.objects.filter(reference=written).first()
    if report is not None:
        return [("reports.paragraph", pk) for pk in report.paragraphs.order_by("number").values_list("pk", flat=True)]
    received = ReleasedPortion.objects.filter(release__reference=written, release__recipient_agency=now_looking().agency_id)
    if "/" not in written and (portions := list(received.order_by("number").values_list("pk", flat=True))):
        return [("releases.portion", pk) for pk in portions]
    thing = citing.find(written)
    return [thing] if thing else []


def sources(things: Collection[Thing]) -> dict[Thing, Source]:
    """What of these things the viewer sees and may be released, by kind and id; a few statements for each kind.

    Each bears H1, H2 and H3 of all that it rests on, whoever marked it.
    """
    found: dict[Thing, Source] = {}
    for kind, read in _KINDS.items():
        if ids := {number for of, number in things if of == kind}:
            found.update({source.thing: source for source in read(ids)})
    return {thing: replace(source, handling_codes=(*source.handling_codes, *borne))
            for (thing, source), borne in zip(found.items(), _borne(found), strict=True)}


def _borne(found: dict[Thing, Source]) -> list[list[str]]:
    """The codes that each of these bears besides its own."""
    if not found:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select kind, thing, codes from releases_bound_by(%s::text[], %s::bigint[])",
                       [[kind for kind, _id in found], [number for _kind, number in found]])
        bound = {(kind, thing): codes for kind, thing, codes in cursor.fetchall()}
    return [[code for code in bound.get(thing, ()) if code not in source.handling_codes] for thing, source in found.items()]


def _paragraphs(ids: Collection[int]) -> Iterator[Source]:
    named = set(Paragraph.objects.filter(pk__in=ids).values_list("report_id", flat=True))
    reports = Report.objects.filter(state=ReportState.DISSEMINATED).in_bulk(named)
    visible: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in Paragraph.objects.filter(report_id__in=list(reports)).order_by("report", "number"):
        visible[paragraph.report_id].append(paragraph)
    for report_id, paragraphs in visible.items():
        for number, paragraph in enumerate(paragraphs, 1):
            if paragraph.pk in ids:
                report = reports[report_id]
                yield Source("reports.paragraph", paragraph.pk, f"{report.reference}/{number}", report.title, paragraph.text,
                             paragraph.classification, tuple(report.handling_codes), report.handling_conditions,
                             report.tlp if paragraph.originator_id == report.owner_agency_id else "")


def _alerts(ids: Collection[int]) -> Iterator[Source]:
    alerts = Alert.objects.filter(pk__in=ids, issued_at__isnull=False).select_related("subject")
    for alert in alerts.prefetch_related("subject__names", "subject__identifiers"):
        text = _lines([
            (_("Subject"), _of_subject(alert.subject)), (_("Reason"), alert.reason),
            (_("Action requested"), alert.get_action_requested_display()),
            (_("Valid"), f"{alert.valid_from.isoformat()} – {alert.valid_until.isoformat()}"),
            (_("Instructions for the front line"), alert.instructions_front_line)])
        yield Source("alerts.alert", alert.pk, alert.reference, _("Alert"), text, alert.classification,
                     tuple(alert.handling_codes), alert.handling_conditions)


def _subjects(ids: Collection[int]) -> Iterator[Source]:
    rows = Subject.objects.filter(pk__in=ids, approved_at__isnull=False, use_restricted_at__isnull=True)
    for subject in rows.prefetch_related("names", "identifiers"):
        yield Source("subjects.subject", subject.pk, f"S-{subject.pk}", subject.get_kind_display(), _of_subject(subject),
                     subject.classification)


def _hits(ids: Collection[int]) -> Iterator[Source]:
    rows = Hit.objects.filter(pk__in=ids, state=HitState.CONFIRMED_HIT)
    for hit in rows.select_related("match__alert", "match__trader", "match__consignment"):
        alert = hit.match.alert
        text = _lines([(_("Looked for"), hit.subject_label), (_("Found"), hit.party_label),
                       (_("Alert"), alert.reference), (_("Action requested"), alert.get_action_requested_display())])
        yield Source("hits.hit", hit.pk, str(hit), _("Hit"), text, alert.classification, tuple(alert.handling_codes),
                     alert.handling_conditions)


def _of_subject(subject: Subject) -> str:
    return _lines([
        (_("Name"), subject.label),
        (_("Also known as"), "; ".join(name.name for name in subject.names.all() if name.name != subject.label)),
        (_("Identifiers"), "; ".join(f"{i.get_kind_display()} {i.value}" for i in subject.identifiers.all())),
        (_("Dates of birth"), "; ".join(subject.birth_dates)), (_("Countries"), "; ".join(subject.countries)),
        (_("Addresses"), "; ".join(subject.addresses)), (_("Remarks"), subject.remarks)])


def _received(ids: Collection[int]) -> Iterator[Source]:
    rows = ReleasedPortion.objects.filter(pk__in=ids, release__recipient_agency=now_looking().agency_id)
    for portion in rows.select_related("release"):
        yield Source("releases.portion", portion.pk, f"{portion.release.reference}/{portion.number}", portion.title, portion.text,
                     portion.classification, tuple(portion.handling_codes), portion.handling_conditions, portion.tlp)


def _lines(said: Iterable[tuple[str, object]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in said if value)


def address_of(kind: str, number: int) -> str:
    """The page of a thing: of a paragraph that of its report; empty for one that the viewer does not see."""
    if kind == "reports.paragraph":
        report = Paragraph.objects.filter(pk=number).values_list("report_id", flat=True).first()
        return reverse("reports:detail", args=[report]) if report else ""
    if kind == "releases.portion":
        release = ReleasedPortion.objects.filter(pk=number).values_list("release_id", flat=True).first()
        return reverse("releases:release", args=[release]) if release else ""
    return reverse(_PAGES[kind], args=[number])


def unnamed(kind: str) -> str:
    """What a thing is, for what is given in other words: its title would tell what these do not."""
    return {"reports.paragraph": _("Paragraph of a report"), "alerts.alert": _("Alert"), "subjects.subject": _("Subject"),
            "hits.hit": _("Hit"), "releases.portion": _("Portion of a release")}[kind]


def named(row: Any) -> tuple[str, list[int], str]:
    """The kind and ids under which a row is an item, and by which reference: of a report those of its paragraphs."""
    match row:
        case Report():
            return "reports.paragraph", list(row.paragraphs.values_list("pk", flat=True)), row.reference
        case Subject():
            return "subjects.subject", [row.pk], f"S-{row.pk}"
        case _:
            return row._meta.label_lower, [row.pk], str(row)


def rested_on(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Reference and page of things by "kind:id", as far as the viewer sees them."""
    things = {key: (kind, int(number)) for key in keys for kind, number in [key.split(":")]}
    cited = citing.seen(list(things.values()))
    found = {key: (cited[thing].reference, cited[thing].address) for key, thing in things.items() if thing in cited}
    for model, kind in ((Report, "reports.report"), (Subject, "subjects.subject")):
        ids = [number for of, number in things.values() if of == kind]
        for row in model._default_manager.filter(pk__in=ids) if ids else ():
            found[f"{kind}:{row.pk}"] = (str(row), reverse(_PAGES[kind], args=[row.pk]))
    return found


_PAGES = {"alerts.alert": "alerts:detail", "subjects.subject": "subjects:detail", "hits.hit": "hits:detail",
          "reports.report": "reports:detail"}
_KINDS: dict[str, Callable[[Collection[int]], Iterator[Source]]] = {
    "reports.paragraph": _paragraphs, "alerts.alert": _alerts, "subjects.subject": _subjects, "hits.hit": _hits,
    "releases.portion": _received}
