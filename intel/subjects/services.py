"""What people do with subjects: register, register from a list, change, share."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, may, require
from agencies.access.grants import share
from agencies.markings.classification import Classification, strictest
from hub.kit.errors import Conflict, Invalid
from hub.kit.rows import lock
from intel.subjects.entries import SubjectEntry, checked, digests, normalised
from intel.subjects.models import Subject, SubjectGrant, SubjectIdentifier, SubjectName
from intel.subjects.signals import subjects_changed

_BATCH = 1000

_GRANT = """
    insert into subjects_subjectgrant (content_object_id, group_id, permission_id)
    select subject, audience, %s from unnest(%s::bigint[]) subject cross join unnest(%s::int[]) audience
    on conflict do nothing returning content_object_id, group_id
"""


@atomic
def register_subject(*, by: Viewer, kind: str, label: str, names: Sequence[tuple[str, str]] = (),
                     identifiers: Sequence[tuple[str, str, str]] = (), countries: Sequence[str] = (),
                     birth_dates: Sequence[str] = (), addresses: Sequence[str] = (), remarks: str = "",
                     classification: str = Classification.UNCLASSIFIED, source: str = "", source_ref: str = "",
                     groups: Collection[int] = ()) -> Subject:
    """Register what one agency knows of a person, organisation or thing, seen besides by `groups`; see SubjectEntry.

    Raises NotAllowed, Invalid (with the field's path), Conflict when the number at the source is taken already.
    """
    require(by, "subjects.add_subject")
    entry = checked(SubjectEntry(
        kind=kind, label=label, names=tuple(names), identifiers=tuple(identifiers), countries=tuple(countries),
        birth_dates=tuple(birth_dates), addresses=tuple(addresses), remarks=remarks, classification=classification,
        source=source, source_ref=source_ref), cleared=by.cleared)
    subject = _insert([entry], by=by)[0]
    if groups:
        share(subject, groups=set(groups), grant=SubjectGrant)
    audit.record("subject.registered", by=by, on=subject, shared_with=sorted(groups))
    subjects_changed.send(Subject, ids=[subject.pk])
    return subject


@atomic
def register_many(*, by: Viewer, entries: Iterable[SubjectEntry], groups: Collection[int] = ()) -> list[Subject]:
    """Register a list, or its next edition: the rows in the order of `entries`, which need `source` and `source_ref`.

    What the list says as before stays untouched, with whatever people here have added since; what it says anew is
    rewritten with a new revision, but never with a lower classification. Nothing is removed. All are shared with
    `groups` besides whom they are shared with already. Thousands take seconds: statements go in batches.
    Raises NotAllowed, Invalid with a path such as `entries.17.label`.
    """
    require(by, "subjects.add_subject")
    described = [checked(entry, cleared=by.cleared, at=f"entries.{n}.", lenient=True)
                 for n, entry in enumerate(entries)]
    _require_distinct_sources(described)
    _wait_for_others(by, {entry.source for entry in described})
    present = _present(described, by=by)
    new = [entry for entry in described if (entry.source, entry.source_ref) not in present]
    known = [(row, entry) for entry in described if (row := present.get((entry.source, entry.source_ref))) is not None]
    changed = [(row, entry) for row, entry in known if not digests.same(row.source_digest, entry)]
    made = _insert(new, by=by, from_list=True)
    for row, entry in changed:
        row.source_digest = digests.of(entry)
    _rewrite([(row, _not_lowered(row, entry)) for row, entry in changed])
    present |= {(row.source, row.source_ref): row for row in made}
    rows = [present[entry.source, entry.source_ref] for entry in described]
    _share_more(rows, groups)
    audit.record("subjects.registered", by=by, sources=sorted({entry.source for entry in described}), new=len(made),
                 changed=len(changed), unchanged=len(described) - len(made) - len(changed), shared_with=sorted(groups))
    ids = [row.pk for row in made] + [row.pk for row, _entry in changed]
    if ids:
        subjects_changed.send(Subject, ids=ids)
    return rows


@atomic
def change_subject(*, by: Viewer, subject: Subject, revision: int, kind: str | None = None, label: str | None = None,
                   names: Sequence[tuple[str, str]] | None = None,
                   identifiers: Sequence[tuple[str, str, str]] | None = None, countries: Sequence[str] | None = None,
                   birth_dates: Sequence[str] | None = None, addresses: Sequence[str] | None = None,
                   remarks: str | None = None, classification: str | None = None) -> Subject:
    """Change what is given and leave the rest; `revision` is the one the person had before their eyes.

    Raises NotAllowed, NotFound, Conflict when somebody changed it since, Invalid.
    """
    require(by, "subjects.change_subject", when=_is_own(by, subject),
            otherwise=_("Only the agency it belongs to may change it."))
    subject = lock(subject)
    if subject.revision != revision:
        raise Conflict(_("Somebody changed this subject while you were writing. Reload it and enter yours again."))
    before = SubjectEntry.of(subject)
    lists: dict[str, Sequence[Any] | None] = {
        "names": names, "identifiers": identifiers, "countries": countries, "birth_dates": birth_dates,
        "addresses": addresses}
    plain = {"kind": kind, "label": label, "remarks": remarks, "classification": classification}
    given: dict[str, Any] = {name: tuple(value) for name, value in lists.items() if value is not None}
    given |= {name: value for name, value in plain.items() if value is not None}
    after = checked(replace(before, **given), cleared=by.cleared, lenient=True)
    if after == before:
        return subject
    _rewrite([(subject, after)])
    audit.record("subject.changed", by=by, on=subject, revision=subject.revision,
                 fields=[name for name in SubjectEntry.__slots__ if getattr(before, name) != getattr(after, name)])
    subjects_changed.send(Subject, ids=[subject.pk])
    return subject


@atomic
def share_subject(*, by: Viewer, subject: Subject, groups: Collection[int]) -> None:
    """Let more groups see a subject; nobody loses sight of it. Raises NotAllowed."""
    require(by, "subjects.share_subject", when=_is_own(by, subject),
            otherwise=_("Only the agency it belongs to may share it."))
    new = _share_more([subject], groups)
    if new:
        audit.record("subject.shared", by=by, on=subject, shared_with=sorted(group for _subject, group in new))


def can_change(by: Viewer, subject: Subject) -> bool:
    """Whether `change_subject` would let this person begin."""
    return may(by, "subjects.change_subject", when=_is_own(by, subject))


def _is_own(by: Viewer, subject: Subject) -> bool:
    return subject.owner_agency_id == by.agency_id


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
        for start in range(0, len(refs), _BATCH):
            rows = Subject.objects.filter(owner_agency=by.agency_id, source=source,
                                          source_ref__in=refs[start:start + _BATCH])
            found |= {(row.source, row.source_ref): row for row in rows}
    return found


def _not_lowered(row: Subject, entry: SubjectEntry) -> SubjectEntry:
    return replace(entry, classification=strictest([row.classification, entry.classification]))


def _insert(entries: list[SubjectEntry], *, by: Viewer, from_list: bool = False) -> list[Subject]:
    """New rows. From a list they keep what it said, to tell its next edition's news from what people changed here."""
    owner: Any = by.agency_id
    rows = [Subject(owner_agency_id=owner, created_by_id=by.user_id, source_digest=digests.of(entry) if from_list else "",
                    **entry.columns()) for entry in entries]
    try:
        with atomic():
            Subject.objects.bulk_create(rows, batch_size=_BATCH)
    except IntegrityError as error:
        if "subject_is_taken_once_from_a_source" in str(error):
            raise Conflict(_("This number at the source is registered already."), field="source_ref") from error
        raise
    _describe(list(zip(rows, entries, strict=True)))
    return rows


def _rewrite(changed: list[tuple[Subject, SubjectEntry]]) -> None:
    """Give rows new values, a new revision, and their names and identifiers anew."""
    for subject, entry in changed:
        for name, value in entry.columns().items():
            setattr(subject, name, value)
        subject.revision += 1
        subject.save()
    subjects = [subject.pk for subject, _entry in changed]
    SubjectName.objects.filter(subject__in=subjects).delete()
    SubjectIdentifier.objects.filter(subject__in=subjects).delete()
    _describe(changed)


def _describe(described: list[tuple[Subject, SubjectEntry]]) -> None:
    names, identifiers = [], []
    for subject, entry in described:
        names.append(SubjectName(subject=subject, kind=SubjectName.Kind.PRIMARY, name=entry.label))
        names += [SubjectName(subject=subject, kind=kind, name=text) for kind, text in entry.names]
        for kind, value, country in entry.identifiers:
            form = normalised(kind, value, country)
            identifiers.append(SubjectIdentifier(subject=subject, kind=kind, value=value, country=country,
                                                 normalised=form.value, valid=form.valid))
        subject._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    SubjectName.objects.bulk_create(names, batch_size=_BATCH)
    SubjectIdentifier.objects.bulk_create(identifiers, batch_size=_BATCH)


def _share_more(subjects: Sequence[Subject], groups: Collection[int]) -> list[tuple[int, int]]:
    """Add the grants that are missing: (subject, group) of each. One statement, since a list has thousands."""
    if not groups or not subjects:
        return []
    view = Permission.objects.get(content_type__app_label="subjects", codename="view_subject")
    with connection.cursor() as cursor:
        cursor.execute(_GRANT, [view.pk, [subject.pk for subject in subjects], sorted(set(groups))])
        return cursor.fetchall()
