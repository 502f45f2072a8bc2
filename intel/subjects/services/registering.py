"""Registering subjects: one, or a list and its next editions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from django.db import connection
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.markings.classification import Classification, strictest
from hub.kit.errors import Invalid
from intel.subjects.entries import SubjectEntry, checked, digests
from intel.subjects.guards import require_bearable
from intel.subjects.models import Subject
from intel.subjects.services.sharing import give, share_subject
from intel.subjects.services.writing import BATCH, approve_subjects, insert, rewrite
from intel.subjects.signals import subjects_changed


@atomic
def register_subject(*, by: Viewer, kind: str, label: str, names: Sequence[tuple[str, str]] = (),
                     identifiers: Sequence[tuple[str, str, str]] = (), countries: Sequence[str] = (),
                     birth_dates: Sequence[str] = (), addresses: Sequence[str] = (), remarks: str = "",
                     classification: str = Classification.UNCLASSIFIED, source: str = "", source_ref: str = "",
                     groups: Collection[int] = ()) -> Subject:
    """Register what one agency knows of a person, organisation or thing; see SubjectEntry.

    That `groups` see it besides is proposed: a second person confirms it. Raises NotAllowed, Invalid (with the field's
    path), Conflict when the number at the source is taken already.
    """
    require(by, "subjects.add_subject")
    entry = checked(SubjectEntry(
        kind=kind, label=label, names=tuple(names), identifiers=tuple(identifiers), countries=tuple(countries),
        birth_dates=tuple(birth_dates), addresses=tuple(addresses), remarks=remarks, classification=classification,
        source=source, source_ref=source_ref), cleared=by.cleared)
    subject = insert([entry], by=by)[0]
    audit.record("subject.registered", by=by, on=subject)
    if groups:
        share_subject(by=by, subject=subject, groups=groups)
    subjects_changed.send(Subject, ids=[subject.pk])
    return subject


@atomic
def register_many(*, by: Viewer, entries: Iterable[SubjectEntry], groups: Collection[int] = ()) -> list[Subject]:
    """Register a list, or its next edition: the rows in the order of `entries`, which need `source` and `source_ref`.

    What the list says as before stays untouched, with whatever people here have added since; what it says anew is
    rewritten with a new revision, but never with a lower classification. Nothing is removed. All are shared with
    `groups` besides whom they are shared with already. Others may see them, and alerts on them be in force: so it needs
    somebody who decides on such changes, and is a list's edition, not a person's word. Thousands take seconds.
    Raises NotAllowed, Invalid with a path such as `entries.17.label`.
    """
    require(by, "subjects.add_subject")
    require(by, "subjects.approve_subject")
    described = [checked(entry, cleared=by.cleared, at=f"entries.{n}.", lenient=True)
                 for n, entry in enumerate(entries)]
    _require_distinct_sources(described)
    _wait_for_others(by, {entry.source for entry in described})
    present = _present(described, by=by)
    new = [entry for entry in described if (entry.source, entry.source_ref) not in present]
    known = [(row, entry) for entry in described if (row := present.get((entry.source, entry.source_ref))) is not None]
    changed = [(row, entry) for row, entry in known if not digests.same(row.source_digest, entry)]
    after = [(row, _not_lowered(row, entry)) for row, entry in changed]
    _require_bearable(after, described)
    made = insert(new, by=by, from_list=True)
    for row, entry in changed:
        row.source_digest = digests.of(entry)
    rewrite(after)
    present |= {(row.source, row.source_ref): row for row in made}
    rows = [present[entry.source, entry.source_ref] for entry in described]
    approve_subjects(rows)
    give(rows, groups)
    audit.record("subjects.registered", by=by, sources=sorted({entry.source for entry in described}), new=len(made),
                 changed=len(changed), unchanged=len(described) - len(made) - len(changed), shared_with=sorted(groups))
    ids = [row.pk for row in made] + [row.pk for row, _entry in changed]
    if ids:
        subjects_changed.send(Subject, ids=ids)
    return rows


def _require_distinct_sources(entries: list[SubjectEntry]) -> None:
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(entries):
        key = (entry.source, entry.source_ref)
        if not all(key) or key in seen:
            raise Invalid(_("Each entry of a list needs its own number at its source."),
                          field=f"entries.{number}.source_ref")
        seen.add(key)


def _wait_for_others(by: Viewer, sources: set[str]) -> None:
    """Two imports of one list into one agency go one after the other: neither stumbles over the other's rows."""
    with connection.cursor() as cursor:
        for source in sorted(sources):
            cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"subjects:{by.agency_id}:{source}"])


def _present(entries: list[SubjectEntry], *, by: Viewer) -> dict[tuple[str, str], Subject]:
    found: dict[tuple[str, str], Subject] = {}
    for source in sorted({entry.source for entry in entries}):
        refs = [entry.source_ref for entry in entries if entry.source == source]
        for start in range(0, len(refs), BATCH):
            rows = Subject.objects.filter(owner_agency=by.agency_id, source=source,
                                          source_ref__in=refs[start:start + BATCH])
            found |= {(row.source, row.source_ref): row for row in rows}
    return found


def _not_lowered(row: Subject, entry: SubjectEntry) -> SubjectEntry:
    return replace(entry, classification=strictest([row.classification, entry.classification]))


def _require_bearable(after: list[tuple[Subject, SubjectEntry]], described: list[SubjectEntry]) -> None:
    """Rooms above are asked about those only whose marking rises: they bear what else a list says, and it has thousands."""
    for row, entry in after:
        if entry.classification != row.classification:
            try:
                require_bearable(row, entry)
            except Invalid as error:
                number = [(one.source, one.source_ref) for one in described].index((entry.source, entry.source_ref))
                raise Invalid(error.message, field=f"entries.{number}.{error.field}") from error
