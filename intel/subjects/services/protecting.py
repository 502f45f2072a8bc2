"""What data protection asks of a subject: that it is not used, that it may be again, that what it holds is deleted."""

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from hub.kit.errors import Conflict
from hub.kit.rows import lock
from intel.subjects.entries import SubjectEntry
from intel.subjects.life import DECIDES, RESTRICTS
from intel.subjects.models import Subject, SubjectGrant, SubjectProposal
from intel.subjects.services.writing import rewrite
from intel.subjects.signals import subjects_changed


@atomic
def restrict_use(*, by: Viewer, subject: Subject) -> Subject:
    """From now on it is compared with nothing, and no query is answered with it. Raises NotAllowed, NotFound, Conflict."""
    RESTRICTS.require(by, subject)
    subject = lock(subject)
    if subject.use_restricted_at is not None:
        raise Conflict(_("Its use is restricted already."))
    return _use(by, subject, restricted=True)


@atomic
def allow_use(*, by: Viewer, subject: Subject) -> Subject:
    """Use it again. Raises NotAllowed, NotFound, Conflict when its use is not restricted, or it was deleted."""
    RESTRICTS.require(by, subject)
    subject = lock(subject)
    if subject.use_restricted_at is None or subject.erased_at is not None:
        raise Conflict(_("Its use is not restricted any more, or what it held was deleted."))
    return _use(by, subject, restricted=False)


@atomic
def erase(*, by: Viewer, subject: Subject, called: str) -> Subject:
    """Delete what it holds and with whom it is shared; that it was there stays, as `called`. By the second person.

    Raises NotAllowed, NotFound, Conflict when it was deleted already.
    """
    DECIDES.require(by, subject)
    subject = lock(subject)
    if subject.erased_at is not None:
        raise Conflict(_("It was deleted already."))
    subject.erased_at = timezone.now()
    subject.use_restricted_at = subject.use_restricted_at or subject.erased_at
    subject.source_digest = ""
    rewrite([(subject, SubjectEntry(kind=subject.kind, label=called, classification=subject.classification))])
    SubjectProposal.objects.filter(subject=subject).delete()
    SubjectGrant.objects.filter(content_object=subject).delete()
    audit.record("subject.erased", by=by, on=subject)
    subjects_changed.send(Subject, ids=[subject.pk])
    return subject


def can_restrict(by: Viewer, subject: Subject) -> bool:
    """Whether the page offers to restrict its use."""
    return subject.use_restricted_at is None and RESTRICTS.allows(by, subject)


def _use(by: Viewer, subject: Subject, *, restricted: bool) -> Subject:
    subject.use_restricted_at = timezone.now() if restricted else None
    subject.save(update_fields=["use_restricted_at", "updated_at"])
    audit.record("subject.use_restricted" if restricted else "subject.use_allowed", by=by, on=subject)
    subjects_changed.send(Subject, ids=[subject.pk])
    return subject
