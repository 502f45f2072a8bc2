"""All that the viewer's agency holds on a person: by whom, why, given to whom, until when. Nothing of other agencies.

Subjects and queries are compared by the engine, as screening and queries do; candidates for it are those that share a word
of the name, a number or the date of birth. Texts are looked through for all words of the name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, audience_of, require
from agencies.access.audience import by_agency, in_words
from hub.kit.text import line_of
from intel import matching
from intel.alerts import selectors as alerts
from intel.enquiries.models import Answer, Enquiry, Request
from intel.enquiries.selectors import agencies_of, enquiries, requests
from intel.hits import selectors as hits
from intel.matching import Profile
from intel.protection.person import Person, checked
from intel.queries.disclosure import On, disclosures
from intel.queries.entries import profile_of
from intel.queries.models import Query
from intel.queries.selectors import queries, soundings
from intel.reports import selectors as reports
from intel.reports.models import ReportSubject
from intel.screening.profiles import of_subject
from intel.subjects.models import Subject, SubjectGrant, SubjectIdentifier, SubjectName
from intel.subjects.selectors import newest as subjects
from intel.trade.selectors import traders, traders_called

#: So many rows are compared by the engine, the newest first, and so many of a kind are shown.
CANDIDATES, SHOWN = 2_000, 100
#: More is shown than to who asks in a query: here a row too many costs a glance.
MINIMUM_PROBABILITY = 0.2


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held: what it is called, where it stands, by whom it was made, why, who was given it, until when."""

    label: str
    page: str
    pk: int
    by: str
    at: datetime
    why: str = ""
    given_to: str = ""
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What is held of one kind; `more` says that not all of it is shown."""

    kind: str
    words: str
    rows: list[Held]
    more: bool


def held_on(*, by: Viewer, person: Person, purpose: str, case_reference: str) -> list[Group]:
    """All that the viewer's agency holds, as far as the viewer is cleared. That it was asked, why and for whom is an event.

    Raises NotAllowed, Invalid (with the field).
    """
    require(by, "protection.search_person")
    person = checked(person, purpose=purpose, case_reference=case_reference)
    found = _subjects(by, person)
    rows = [
        _group("subject", _("Subjects"), [_subject(subject, note) for subject, note in found]),
        *_on_subjects(by, person, [subject for subject, _note in found]),
        _group("query", _("Queries"), _queries(person)),
        _group("request", _("Requests for information"), _requests(by, person)),
        _group("trader", _("Declared in trade"), _traders(by, person)),
    ]
    audit.record("protection.searched", by=by, terms=str(person), purpose=purpose, case=line_of(case_reference),
                 found=sum(len(group.rows) for group in rows))
    return rows


# Subjects, and what is on them


def _subjects(by: Viewer, person: Person) -> list[tuple[Subject, str]]:
    """The agency's own that may be the person, with how likely."""
    named = Q()
    for word in person.words:
        named |= Q(name__unaccent__icontains=word)
    found = Q()
    if named:
        found |= Q(Exists(SubjectName.objects.filter(named, subject=OuterRef("pk")).order_by()))
    if person.identifier:
        numbers = SubjectIdentifier.objects.filter(
            Q(normalised__in=person.forms()) | Q(value=person.identifier), subject=OuterRef("pk"))
        found |= Q(Exists(numbers.order_by()))
    if person.birth_date and not found:
        found |= Q(birth_dates__contains=[person.birth_date])
    rows = list(subjects().filter(found, owner_agency=by.agency_id).select_related("created_by")
                .prefetch_related("names", "identifiers")[:CANDIDATES])
    if person.birth_date and not (named or person.identifier):
        return [(row, _("born on that day")) for row in rows]
    likely = _compared(person, [of_subject(row.pk, row) for row in rows])
    certain = _bearing(person, rows)
    return [(row, _("by its number") if row.pk in certain else f"{likely[row.pk]:.0%}") for row in rows
            if row.pk in likely or row.pk in certain]


def _on_subjects(by: Viewer, person: Person, found: Sequence[Subject]) -> list[Group]:
    ids = [subject.pk for subject in found]
    looked_for = alerts.newest().filter(subject__in=ids, owner_agency=by.agency_id).select_related("created_by")
    own_alerts = list(looked_for[:SHOWN + 1])
    links = ReportSubject.objects.filter(report=OuterRef("pk"), subject__in=ids).order_by()
    own = reports.newest().filter(owner_agency=by.agency_id)
    saying = reports.saying(own, " ".join(person.words)) if person.words else own.none()
    naming = list(own.filter(Exists(links))[:SHOWN + 1])
    mentioning = [row for row in saying[:SHOWN + 1] if row not in naming]
    met = hits.worklist().filter(match__alert__in=[alert.pk for alert in own_alerts])
    asked = soundings().filter(subject__in=ids)
    return [
        _group("alert", _("Alerts"), [Held(
            alert.reference, "alerts:detail", alert.pk, str(alert.created_by or _("a list")), alert.created_at,
            _why(alert.legal_basis, alert.suspicion_basis), in_words(alerts.audience_by_agency(alert)), alert.valid_until,
            alert.get_state_display()) for alert in own_alerts]),
        _group("report", _("Reports"), [Held(
            report.reference, "reports:detail", report.pk, str(report.author), report.reported_at,
            _why(report.purpose, report.legal_basis, report.suspicion_basis), in_words(reports.audience_by_agency(report)), None,
            note) for rows, note in ((naming, _("names it")), (mentioning, _("mentions the words"))) for report in rows]),
        _group("hit", _("Hits"), [Held(
            str(hit), "hits:detail", hit.pk, _("the hub"), hit.created_at, hit.match.alert.reference, "", None,
            hit.get_state_display()) for hit in met[:SHOWN + 1]]),
        _group("sounding", _("Others asked about it"), [Held(
            sounding.reference, "subjects:detail", sounding.subject_id, sounding.asking_agency.code, sounding.asked_at,
            sounding.purpose, sounding.asking_agency.code if sounding.told != "SILENT" else "", sounding.retain_until,
            sounding.get_told_display()) for sounding in asked[:SHOWN + 1]]),
    ]


def _subject(subject: Subject, note: str) -> Held:
    audience = in_words(by_agency(audience_of(subject, grant=SubjectGrant), act="subjects.view_subject"))
    told = [f"{row.agency.code if row.agency else _('Every other agency')}: {row.get_level_display()}"
            for row in disclosures(On(subject=subject)) if row.decided_at]
    state = _("use restricted") if subject.use_restricted_at else ""
    return Held(subject.label, "subjects:detail", subject.pk, str(subject.created_by or subject.source), subject.created_at,
                subject.source, "\n".join([audience, *told]).strip(), None, " · ".join(filter(None, [note, state])))


def _bearing(person: Person, rows: Iterable[Subject]) -> set[int]:
    """Those that bear the number."""
    forms = set(person.forms()) if person.identifier else set()
    return {row.pk for row in rows if forms & {one.normalised for one in row.identifiers.all()}}


# Queries, requests, trade


def _queries(person: Person) -> list[Held]:
    """What the agency asked; the engine compares as it does for an answer."""
    found = Q()
    for word in person.words:
        found |= Q(names__icontains=word)
    if person.identifier:
        found |= Q(identifiers__icontains=person.identifier)
    if person.birth_date and not found:
        found |= Q(birth_dates__contains=[person.birth_date])
    rows = {query.pk: query for query in queries().filter(found, purged_at__isnull=True)[:CANDIDATES]}
    if not (person.words or person.identifier):
        return [_query(row) for row in rows.values()]
    return [_query(rows[pk]) for pk in _compared(person, [profile_of(query) for query in rows.values()])]


def _query(query: Query) -> Held:
    owners = sorted({hit["owner_agency"] for hit in query.answer.hits}) if query.answer else []
    return Held(query.reference, "queries:detail", query.pk, str(query.asked_by), query.asked_at,
                _why(query.purpose, query.legal_basis, query.case_reference), ", ".join(owners), query.retain_until,
                str(query.answer.get_answer_display()) if query.answer else "")


def _requests(by: Viewer, person: Person) -> list[Held]:
    """What the agency asked others, what it was asked, and what was answered: by the words of the text."""
    terms = person.words or ([person.identifier] if person.identifier else [])
    if not terms:
        return []
    asked = requests().filter(_says("question", terms))
    answered = Answer.objects.filter(_says("text", terms), enquiry=OuterRef("pk")).order_by()
    told = enquiries().filter(Q(_says("question", terms)) | Exists(answered)).exclude(request__in=asked.values("pk"))
    return [*(_asked(row) for row in asked[:SHOWN]), *(_enquiry(by, row) for row in told[:SHOWN])]


def _asked(request: Request) -> Held:
    return Held(request.reference, "enquiries:detail", request.pk, str(request.created_by), request.created_at,
                _why(request.purpose, request.legal_basis, request.case_reference),
                ", ".join(agency.code for agency in agencies_of(request.addressees)), request.kept_until,
                request.get_state_display())


def _enquiry(by: Viewer, row: Enquiry) -> Held:
    other = row.asking_agency if row.asked_agency_id == by.agency_id else row.asked_agency
    return Held(row.reference, "enquiries:enquiry", row.pk, row.asking_agency.code, row.sent_at,
                _why(row.purpose, row.legal_basis), other.code, row.retain_until, row.get_state_display())


def _traders(by: Viewer, person: Person) -> list[Held]:
    """Who was declared by that name or number in feeds of the agency."""
    terms = person.name or person.identifier
    rows = traders_called(traders().filter(feed__owner_agency=by.agency_id), terms)[:SHOWN + 1] if terms else []
    return [Held(row.name, "trade:trader", row.pk, row.feed.name, row.created_at, note=row.external_ref) for row in rows]


# The engine, and small parts


def _compared(person: Person, profiles: Sequence[Profile]) -> dict[int, float]:
    """Which of these may be the person, and how likely; the most likely first."""
    if not profiles:
        return {}
    [matches] = matching.screen(
        matching.Index.build(profiles), [person.profile()], minimum_probability=MINIMUM_PROBABILITY, best=SHOWN + 1, share=0.0)
    return {int(match.subject): match.probability for match in matches}


def _says(field: str, terms: Iterable[str]) -> Q:
    found = Q()
    for term in terms:
        found &= Q(**{f"{field}__unaccent__icontains": term})
    return found


def _why(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _group(kind: str, words: str, rows: list[Held]) -> Group:
    return Group(kind, words, rows[:SHOWN], len(rows) > SHOWN)
