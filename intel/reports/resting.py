"""What paragraphs rest on: whose information they are, what they cite, and to whom that lets a report go.

Originator control, the third-agency rule: what another agency told, and what rests on it however far down, is not passed on to
a third without its consent, and silence is never consent. Its own marks decide; where they keep it back it goes by a release
(`hub/kit/consent.py`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from agencies.access.audience import require_given_into
from agencies.access.grants import agencies_reached
from agencies.markings.classification import LADDER, Classification
from agencies.models import Agency
from hub.kit import citing, consent
from hub.kit.citing import Cited
from hub.kit.errors import Invalid
from hub.kit.limits import SEVERAL
from intel.reports.entries import CitationEntry, ParagraphEntry, ReportEntry
from intel.reports.models import Citation, Paragraph, Report


@dataclass(frozen=True, slots=True)
class Withheld:
    """A paragraph that another agency has to consent to before these others read it."""

    number: int
    originator: Agency
    others: tuple[Agency, ...]

    def __str__(self) -> str:
        return _("Paragraph %(number)s rests on information of %(originator)s, which has to consent before it goes to %(others)s."
                 " Leave it out, share the report with fewer, or ask to release it.") % {
            "number": self.number, "originator": self.originator, "others": ", ".join(map(str, self.others))}


def resting(entry: ReportEntry, *, owner: Agency, before: ReportEntry | None = None) -> ReportEntry:
    """The entry with its originators and citations checked, each citation with its version.

    What a draft cites already keeps the version that was read, unless another is given. What the viewer does not see
    cannot be cited, nor by a paragraph that is marked lower. Raises Invalid with the path.
    """
    named = {code for paragraph in entry.paragraphs if (code := paragraph.originator)}
    known = set(Agency.objects.taking_part().filter(code__in=named).values_list("code", flat=True))
    seen = citing.seen([(c.kind, c.id) for paragraph in entry.paragraphs for c in paragraph.cites])
    read = {(c.kind, c.id): c.version for p in before.paragraphs for c in p.cites} if before is not None else {}
    return replace(entry, paragraphs=tuple(
        _checked(paragraph, f"paragraphs.{number}", owner=owner, known=known, seen=seen, read=read)
        for number, paragraph in enumerate(entry.paragraphs)))


def cited(given: Iterable[Mapping[str, Any]], path: str) -> tuple[CitationEntry, ...]:
    """What is meant by references as people write them: `{"reference": "AN-A-2026-000003", "version": 2}`, version or none.

    Raises Invalid with the path of a reference that means nothing that the viewer sees.
    """
    found = []
    for number, one in enumerate(given):
        thing = citing.find(one["reference"])
        if thing is None:
            raise Invalid(_("You see nothing with the reference %(reference)s that could be cited.") % {
                "reference": one["reference"]}, field=f"{path}.{number}.reference")
        found.append(CitationEntry(*thing, version=one.get("version")))
    return tuple(found)


def cite(paragraphs: Collection[Paragraph], entry: ReportEntry) -> None:
    """Keep what the paragraphs cite; they are those of the entry, in its order."""
    Citation.objects.bulk_create(
        [Citation(paragraph=paragraph, kind=cited.kind, cited_id=cited.id, version=cited.version or 1)
         for paragraph, written in zip(paragraphs, entry.paragraphs, strict=True) for cited in written.cites])


def withheld(report: Report) -> list[Withheld]:
    """The paragraphs whose originators have not let them go to the whole audience of the report."""
    audience = {agency.pk: agency for agency in agencies_reached(report.grants.values_list("group_id", flat=True))}
    paragraphs = list(report.paragraphs.order_by("number").values_list("pk", flat=True))
    found = consent.withheld([("reports.paragraph", pk) for pk in paragraphs], audience)
    originators = Agency.objects.in_bulk({one.originator for one in found})
    return [Withheld(one.item + 1, originators[one.originator], tuple(audience[other] for other in one.others)) for one in found]


def require_consent(report: Report) -> None:
    """Raise Invalid, naming the first paragraph whose originator has to be asked, or what rests on nobody knows what."""
    if groups := set(report.grants.values_list("group_id", flat=True)):
        require_given_into(groups)
        require_all_cited_seen(report)
    require_all_cited_hold(report)
    for one in withheld(report):
        raise Invalid(str(one), field=f"paragraphs.{one.number - 1}.originator")


def require_all_cited_seen(report: Report) -> None:
    """Raise Invalid, naming the first paragraph of which the viewer does not see all that it cites."""
    if number := resting_on_hidden(report):
        raise Invalid(why_hidden(number), field=f"paragraphs.{number - 1}.cites")


def why_hidden(number: int) -> str:
    """Why a paragraph (its number) keeps the report back that rests on what the viewer does not see."""
    return _("Paragraph %(number)s rests on something that you do not see, or not any more: whose information it is, "
             "and whether it may go on, cannot be told. Withdraw this draft and write another without it.") % {"number": number}


def require_all_cited_hold(report: Report) -> None:
    """Raise Invalid, naming the first paragraph that rests on what was recalled, or has ended."""
    paragraphs = list(report.paragraphs.order_by("number"))
    cites = citations_of(paragraphs)
    for number, paragraph in enumerate(paragraphs, 1):
        for _row, thing in cites.get(paragraph.pk, []):
            if thing.ended:
                raise Invalid(_("Paragraph %(number)s rests on %(reference)s, on which nothing rests any more: %(ended)s. Write "
                                "it without that.") % {"number": number, "reference": thing.reference, "ended": thing.ended},
                              field=f"paragraphs.{number - 1}.cites")


def rests_on(report: Report) -> dict[str, Any]:
    """What the audit log keeps of it when the report goes out: `{"originators": ["AN", "PB"], "cites": 3}`."""
    return {"originators": sorted(set(report.paragraphs.order_by().values_list("originator__code", flat=True))),
            "cites": Citation.objects.filter(paragraph__report=report).count()}


def citations_of(paragraphs: Collection[Paragraph]) -> dict[int, list[tuple[Citation, Cited]]]:
    """By paragraph, what it cites and what that is now, as far as the viewer sees it."""
    rows = list(Citation.objects.filter(paragraph__in=paragraphs))
    seen = citing.seen([(row.kind, row.cited_id) for row in rows])
    found: dict[int, list[tuple[Citation, Cited]]] = {}
    for row in rows:
        if (row.kind, row.cited_id) in seen:
            found.setdefault(row.paragraph_id, []).append((row, seen[row.kind, row.cited_id]))
    return found


def resting_on_hidden(report: Report) -> int:
    """The number of the first paragraph that cites more than the viewer sees of it; 0 for none."""
    paragraphs = list(report.paragraphs.order_by("number"))
    visible = citations_of(paragraphs)
    with connection.cursor() as cursor:
        cursor.execute("select p, reports_citation_held(array[p]) from unnest(%s::bigint[]) p", [[p.pk for p in paragraphs]])
        held = dict(cursor.fetchall())
    return next((number for number, paragraph in enumerate(paragraphs, 1)
                 if held[paragraph.pk] > len(visible.get(paragraph.pk, []))), 0)


def _checked(paragraph: ParagraphEntry, path: str, *, owner: Agency, known: Collection[str],
             seen: Mapping[tuple[str, int], Cited], read: Mapping[tuple[str, int], int | None]) -> ParagraphEntry:
    if paragraph.originator and paragraph.originator not in known:
        raise Invalid(_("There is no agency “%(code)s”.") % {"code": paragraph.originator}, field=f"{path}.originator")
    if len(paragraph.cites) > SEVERAL:
        raise Invalid(_("At most %(most)s citations.") % {"most": SEVERAL}, field=f"{path}.cites")
    cites: dict[tuple[str, int], CitationEntry] = {}
    for number, given in enumerate(paragraph.cites):
        thing, where = seen.get((given.kind, given.id)), f"{path}.cites.{number}"
        if thing is None:
            raise Invalid(_("You see nothing of this kind and number that could be cited."), field=where)
        if thing.ended:
            raise Invalid(_("Nothing rests on %(reference)s any more: %(ended)s. Write the paragraph without it.") % {
                "reference": thing.reference, "ended": thing.ended}, field=where)
        version = given.version or read.get((given.kind, given.id)) or thing.version
        if not 1 <= version <= thing.version:
            raise Invalid(_("There is no version %(version)s of it.") % {"version": version}, field=where)
        if LADDER.index(paragraph.classification) < LADDER.index(thing.classification):
            raise Invalid(_("It rests on %(reference)s, which is marked %(marking)s: the paragraph must be at least that.") % {
                "reference": thing.reference, "marking": Classification(thing.classification).label}, field=where)
        cites[given.kind, given.id] = replace(given, version=version)
    return replace(paragraph, originator="" if paragraph.originator == owner.code else paragraph.originator,
                   cites=tuple(cites.values()))
