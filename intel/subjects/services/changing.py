"""Changing a subject: at once until it is first approved with an alert, report or sharing; then as a proposal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from hub.kit.errors import Conflict
from hub.kit.rows import lock
from intel.subjects.entries import SubjectEntry, checked
from intel.subjects.guards import require_bearable
from intel.subjects.life import CHANGES
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.services.proposing import propose_change
from intel.subjects.services.writing import rewrite
from intel.subjects.signals import subjects_changed


@atomic
def change_subject(*, by: Viewer, subject: Subject, revision: int, kind: str | None = None, label: str | None = None,
                   names: Sequence[tuple[str, str]] | None = None,
                   identifiers: Sequence[tuple[str, str, str]] | None = None, countries: Sequence[str] | None = None,
                   birth_dates: Sequence[str] | None = None, addresses: Sequence[str] | None = None,
                   remarks: str | None = None, classification: str | None = None) -> Subject | SubjectProposal:
    """Change what is given and leave the rest; `revision` is the one the person had before their eyes.

    Once a second person approved the subject - with an alert on it, a report about it, or its sharing - what was
    approved stays, and the change is a proposal, which is the answer.
    Raises NotAllowed, NotFound, Conflict when somebody changed it since, Invalid.
    """
    CHANGES.require(by, subject)
    subject = lock(subject)
    if subject.erased_at is not None:
        raise Conflict(_("What it held was deleted. Register a new subject."))
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
    require_bearable(subject, after)
    if subject.approved_at is not None:
        return propose_change(by=by, subject=subject, before=before, after=after)
    rewrite([(subject, after)])
    audit.record("subject.changed", by=by, on=subject, revision=subject.revision, fields=before.differs(after))
    subjects_changed.send(Subject, ids=[subject.pk])
    return subject


def can_change(by: Viewer, subject: Subject) -> bool:
    """Whether `change_subject` would let this person begin."""
    return subject.erased_at is None and CHANGES.allows(by, subject)
