"""Writing the rows of subjects with their names and identifiers, a thousand at a time."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from hub.kit.errors import Conflict
from intel.subjects.entries import SubjectEntry, digests, normalised
from intel.subjects.models import Subject, SubjectIdentifier, SubjectName
from intel.subjects.signals import subjects_approved

BATCH = 1000


def insert(entries: list[SubjectEntry], *, by: Viewer, from_list: bool = False) -> list[Subject]:
    """New rows. From a list they keep what it said, to tell its next edition's news from what people changed here."""
    owner: Any = by.agency_id
    rows = [Subject(owner_agency_id=owner, created_by_id=by.user_id, source_digest=digests.of(entry) if from_list else "",
                    **entry.columns()) for entry in entries]
    try:
        with atomic():
            Subject.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError as error:
        if "subject_is_taken_once_from_a_source" in str(error):
            raise Conflict(_("This number at the source is registered already."), field="source_ref") from error
        raise
    _describe(list(zip(rows, entries, strict=True)))
    return rows


def approve_subjects(subjects: Sequence[Subject]) -> None:
    """Note that a second person approved them as they are: from now on their changes wait for one."""
    waiting = Subject.objects.filter(pk__in=[subject.pk for subject in subjects], approved_at=None)
    if ids := list(waiting.values_list("pk", flat=True)):
        waiting.update(approved_at=timezone.now())
        subjects_approved.send(Subject, ids=ids)


def rewrite(changed: list[tuple[Subject, SubjectEntry]]) -> None:
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
    SubjectName.objects.bulk_create(names, batch_size=BATCH)
    SubjectIdentifier.objects.bulk_create(identifiers, batch_size=BATCH)
